"""axe-core finds nothing on any page, in light and in dark."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from accounts.models import User
from contacts.services import change_contact
from customers.models import Customer
from customers.services import change_customer
from tests.cast import firm, person
from tests.journeys.conftest import sign_in
from tests.lists.own import KEPT, one_of_each
from tests.todos.test_entries import team
from todos import services
from todos.models import Entry, Kind

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ASK = "async options => (await axe.run(options)).violations"
SETTLED = "!document.querySelector('.htmx-request')"
CHANGED = "theme => { document.documentElement.dataset.bsTheme = theme }"
AT_ONCE = "*, ::before, ::after { transition: none !important }"  # colours would move to their new values
# What depends on the theme; the rest of a page is the same in both.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# In every run every second page is asked in one theme, by turns; `make soak` asks for all of them in both.
PARTS = 6

PAGES = [
    "/",
    "/start/today/",
    "/start/waiting/",
    "/start/coming/",
    "/start/news/",
    "/notices/",
    "/profile/notices/",
    "/start/arrange/",
    "/todos/",
    "/todos/?whose=teams",
    "/todos/new/?kind=todo",
    "/todos/understood/?title=Anrufen+morgen+14+Uhr",
    "/todos/calendar/",
    "/todos/calendar/?show=2027-W11",
    "/todos/{entry}/",
    "/todos/{entry}/edit/",
    "/todos/contact/{pk}/",
    "/customers/{pk}/todos/",
    "/anruf/?customer={pk}",
    "/anruf/?nr=030123456789",
    "/profile/calendar/",
    "/help/todos/",
    "/search/?q=acme",
    "/customers/?view=list",
    "/customers/?view=cards",
    "/customers/?view=table",
    "/customers/?view=table&saved=999",
    "/customers/?view=table&columns=name,own-flaeche,own-portal&own-is-filled=portal",
    "/customers/filters/",
    "/customers/columns/",
    "/customers/save-view/?q=acme",
    "/views/",
    "/customers/?q=zzz",
    "/customers/new/",
    "/customers/import/",
    "/customers/{pk}/",
    "/customers/{pk}/master-data/",
    "/customers/{pk}/master-data/own-sparte/",
    "/customers/{pk}/edit/",
    "/customers/{pk}/status/",
    "/customers/{pk}/people/",
    "/customers/{pk}/people/new/",
    "/customers/{pk}/history/",
    "/customers/{pk}/sharing/",
    "/contacts/?view=list",
    "/contacts/?view=cards",
    "/contacts/?view=table",
    "/contacts/new/person/",
    "/contacts/new/organisation/",
    "/contacts/{pk}/",
    "/contacts/{pk}/edit/",
    "/contacts/{pk}/edit/own-vertragsende/",
    "/profile/",
    "/profile/substitutes/",
    "/first-steps/",
    "/help/",
    "/help/customers/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/password/change/",
]
STRANGERS = ["/accounts/login/", "/accounts/password/reset/", "/nowhere/"]


def findings(page: Page, path: str, themes: Sequence[str] = ("light", "dark")) -> list[str]:
    """What axe has to say of it in these themes; its script is injected past our policy."""
    page.goto(path)
    page.wait_for_function(SETTLED)
    page.evaluate(_axe())
    page.add_style_tag(content=AT_ONCE)
    found = []
    for number, theme in enumerate(themes):
        page.evaluate(CHANGED, theme)
        what = {"type": "rule", "values": OF_COLOUR} if number else {"type": "tag", "values": STANDARDS}
        found += [f"{theme}: {finding}" for finding in _asked(page, what)]
    return found


@cache
def _axe() -> str:
    return AXE.read_text()


def _asked(page: Page, what: Mapping[str, object]) -> list[str]:
    """Each finding with the element it means; what passes is not described, which takes half of the time."""
    found = page.evaluate(ASK, {"runOnly": what, "resultTypes": ["violations"]})
    return [f"{page.url} {violation['id']}: {node['html'][:200]}" for violation in found for node in violation["nodes"]]


@pytest.fixture
def page(browser: Browser, live_url: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=live_url, bypass_csp=True, locale="de-DE", color_scheme="light", reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_before_the_sign_in(page: Page) -> None:
    assert [finding for path in STRANGERS for finding in findings(page, path)] == []


@pytest.mark.parametrize("part", [0, 1, 2])
def test_axe_finds_nothing_on_many_pages(page: Page, anna: User, acme: Customer, part: int) -> None:
    paths = _paths_of_a_full_house(page, anna, acme, part)
    found = [findings(page, path, [("light", "dark")[turn % 2]]) for turn, path in enumerate(paths)]
    assert [*chain(*found)] == []


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_any_page(page: Page, anna: User, acme: Customer, part: int) -> None:
    paths = _paths_of_a_full_house(page, anna, acme, part)
    assert [finding for path in paths for finding in findings(page, path)] == []


def _paths_of_a_full_house(page: Page, anna: User, acme: Customer, part: int) -> list[str]:
    firm("Zacher Bau", by=anna, status="blocked", blocked_reason="zahlt nicht")
    for of in ("customers", "contacts"):
        one_of_each(of)
    change_customer(customer=acme, own=KEPT, by=anna)
    change_contact(contact=acme.contact, own=KEPT, by=anna)
    entry = what_can_be_noted(acme, anna)
    sign_in(page, anna)
    return [path.format(pk=acme.pk, entry=entry.pk) for path in PAGES[part::PARTS]]


def what_can_be_noted(customer: Customer, by: User) -> Entry:
    """Something in every panel and group, and one entry with all that one can have."""
    today, cleo = timezone.localdate(), person("Cleo", "Sachbearbeitung")
    for days, priority in ((-1, "high"), (0, "low"), (1, "normal")):
        due_on = today + timedelta(days=days)
        services.add(
            by=cleo, kind=Kind.TODO, customer=customer, title="Anrufen", assignee=by, due_on=due_on, priority=priority
        )
    services.add(by=cleo, kind=Kind.TODO, title="Wer?", team=team(by, cleo))
    services.add(by=by, kind=Kind.NOTE, text="nur für mich")
    services.add(by=cleo, kind=Kind.NOTE, customer=customer, text="Achtung", is_important=True, asked=[by.pk])
    whole = services.add(
        by=by,
        kind=Kind.TODO,
        customer=customer,
        contact=customer.contact,
        title="Vertrag",
        text="**Bitte** an @Cleo:\n- [so](https://a.example)",
        assignee=by,
        checklist=["Eins", "Zwei"],
        due_on=today,
        repeats="weekly",
        is_important=True,
        asked=[cleo.pk],
    )
    services.comment(entry=whole, text="gut, @Anna", by=cleo)
    return whole


def test_the_server_chooses_the_theme_as_the_test_above_does(page: Page, anna: User) -> None:
    anna.theme = "dark"
    sign_in(page, anna)
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
