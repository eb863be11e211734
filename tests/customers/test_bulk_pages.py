"""The way through the pages: pick, look at the sentence, change, undo."""

import re
from typing import Any

import pytest

from accounts.models import User
from customers.models import Customer
from lists.bulk import services
from lists.models import BulkRun
from tests.accounts.jobs import work_off
from tests.cast import Browse, firm
from tests.lists.bulk import picked

BULK = "/customers/bulk/"


@pytest.fixture
def three(anna: User) -> list[Customer]:
    return [firm(f"{name} KG", by=anna, number=f"2000{n}") for n, name in enumerate(["Alt", "Bau", "Cura"])]


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def statuses() -> list[str]:
    return list(Customer.objects.order_by("number").values_list("status", flat=True))


def test_rows_can_be_picked_in_every_view_by_who_may_change_them(
    three: list[Customer], anna: User, ben: User, browse: Browse
) -> None:
    for view in ("list", "cards", "table"):
        page = browse(anna).get(f"/customers/?view={view}").content.decode()
        assert page.count('name="selected"') == 3, view
        assert "alle 3 auswählen" in page
        assert 'name="selected"' not in browse(ben).get(f"/customers/?view={view}").content.decode()
    assert browse(anna).get("/contacts/").content.decode().count('name="selected"') == 6


def test_a_few_are_changed_at_once_and_the_button_takes_it_back(
    three: list[Customer], anna: User, browse: Browse
) -> None:
    client = browse(anna)
    page = client.get(f"{BULK}?{picked(three[:2])}&q=kg&do=status")
    assert "Betrifft 2 Kunden." in text(page)
    address = f"{BULK}?{picked(three[:2])}&do=status"
    wrong = client.post(address, {"status": "blocked", "expected": "2"})
    assert "Bitte sagen Sie, warum" in text(wrong) or "gesperrt" in text(wrong)
    assert statuses() == ["active"] * 3
    answer = client.post(address, {"status": "blocked", "blocked_reason": "Mahnung", "expected": "2"}, follow=True)
    assert statuses() == ["blocked", "blocked", "active"]
    assert "Status: gesperrt – Mahnung – 2 Kunden geändert." in text(answer)
    undo = re.search(r'action="(/customers/bulk/\d+/undo/)"', answer.content.decode())
    assert undo
    back = client.post(undo[1], follow=True)
    assert statuses() == ["active"] * 3
    assert "zurückgenommen" in text(back)


def test_another_number_than_the_one_shown_asks_again(three: list[Customer], anna: User, browse: Browse) -> None:
    address = f"{BULK}?all=1&do=status"
    asked = browse(anna).post(address, {"status": "lead", "expected": "2"})
    assert "Inzwischen sind andere dazugekommen" in text(asked)
    assert "Betrifft 3 Kunden." in text(asked)
    assert statuses() == ["active"] * 3


def test_many_are_changed_in_the_background(
    three: list[Customer], anna: User, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "AT_ONCE", 2)
    client = browse(anna)
    page = client.post(f"{BULK}?all=1&do=status", {"status": "lead", "expected": "3"}, follow=True)
    assert statuses() == ["active"] * 3
    assert "<progress" in page.content.decode()
    assert work_off() == ["work_on_bulk"]
    run = BulkRun.objects.get()
    done = client.get(f"{BULK}{run.pk}/")
    assert statuses() == ["lead"] * 3
    assert "<progress" not in done.content.decode()
    assert "3 Kunden zurücknehmen" in text(done)
    assert "Status: Interessent" in text(client.get(BULK))
    client.post(f"{BULK}{run.pk}/undo/")
    assert work_off() == ["work_on_bulk"]
    assert statuses() == ["active"] * 3


def test_nothing_selected_is_said(three: list[Customer], hidden: Customer, anna: User, browse: Browse) -> None:
    for query in ("", "do=status", f"selected={hidden.pk}", f"do=status&selected={hidden.pk}"):
        assert "Nichts ist ausgewählt." in text(browse(anna).get(f"{BULK}?{query}")), query
    page = browse(anna).post(f"{BULK}?do=status&selected={hidden.pk}", {"status": "lead", "expected": "1"})
    assert "Nichts ist ausgewählt." in text(page)


def test_a_run_that_names_what_one_may_not_see_any_more_names_it_not(
    three: list[Customer], anna: User, cleo: User, browse: Browse
) -> None:
    from customers import sharing
    from customers.services import change_customer

    client = browse(anna)
    client.post(f"{BULK}?{picked(three)}&do=status", {"status": "lead", "expected": "3"})
    change_customer(customer=three[1], responsible=cleo, by=cleo)
    sharing.restrict(customer=three[1], by=cleo)
    page = text(client.get(f"{BULK}{BulkRun.objects.get().pk}/"))
    assert "Alt KG" in page
    assert "Bau KG" not in page
    assert "nicht mehr zu sehen" in page


def test_somebody_elses_run_is_no_run(three: list[Customer], anna: User, cleo: User, browse: Browse) -> None:
    browse(anna).post(f"{BULK}?{picked(three)}&do=status", {"status": "lead", "expected": "3"})
    run = BulkRun.objects.get()
    assert browse(cleo).get(f"{BULK}{run.pk}/").status_code == 404
    assert browse(cleo).post(f"{BULK}{run.pk}/undo/").status_code == 404
    assert browse(anna).get(f"/contacts/bulk/{run.pk}/").status_code == 404
    assert statuses() == ["lead"] * 3


def test_contacts_are_tagged(three: list[Customer], anna: User, browse: Browse) -> None:
    contact = three[0].contact
    address = f"/contacts/bulk/?selected={contact.pk}&do=tag"
    answer = browse(anna).post(address, {"tags": "Messe, VIP", "expected": "1"}, follow=True)
    assert "Schlagwörter hinzugefügt: Messe, VIP – 1 Kontakt geändert." in text(answer)
    assert set(contact.tags.values_list("name", flat=True)) == {"Messe", "VIP"}
    unknown = browse(anna).post(address.replace("tag", "untag"), {"tags": "gibtsnicht", "expected": "1"})
    assert "Dieses Schlagwort gibt es nicht." in text(unknown)


def test_the_bar_says_of_which_list_the_ticks_are(anna: User, browse: Browse) -> None:
    firm("Alt KG", by=anna)
    client = browse(anna)

    def of(query: str) -> str:
        found = re.search(r'data-of="([^"]*)"', client.get(f"/customers/?{query}").content.decode())
        return found[1] if found else ""

    assert of("q=alt+%22kg") == f"{anna.pk} q=alt+%22kg"
    assert of("q=alt&sort=-name&view=table") == of("q=alt") == f"{anna.pk} q=alt"
    assert of("status=active") != of("status=active&q=alt") != of("")
