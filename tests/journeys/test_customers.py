"""What people do all day, in a real browser."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from accounts.models import User
from customers.models import Customer
from tests.cast import firm
from tests.journeys.conftest import sign_in
from tests.services import manage

SAMPLE = Path(__file__).parent.parent / "samples" / "kunden.csv"


def test_anna_finds_a_customer_changes_it_and_reads_it_in_the_history(page: Page, anna: User, acme: Customer) -> None:
    firm("Bäckerei Müller", by=anna)
    sign_in(page, anna)
    page.goto("/customers/?view=list")
    page.locator("#list-q").press_sequentially("acme", delay=20)
    expect(page.locator(".rows-title")).to_have_text(["Acme GmbH"])
    assert "q=acme" in page.url
    page.get_by_role("link", name="Acme GmbH", exact=True).click()
    expect(page.get_by_role("heading", name="Acme GmbH")).to_be_visible()
    page.locator(f'a[href="/customers/{acme.pk}/master-data/"]').first.click()
    page.locator(f'a[href="/customers/{acme.pk}/master-data/industry/"]').click()
    page.fill("input[name=industry]", "Gebäudereinigung")
    page.press("input[name=industry]", "Enter")
    expect(page.locator("#fact-industry")).to_contain_text("Gebäudereinigung")
    page.locator(f'a[href="/customers/{acme.pk}/history/"]').first.click()
    newest = page.locator(".timeline-list > li").first
    expect(newest).to_contain_text("Gebäudereinigung")
    expect(newest).to_contain_text("Anna")


def test_the_three_views_keep_search_filter_and_sort(page: Page, anna: User, acme: Customer) -> None:
    firm("Zacher Bau", by=anna, status="lead")
    sign_in(page, anna)
    page.goto("/customers/?q=gmbh&status=active&sort=-changed&view=list")
    for view in ("cards", "table", "list"):
        page.locator(f'nav.segmented a[href*="view={view}"]').click()
        expect(page).to_have_url(re.compile(rf"q=gmbh&status=active&sort=-changed&view={view}"))
        expect(page.locator("#list-q")).to_have_value("gmbh")
        expect(page.get_by_role("link", name="Acme GmbH", exact=True)).to_be_visible()
        expect(page.get_by_text("Zacher Bau")).to_have_count(0)
    page.goto("/customers/")
    expect(page.locator('nav.segmented [aria-current="true"]')).to_have_attribute("href", re.compile("view=list"))
    page.go_back()
    expect(page.locator("#list-q")).to_have_value("gmbh")


def test_the_numbers_on_the_chips_follow_the_search(page: Page, anna: User, acme: Customer) -> None:
    firm("Zacher Bau", by=anna, status="lead")
    sign_in(page, anna)
    page.goto("/customers/?view=list")
    lead = page.locator('.chip[href*="status=lead"]')
    expect(lead).to_contain_text("1")
    page.locator("#list-q").fill("acme")
    expect(page.locator(".rows-title")).to_have_text(["Acme GmbH"])
    expect(lead).to_contain_text("0")


def test_the_global_search_is_driven_by_the_keyboard(page: Page, anna: User, acme: Customer) -> None:
    sign_in(page, anna)
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("acme", delay=20)
    expect(page.locator(".hit-title", has_text="Acme GmbH").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Acme GmbH")).to_be_visible()


def test_a_file_from_excel_is_looked_at_checked_and_taken_over(page: Page, anna: User, tmp_path: Path) -> None:
    """Its first lines: the whole of it goes in without a browser (tests/customers/test_import_sample.py)."""
    first = tmp_path / "kunden.csv"
    first.write_bytes(b"\n".join(SAMPLE.read_bytes().split(b"\n")[:60]))
    sign_in(page, anna)
    page.goto("/customers/import/")
    page.set_input_files("input[type=file]", first)
    page.locator("main form[enctype] button[type=submit]").click()
    page.wait_for_url("**/columns/")
    expect(page.locator("select").filter(has=page.locator("option:checked")).first).to_be_visible()
    page.locator("main form[data-guard] button.btn-primary").click()
    manage("procrastinate", "worker", "--one-shot")
    assert Customer.objects.count() == 0
    page.reload()
    page.locator('form[action$="/start/"] button').click()
    manage("procrastinate", "worker", "--one-shot")
    page.reload()
    page.goto("/customers/?q=10001&view=list")
    expect(page.get_by_role("link", name="Druckerei Sommer SE", exact=True)).to_be_visible()
    assert Customer.objects.count() > 30


def test_without_javascript_everything_is_slower_but_there(
    browser: object, live_url: str, anna: User, acme: Customer
) -> None:
    context = browser.new_context(base_url=live_url, java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    sign_in(page, anna)
    page.goto("/customers/?view=list")
    page.fill("#list-q", "acme")
    page.press("#list-q", "Enter")
    page.get_by_role("link", name="Acme GmbH", exact=True).click()
    page.locator(f'a[href="/customers/{acme.pk}/master-data/"]').first.click()
    page.locator(f'a[href="/customers/{acme.pk}/master-data/industry/"]').click()
    page.fill("input[name=industry]", "Handel")
    page.locator("form:has(input[name=industry]) button[type=submit]").first.click()
    expect(page.get_by_text("Handel").first).to_be_visible()
    context.close()


def test_the_next_page_of_a_list_begins_at_its_top(page: Page, anna: User) -> None:
    for number in range(51):
        firm(f"Firma {number:02d}", by=anna)
    sign_in(page, anna)
    page.goto("/customers/?view=list")
    page.locator("a[rel=next]").click()
    expect(page.locator(".rows-title")).to_have_text(["Firma 50"])
    assert page.evaluate("scrollY") < 100


def test_a_wrong_entry_keeps_the_cursor_and_escape_takes_it_back(page: Page, anna: User, acme: Customer) -> None:
    sign_in(page, anna)
    page.goto(f"/customers/{acme.pk}/master-data/")
    page.locator(f'a[href="/customers/{acme.pk}/master-data/vat_id/"]').click()
    field = page.locator("input[name=vat_id]")
    field.fill("DE123")
    field.press("Enter")
    expect(page.locator(".form-error")).to_be_visible()
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)


def test_the_filter_opens_inside_the_screen_of_a_phone(page: Page, anna: User, acme: Customer) -> None:
    sign_in(page, anna)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/customers/?view=list")
    page.locator(".toolbar details:has(.menu-form) summary").first.click()
    panel = page.locator(".toolbar .menu-form").first
    expect(panel.locator("select").first).to_be_visible()
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
