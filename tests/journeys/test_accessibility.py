"""axe-core finds nothing on any page, in light and in dark."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from accounts.models import User
from customers.models import Customer
from tests.cast import firm
from tests.journeys.conftest import sign_in

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PAGES = [
    "/",
    "/search/?q=acme",
    "/customers/?view=list",
    "/customers/?view=cards",
    "/customers/?view=table",
    "/customers/?q=zzz",
    "/customers/new/",
    "/customers/import/",
    "/customers/{pk}/",
    "/customers/{pk}/master-data/",
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


def findings(page: Page) -> list[str]:
    """What axe has to say, with the element it means; its script is injected past our policy."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("standards => axe.run({runOnly: standards})", STANDARDS)
    return [
        f"{page.url} {violation['id']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser: Browser, live_url: str, anna: User, acme: Customer, theme: str) -> None:
    firm("Zacher Bau", by=anna, status="blocked", blocked_reason="zahlt nicht")
    context = browser.new_context(base_url=live_url, bypass_csp=True, locale="de-DE")
    page = context.new_page()
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.goto("/accounts/login/")
    found = []
    for path in STRANGERS:
        page.goto(path)
        found += findings(page)
    anna.theme = theme
    sign_in(page, anna)
    for path in PAGES:
        page.goto(path.format(pk=acme.pk))
        page.wait_for_load_state("networkidle")
        found += findings(page)
    context.close()
    assert found == []
