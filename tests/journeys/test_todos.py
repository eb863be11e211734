"""Who has to do what: a telephone call on the way, the morning of anna, and what ben has read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.models import User
from customers.models import Customer
from tests.journeys.conftest import sign_in
from tests.todos.test_entries import team
from todos import services
from todos.models import Entry, Kind, Status

MOST_TAPS = 6
# No telephone opens here: what would be dialled is kept.
DIALLED = """document.addEventListener("click", event => {
  const link = event.target.closest("a[href^='tel:']");
  if (link) { event.preventDefault(); window.dialled = link.href; }
})"""


@dataclass
class Thumb:
    """Counts its taps; to write somewhere, it taps there first."""

    page: Page
    taps: int = 0

    def tap(self, there: Locator) -> None:
        self.taps += 1
        there.tap()

    def write(self, there: Locator, text: str) -> None:
        self.tap(there)
        self.page.keyboard.type(text, delay=5)

    def taken(self) -> int:
        """Since the last time."""
        taps, self.taps = self.taps, 0
        return taps


@pytest.fixture
def phone(browser: Browser, live_url: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=live_url,
        locale="de-DE",
        timezone_id="Europe/Berlin",
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_on_the_phone_a_customer_is_found_called_and_noted_in_a_few_taps(
    phone: Page, anna: User, acme: Customer
) -> None:
    sign_in(phone, anna)
    thumb = Thumb(phone)
    thumb.write(phone.get_by_placeholder("Alles durchsuchen"), "acme")
    thumb.tap(phone.locator(".hit-title", has_text="Acme GmbH").first)
    expect(phone.get_by_role("heading", name="Acme GmbH")).to_be_visible()
    assert thumb.taken() <= MOST_TAPS

    phone.evaluate(DIALLED)
    thumb.tap(phone.locator("a[href^='tel:']:visible").first)
    assert phone.evaluate("window.dialled") == "tel:+4940123456"
    assert thumb.taken() <= MOST_TAPS

    thumb.tap(phone.get_by_role("link", name="Anruf", exact=True))
    thumb.write(phone.get_by_label("Worum es ging"), "Braucht zwei Leute mehr")
    thumb.write(phone.get_by_label("Wiedervorlage"), "morgen 9 Uhr Angebot schicken")
    expect(phone.locator(".understood .chip")).to_have_count(2)
    thumb.tap(phone.get_by_role("button", name="Speichern"))
    expect(phone.get_by_text("Braucht zwei Leute mehr")).to_be_visible()
    assert thumb.taken() <= MOST_TAPS
    todo = Entry.objects.get(kind=Kind.TODO)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert (todo.title, todo.due_on, todo.customer, todo.assignee) == ("Angebot schicken", tomorrow, acme, anna)


@pytest.fixture
def morning(acme: Customer, anna: User, cleo: User) -> None:
    """Two of everything: for the start page, and for the page of tasks."""
    south = team(anna, cleo)
    yesterday = timezone.localdate() - timedelta(days=1)
    for number in "12":
        services.add(
            by=cleo, kind=Kind.TODO, customer=acme, title=f"Zurückrufen {number}", assignee=anna, due_on=yesterday
        )
        services.add(by=cleo, kind=Kind.TODO, title=f"Ersatz finden {number}", team=south)
        services.add(
            by=cleo, kind=Kind.NOTE, customer=acme, text=f"Achtung {number}", is_important=True, asked=[anna.pk]
        )


def row(page: Page, words: str) -> Locator:
    return page.locator(".rows-item", has_text=words)


def undo(page: Page) -> None:
    page.locator("#messages").get_by_role("button", name="Rückgängig").click()


@pytest.mark.usefixtures("morning")
def test_anna_begins_her_day_on_the_start_page(page: Page, anna: User) -> None:
    sign_in(page, anna)
    overdue = page.locator(".card", has=page.get_by_role("heading", name="Überfällig und heute"))
    expect(overdue.locator(".rows-title")).to_have_text(["Zurückrufen 1", "Zurückrufen 2"])
    expect(overdue.locator(".due-late")).to_have_count(2)
    for _again in range(2):
        page.get_by_role("button", name="Erledigt: Zurückrufen 1").click()
        expect(page.locator("#messages")).to_contain_text("Erledigt: Zurückrufen 1")
        expect(overdue.locator(".rows-title")).to_have_text(["Zurückrufen 2"])
        undo(page)
        expect(page).to_have_url(re.compile(r"/$"))
        expect(overdue.locator(".rows-title")).to_have_text(["Zurückrufen 1", "Zurückrufen 2"])
    row(page, "Ersatz finden 1").get_by_role("button", name="Übernehmen").click()
    expect(page.locator("#messages")).to_contain_text("Ersatz finden 1")
    expect(row(page, "Ersatz finden 2")).to_be_visible()
    expect(row(page, "Ersatz finden 1")).to_have_count(0)
    row(page, "Achtung 1").get_by_role("button", name="Zur Kenntnis genommen").click()
    expect(row(page, "Achtung 2")).to_be_visible()
    expect(row(page, "Achtung 1")).to_have_count(0)
    taken = Entry.objects.get(title="Ersatz finden 1")
    assert (taken.assignee, taken.team) == (anna, None)


@pytest.mark.usefixtures("morning")
def test_all_of_it_goes_on_the_page_of_tasks_as_well(page: Page, anna: User) -> None:
    sign_in(page, anna)
    page.goto("/todos/")
    row(page, "Achtung 2").get_by_role("button", name="Zur Kenntnis genommen").click()
    expect(row(page, "Achtung 1")).to_be_visible()
    expect(row(page, "Achtung 2")).to_have_count(0)
    page.get_by_role("button", name="Erledigt: Zurückrufen 2").click()
    expect(row(page, "Zurückrufen 2")).to_have_count(0)
    undo(page)
    expect(page).to_have_url(re.compile(r"/todos/$"))
    expect(page.locator("#tasks-overdue + .rows .rows-title")).to_have_text(["Zurückrufen 1", "Zurückrufen 2"])
    page.get_by_role("link", name=re.compile("Meiner Teams")).click()
    row(page, "Ersatz finden 2").get_by_role("button", name="Übernehmen").click()
    expect(row(page, "Ersatz finden 2")).to_have_count(0)
    page.get_by_role("link", name=re.compile(r"^Meine \d")).click()
    expect(row(page, "Ersatz finden 2")).to_be_visible()


def test_a_line_is_understood_while_it_is_typed(page: Page, anna: User, ben: User) -> None:
    sign_in(page, anna)
    page.goto("/todos/")
    line = page.get_by_label("Neue Aufgabe in einer Zeile")
    line.fill("Rückruf Frau Scholz morgen 14 Uhr @Ben !hoch")
    chips = page.locator(".quick .chip")
    expect(chips).to_have_text(["morgen", "14 Uhr", "@Ben", "!hoch"])
    chips.nth(3).click(delay=400)  # nothing moves below a slow finger
    expect(page.locator(".quick .chip-quiet")).to_have_text("!hoch")
    expect(line).to_have_value("Rückruf Frau Scholz morgen 14 Uhr @Ben !hoch")
    line.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Rückruf Frau Scholz !hoch")
    page.get_by_role("link", name=re.compile("Von mir vergeben")).click()
    expect(row(page, "Rückruf Frau Scholz !hoch")).to_contain_text("14:00")
    todo = Entry.objects.get()
    assert (todo.assignee, todo.priority, todo.status) == (ben, "normal", Status.OPEN)


def test_ben_acknowledges_and_anna_sees_who_has_not(
    page: Page, anna: User, ben: User, cleo: User, acme: Customer
) -> None:
    sign_in(page, anna)
    page.goto(f"/customers/{acme.pk}/todos/")
    page.get_by_label("Text").fill("Neue Preise ab Januar")
    page.get_by_text("Foto, zur Kenntnisnahme").click()
    page.get_by_label("Wichtig: bitte zur Kenntnis nehmen").check()
    page.get_by_label("Von wem").fill("Ben, Cleo")
    page.get_by_role("button", name="Speichern").click()
    read = page.locator(".entry-read summary")
    expect(read).to_have_text("Zur Kenntnis genommen: 0 von 2")

    page.context.clear_cookies()
    sign_in(page, ben)
    row(page, "Neue Preise ab Januar").get_by_role("button", name="Zur Kenntnis genommen").click()
    expect(page.get_by_text("Niemand wartet auf Sie")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, anna)
    page.goto(f"/customers/{acme.pk}/todos/")
    expect(read).to_have_text("Zur Kenntnis genommen: 1 von 2")
    read.click()
    expect(page.locator(".entry-read li").nth(0)).to_have_text(re.compile(r"Ben, \d"))
    expect(page.locator(".entry-read li").nth(1)).to_have_text("Cleo: noch nicht")
