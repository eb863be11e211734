"""A file is closed and shared, in a real browser."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from customers.models import Customer
from tests.customers.test_sharing import team
from tests.journeys.conftest import sign_in


def opened(browser: Browser, live_url: str, user: User, *, scripts: bool = True) -> Page:
    """A browser of their own, in which they have signed in."""
    context: BrowserContext = browser.new_context(base_url=live_url, locale="de-DE", java_script_enabled=scripts)
    context.set_default_timeout(15_000)
    page = context.new_page()
    sign_in(page, user)
    return page


def sees(page: Page, acme: Customer) -> bool:
    """Both the file and the list, which must agree."""
    page.goto("/customers/?view=list")
    listed = page.get_by_role("link", name="Acme GmbH").count() > 0
    answer = page.goto(f"/customers/{acme.pk}/")
    assert answer is not None
    assert (answer.status == 200) == listed
    return listed


def test_boss_restricts_a_file_cleo_loses_it_anna_shares_it_with_her_team_and_cleo_sees_it(
    browser: Browser, live_url: str, acme: Customer, cleo: User, boss: User
) -> None:
    anna = User.objects.get(name="Anna")
    team("Süd", cleo)
    at_cleos = opened(browser, live_url, cleo)
    assert sees(at_cleos, acme)

    at_boss = opened(browser, live_url, boss)
    at_boss.goto(f"/customers/{acme.pk}/")
    at_boss.get_by_role("link", name="Alle mit dem Modul Kunden sehen diese Akte.").click()
    expect(at_boss.locator("#access-effect")).to_contain_text(
        "Danach sehen 2 Personen diese Akte statt 3: Anna und Boss."
    )
    at_boss.get_by_role("button", name="Auf benannte Personen einschränken").click()
    expect(at_boss.locator("#file-head")).to_contain_text("Nur Anna sowie Superuser sehen diese Akte.")
    assert not sees(at_cleos, acme)

    at_annas = opened(browser, live_url, anna)
    at_annas.goto(f"/customers/{acme.pk}/sharing/")
    to = at_annas.locator("input[name=to]")
    to.press_sequentially("süd", delay=20)
    expect(at_annas.locator("#id_to-options option")).to_have_attribute("value", "Süd (Team)")
    to.fill("Süd (Team)")
    at_annas.get_by_label("bearbeiten").check()
    expect(at_annas.locator("#effect")).to_contain_text("Team Süd: bearbeiten")
    expect(at_annas.locator("#effect")).to_contain_text("Danach sehen 3 Personen diese Akte statt 2; neu: Cleo.")
    at_annas.locator("#share").get_by_role("button", name="Freigeben").click()
    expect(at_annas.locator("#messages")).to_contain_text("Freigegeben für Team Süd: bearbeiten.")
    expect(at_annas.locator("#file-head")).to_contain_text("Nur Anna und Team Süd sowie Superuser sehen diese Akte.")
    assert sees(at_cleos, acme)
    expect(at_cleos.get_by_role("link", name="Bearbeiten")).to_be_visible()

    at_annas.get_by_role("button", name="Rückgängig").click()
    expect(at_annas.locator("#file-head")).to_contain_text("Nur Anna sowie Superuser sehen diese Akte.")
    assert not sees(at_cleos, acme)
    for page in (at_annas, at_boss, at_cleos):
        page.context.close()


def test_a_file_is_shared_without_javascript(
    browser: Browser, live_url: str, acme: Customer, anna: User, cleo: User
) -> None:
    page = opened(browser, live_url, anna, scripts=False)
    page.goto(f"/customers/{acme.pk}/sharing/")
    page.get_by_role("button", name="Auf benannte Personen einschränken").click()
    page.fill("input[name=to]", "Cleo")
    page.locator("#share button[type=submit]").click()
    expect(page.locator("#effect")).to_contain_text("Noch ist nichts gespeichert.")
    page.locator("#share button[type=submit]").click()
    expect(page.get_by_text("Freigegeben für Cleo: sehen.")).to_be_visible()
    at_cleos = opened(browser, live_url, cleo)
    assert sees(at_cleos, acme)
    for one in (page, at_cleos):
        one.context.close()
