"""Many customers are changed at once and taken back, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from accounts.models import User
from customers.models import Customer
from lists import finding
from tests.cast import firm
from tests.journeys.conftest import sign_in


def test_picked_customers_are_blocked_and_taken_back(page: Page, anna: User, cleo: User) -> None:
    for number, name in enumerate(["Alt KG", "Bau KG", "Cura KG"]):
        firm(name, by=cleo, number=f"2000{number}")
    sign_in(page, anna)
    page.goto("/customers/?view=list")
    page.get_by_role("checkbox", name="Alt KG auswählen").check()
    page.get_by_role("checkbox", name="Cura KG auswählen").check()
    bar = page.locator("#bulk")
    expect(bar.locator("[data-picked]")).to_have_text("2")
    bar.locator("summary").click()
    bar.get_by_role("button", name="Status ändern").click()
    expect(page.locator("main")).to_contain_text("Betrifft 2 Kunden.")
    page.get_by_label("gesperrt").check()
    page.get_by_role("button", name="2 Kunden ändern").click()
    expect(page.locator("#error-summary")).to_contain_text("gesperrt")
    page.get_by_label("Grund der Sperre").fill("Mahnung")
    page.get_by_role("button", name="2 Kunden ändern").click()
    expect(page.locator("#messages")).to_contain_text("2 Kunden geändert.")
    assert statuses() == ["blocked", "active", "blocked"]
    page.locator("#messages").get_by_role("button", name="Rückgängig").click()
    expect(page.locator("#bulk-run")).to_contain_text("wieder wie vorher")
    assert statuses() == ["active"] * 3


def test_a_page_is_picked_and_saved_as_a_workbook(page: Page, anna: User, tmp_path: Path) -> None:
    for number, name in enumerate(["Alt KG", "Bau KG", "Cura KG"]):
        firm(name, by=anna, number=f"2000{number}")
    sign_in(page, anna)
    page.goto("/customers/?view=table")
    page.locator("#pick-page").check()
    page.get_by_role("checkbox", name="Bau KG auswählen").uncheck()
    page.locator("#bulk summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Nach Excel exportieren").click()
    file = tmp_path / "kunden.xlsx"
    download.value.save_as(file)
    lines = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert [line[0] for line in lines] == ["Name", "Alt KG", "Cura KG"]


def statuses() -> list[str]:
    return list(Customer.objects.order_by("number").values_list("status", flat=True))


def test_ticks_stay_while_pages_are_turned(page: Page, anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(finding.find.__kwdefaults__ or {}, "size", 2)
    for number, name in enumerate(["Alt KG", "Bau KG", "Cura KG", "Dach KG", "Erz KG"]):
        firm(name, by=anna, number=f"2000{number}", status="lead" if name == "Erz KG" else "active")
    sign_in(page, anna)
    page.goto("/customers/?view=list")
    line = page.locator("[data-picked-line]")
    expect(line).to_be_hidden()
    page.get_by_role("checkbox", name="Alt KG auswählen").check()
    page.get_by_role("link", name="Weiter").click()
    expect(page.locator("main")).to_contain_text("Cura KG")
    expect(line).to_contain_text("1 ausgewählt")
    expect(page.get_by_role("checkbox", name="Cura KG auswählen")).not_to_be_checked()
    page.get_by_role("checkbox", name="Dach KG auswählen").check()
    page.reload()
    expect(page.get_by_role("checkbox", name="Dach KG auswählen")).to_be_checked()
    page.get_by_role("link", name="Zurück").click()
    expect(page.get_by_role("checkbox", name="Alt KG auswählen")).to_be_checked()
    expect(line).to_contain_text("2 ausgewählt")
    page.locator("#bulk summary").click()
    page.locator("#bulk").get_by_role("button", name="Status ändern").click()
    expect(page.locator("main")).to_contain_text("Betrifft 2 Kunden.")
    page.go_back()
    expect(line).to_contain_text("2 ausgewählt")

    page.locator("#pick-all").check()
    expect(line).to_contain_text("5 ausgewählt")
    page.get_by_role("link", name="Weiter").click()
    expect(page.locator("main")).to_contain_text("Cura KG")
    expect(page.locator("#pick-all")).to_be_checked()
    page.locator("#pick-all").uncheck()
    expect(line).to_contain_text("2 ausgewählt")

    page.locator('.chip[href*="status=active"]').click()
    expect(page.locator("#messages")).to_contain_text("Die Auswahl ist aufgehoben.")
    expect(line).to_be_hidden()
    expect(page.get_by_role("checkbox", name="Alt KG auswählen")).not_to_be_checked()
    page.get_by_role("checkbox", name="Alt KG auswählen").check()
    page.get_by_role("button", name="Auswahl aufheben").click()
    expect(page.get_by_role("checkbox", name="Alt KG auswählen")).not_to_be_checked()

    page.get_by_role("checkbox", name="Bau KG auswählen").check()
    page.locator("#bulk summary").click()
    page.locator("#bulk").get_by_role("button", name="Status ändern").click()
    page.get_by_label("inaktiv").check()
    page.get_by_role("button", name="1 Kunde ändern").click()
    expect(page.locator("#messages")).to_contain_text("1 Kunde geändert.")
    expect(line).to_be_hidden()
