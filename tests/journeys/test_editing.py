"""Fields changed where they stand, several at once."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from accounts.models import User
from contacts.services import create_person
from customers.models import Customer
from tests.journeys.conftest import sign_in


def master_data(page: Page, user: User, customer: Customer) -> None:
    sign_in(page, user)
    page.goto(f"/customers/{customer.pk}/master-data/")


def open_field(page: Page, name: str) -> None:
    page.locator(f"#fact-{name} [data-change]").click()
    expect(page.locator(f"#fact-{name} .edit-in-place")).to_be_visible()


def test_two_fields_of_a_file_are_open_and_neither_is_lost(page: Page, anna: User, acme: Customer) -> None:
    master_data(page, anna, acme)
    open_field(page, "organisation_name")
    page.fill("[name=organisation_name]", "Acme AG")
    open_field(page, "industry")
    page.fill("[name=industry]", "Bau")
    page.press("[name=organisation_name]", "Enter")
    expect(page.locator("#fact-organisation_name")).to_contain_text("Acme AG")
    expect(page.locator("#file-head h1")).to_have_text("Acme AG")
    expect(page).to_have_title("Acme AG · Timecount")
    expect(page.locator("[name=industry]")).to_have_value("Bau")
    expect(page.locator("#fact-organisation_name [data-change]")).to_be_focused()
    open_field(page, "search_name")
    page.fill("[name=search_name]", "weg damit")
    page.press("[name=search_name]", "Escape")
    expect(page.locator("[name=search_name]")).to_have_count(0)
    page.press("[name=industry]", "Enter")
    expect(page.locator("#fact-industry")).to_contain_text("Bau")
    acme.refresh_from_db()
    assert (acme.contact.name, acme.industry, acme.search_name) == ("Acme AG", "Bau", "")


def test_two_fields_of_a_contact_are_open_and_neither_is_lost(page: Page, anna: User) -> None:
    eva = create_person(by=anna, last_name="Ahrens")
    sign_in(page, anna)
    page.goto(f"/contacts/{eva.pk}/")
    open_field(page, "position")
    page.fill("[name=position]", "Einkauf")
    open_field(page, "notes")
    page.fill("[name=notes]", "ruft gern an")
    page.press("[name=position]", "Enter")
    expect(page.locator("#contact-facts")).to_contain_text("Einkauf")
    open_field(page, "tags")
    page.locator("#fact-tags [data-cancel]").click()
    expect(page.locator("[name=tags]")).to_have_count(0)
    expect(page.locator("[name=notes]")).to_have_value("ruft gern an")
    page.locator("#fact-notes button[type=submit]").click()
    expect(page.locator("#fact-notes .prewrap")).to_have_text("ruft gern an")
    eva.refresh_from_db()
    assert (eva.position, eva.notes) == ("Einkauf", "ruft gern an")


@pytest.mark.parametrize("leave", ["tab", "page"])
def test_nobody_leaves_an_open_change_unwarned(page: Page, anna: User, acme: Customer, leave: str) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    master_data(page, anna, acme)
    open_field(page, "vat_id")
    page.locator("#fact-vat_id input[name=vat_id]").press_sequentially("DE123")
    page.press("[name=vat_id]", "Enter")
    expect(page.locator("#fact-vat_id .form-error")).to_be_visible()
    if leave == "tab":
        page.locator(f'.tabs a[href="/customers/{acme.pk}/people/"]').click()
    else:
        page.locator('.nav-item[href="/contacts/"]').click(no_wait_after=True)
    expect(page.locator("[name=vat_id]")).to_have_value("DE123")
    assert asked == ["confirm" if leave == "tab" else "beforeunload"]


def test_a_field_on_a_page_of_its_own_leads_back(page: Page, anna: User, acme: Customer) -> None:
    sign_in(page, anna)
    page.goto(f"/customers/{acme.pk}/master-data/industry/")
    page.fill("[name=industry]", "Bau")
    page.press("[name=industry]", "Enter")
    expect(page).to_have_url(re.compile("/master-data/$"))
    expect(page.locator("#fact-industry")).to_contain_text("Bau")


def test_paper_shows_nothing_to_click(page: Page, anna: User, acme: Customer) -> None:
    sign_in(page, anna)
    page.emulate_media(media="print")
    for path in ("", "master-data/", "people/"):
        page.goto(f"/customers/{acme.pk}/{path}")
        expect(page.get_by_text("Acme GmbH").first).to_be_visible()
        assert page.locator("main .btn:visible, main [data-change]:visible, main a:visible:has(.icon)").count() == 0
    page.goto(f"/contacts/{acme.pk}/")
    expect(page.get_by_text("Acme GmbH").first).to_be_visible()
    assert page.locator("main .btn:visible, main [data-change]:visible").count() == 0
