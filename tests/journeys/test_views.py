"""Somebody builds a view of the list, shares it, and works through the list with the keyboard."""

import re

from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from accounts.models import Team, User
from customers.models import Customer
from tests.cast import firm
from tests.journeys.conftest import sign_in


def test_anna_builds_a_view_and_ben_opens_it(page: Page, anna: User, ben: User, acme: Customer) -> None:
    firm("Zacher Bau GmbH", by=anna, status="lead")
    team = Team.objects.create(group=Group.objects.create(name="Nord"))
    for user in (anna, ben):
        user.groups.add(team.group)
    sign_in(page, anna)
    page.goto("/customers/?q=gmbh&status=lead&view=table")
    page.locator('.toolbar a[data-dialog="list-columns"]').click()
    page.locator('#columns [name="shown"][value="postcode"]').uncheck()
    page.locator('#columns button[name="up"][value="city"]').click()
    expect(page.locator('#columns button[name="up"][value="city"]')).to_be_focused()
    page.locator('#columns button[name="save"]').click()
    expect(page.locator(".table thead th")).to_have_count(8)
    page.locator(".toolbar summary", has_text="Ansichten").click()
    page.locator('.menu-list a[data-dialog="save-view"]').click()
    page.locator("#save-view [name=name]").fill("Neue GmbHs")
    page.locator("#save-view [name=audience]").select_option(label="Team Nord")
    page.locator("#save-view button[type=submit].btn-primary").click()
    page.wait_for_url(re.compile("saved="))
    shared = page.url

    page.locator('.chip[href*="status=active"]').click()
    expect(page.locator(".shelf-changed")).to_contain_text("geändert")
    page.locator(".shelf-changed a", has_text="Verwerfen").click()
    expect(page.locator(".shelf-changed")).to_have_count(0)
    expect(page.locator(".row-name")).to_have_text(["Zacher Bau GmbH"])

    page.locator(".row-name").click()
    expect(page.get_by_role("heading", name="Zacher Bau GmbH")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(shared)
    expect(page.locator(".table thead th")).to_have_count(8)

    page.context.clear_cookies()
    sign_in(page, ben)
    page.goto(shared)
    expect(page.locator(".row-name")).to_have_text(["Zacher Bau GmbH"])
    expect(page.locator(".toolbar summary", has_text="Neue GmbHs")).to_be_visible()
    page.goto("/views/")
    page.get_by_role("button", name="In der Seitenleiste").click()
    expect(page.locator(".nav-views a")).to_have_text(["Neue GmbHs"])


def test_the_rows_of_a_list_are_walked_with_the_keyboard(page: Page, anna: User, acme: Customer) -> None:
    firm("Zacher Bau", by=anna)
    sign_in(page, anna)
    for view, name in (("list", ".rows-title"), ("cards", ".tile-title"), ("table", ".row-name")):
        page.goto(f"/customers/?view={view}")
        page.keyboard.press("j")
        expect(page.locator(name).nth(0)).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(page.locator(name).nth(1)).to_be_focused()
        page.keyboard.press("k")
        page.keyboard.press("m")
        menu = page.locator("#row-menu")
        expect(menu).to_contain_text("Acme GmbH")
        menu.get_by_role("button", name=re.compile("Anheften|Loslösen")).click()
        expect(
            menu.get_by_role("button", name=re.compile("Loslösen" if view != "cards" else "Anheften"))
        ).to_be_visible()
        page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.wait_for_url(f"**/customers/{acme.pk}/edit/")


def test_an_empty_search_offers_what_was_opened_lately(page: Page, anna: User, acme: Customer) -> None:
    sign_in(page, anna)
    page.goto(f"/customers/{acme.pk}/")
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("#search-results")).to_contain_text("Acme GmbH")
