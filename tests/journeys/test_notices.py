"""What is new shows while a page is open; without scripts, on the next one."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, Request, expect

from accounts.models import User
from customers.models import Customer
from tests.journeys.conftest import sign_in
from todos import reminding, services
from todos.models import Entry, Kind

LIVE = "/notices/live/"
QUIET = "/help/"  # asks nothing else
# Milliseconds.
MINUTE = 60_000


def remind(by: User, of: Entry) -> None:
    """A minute of the worker."""
    reminding.remind_me(entry=of, at=timezone.now(), by=by)
    reminding.send_due(now=timezone.now())


@pytest.fixture
def questions(page: Page) -> list[str]:
    """What the page asked, in its own time."""
    asked: list[str] = []

    def hear(request: Request) -> None:
        if LIVE in request.url:
            asked.append(request.url)

    page.on("request", hear)
    page.clock.install()
    return asked


def test_a_reminder_arrives_while_the_page_is_open(
    page: Page, questions: list[str], acme: Customer, anna: User
) -> None:
    todo = services.add(by=anna, kind=Kind.TODO, customer=acme, title="Frau Scholz anrufen", assignee=anna)
    sign_in(page, anna)
    page.goto("/customers/")
    expect(page).to_have_title("Kunden · Timecount")
    remind(anna, todo)
    page.clock.run_for(MINUTE)
    toast = page.locator("#messages").get_by_role("link", name="Erinnerung: Frau Scholz anrufen")
    expect(toast).to_be_visible()
    expect(page).to_have_title("(1) Kunden · Timecount")
    expect(page.locator(".bell-count")).to_have_text("1")
    page.locator(".bell summary").click()
    expect(page.locator(".bell-list")).to_contain_text("Frau Scholz anrufen")
    expect(page.locator(".bell-list")).to_contain_text("Acme GmbH")
    page.keyboard.press("Escape")
    toast.click()
    page.wait_for_url(f"**/todos/{todo.pk}/")
    expect(page.locator(".bell-count")).to_be_hidden()
    assert questions


def test_a_page_that_nobody_looks_at_asks_nothing(page: Page, questions: list[str], anna: User) -> None:
    sign_in(page, anna)
    page.goto(QUIET)
    look_away, look_again = (
        f"Object.defineProperty(document, 'hidden', {{configurable: true, value: {hidden}}});"
        "document.dispatchEvent(new Event('visibilitychange'))"
        for hidden in ("true", "false")
    )
    page.evaluate(look_away)
    questions.clear()
    page.clock.run_for(10 * MINUTE)
    assert questions == []
    page.evaluate(look_again)
    with page.expect_request(lambda request: LIVE in request.url):
        page.clock.run_for(2000)


def test_a_page_whose_server_is_away_asks_less_and_less(page: Page, questions: list[str], anna: User) -> None:
    sign_in(page, anna)
    page.goto(QUIET)
    page.route(f"**{LIVE}*", lambda route: route.fulfill(body="Bad gateway"))
    questions.clear()
    for _minute in range(30):
        page.clock.run_for(MINUTE)
        page.wait_for_timeout(30)
    assert 4 <= len(questions) <= 9
    page.unroute(f"**{LIVE}*")


def test_five_hundred_pages_that_begin_together_do_not_stay_together(page: Page, anna: User) -> None:
    sign_in(page, anna)
    busiest = page.evaluate(
        """() => {
            const seconds = new Array(600).fill(0);
            for (let page = 0; page < 500; page += 1)
                for (let at = livePause(0); at < 600_000; at += livePause(0)) seconds[Math.floor(at / 1000)] += 1;
            return [Math.max(...seconds), seconds.reduce((a, b) => a + b) / 600];
        }"""
    )
    assert 15 < busiest[1] < 18  # 500 pages, 30 seconds
    assert busiest[0] < 60
    assert page.evaluate("[livePause(3, 0), livePause(3, 1), livePause(60, 1)]") == [180_000, 300_000, 750_000]


def test_what_is_new_is_read_without_scripts(browser: Browser, live_url: str, anna: User, ben: User) -> None:
    services.add(by=anna, kind=Kind.TODO, title="Ordner holen", assignee=ben)
    context = browser.new_context(base_url=live_url, locale="de-DE", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, ben)
    expect(page).to_have_title("(1) Start · Timecount")
    page.locator(".bell summary").click()
    page.get_by_role("link", name="Alle Benachrichtigungen").click()
    expect(page.get_by_text("Ordner holen")).to_be_visible()
    page.locator(".page-head-actions").get_by_role("button", name="Alle als gelesen markieren").click()
    expect(page.locator(".bell-count")).to_be_hidden()
    context.close()
