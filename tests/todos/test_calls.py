"""Anruf: who has that number, what was said, what is to be done."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from accounts.models import User
from contacts.models import Contact
from contacts.rows import PhoneRow
from contacts.services import assign, create_person
from contacts.telephones import parse
from customers.models import Customer
from tests.cast import CANARY, Browse, firm
from tests.pages import form_to
from todos.calls import who_calls
from todos.models import Entry, Kind, Reminder

PAGE = "/anruf/"


def reach(by: User, last_name: str, number: str, *organisations: Customer) -> Contact:
    made = create_person(by=by, first_name="Eva", last_name=last_name, phones=[PhoneRow(number=parse(number))])
    for organisation in organisations:
        assign(person=made, organisation=organisation.contact, by=by, roles=[])
    return made


def names(user: User, number: str) -> list[tuple[str, str]]:
    return [(str(one.contact), str(one.customer or "")) for one in who_calls(user, number).callers]


@pytest.mark.parametrize(
    "typed", ["+49 171 2345678", "+491712345678", " 491712345678", "00491712345678", "0171/2345678", "0171 23 45 678"]
)
def test_a_number_is_found_however_it_is_written(acme: Customer, anna: User, typed: str) -> None:
    reach(anna, "Scholz", "0171 2345678", acme)
    assert names(anna, typed) == [("Eva Scholz", "Acme GmbH")]


def test_others_at_the_same_switchboard_are_offered(acme: Customer, anna: User) -> None:
    reach(anna, "Scholz", "040 98765-0", acme)
    found = who_calls(anna, "040 98765-23")
    assert found.is_near
    assert [str(one.contact) for one in found.callers] == ["Eva Scholz"]
    assert names(anna, "040 98123-23") == []


@pytest.mark.parametrize("typed", ["", "x", "12", "0" * 40, "+", "anonymous", "٠١٧١", "0171 9999999"])
def test_what_is_no_number_or_nobodys_finds_nobody(acme: Customer, anna: User, typed: str) -> None:
    assert names(anna, typed) == []


def test_nobody_is_found_whom_one_cannot_see(acme: Customer, hidden: Customer, anna: User, cleo: User) -> None:
    reach(cleo, CANARY, "0171 2345678", hidden)
    reach(cleo, "Offen", "0171 2345679", acme, hidden)
    assert names(anna, "0171 2345678") == []
    assert names(anna, "0171 2345679") == [("Eva Offen", "Acme GmbH")]
    assert names(cleo, "0171 2345678") == [(f"Eva {CANARY}", f"{CANARY} AG")]


@pytest.mark.parametrize("number", [1, 3])
def test_a_switchboard_costs_the_same_however_many_have_its_number(
    acme: Customer, anna: User, number: int, django_assert_num_queries: object
) -> None:
    for count in range(number):
        reach(anna, f"Nr. {count}", "040 98765-0", acme)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(who_calls(anna, "040 98765-0").callers) == number


def test_a_call_is_noted_with_its_follow_up(acme: Customer, anna: User, browse: Browse) -> None:
    eva = reach(anna, "Scholz", "0171 2345678", acme)
    client = browse(anna)
    address = f"{PAGE}?nr=%2B491712345678"
    page = client.get(address).content.decode()
    assert "Anruf: Eva Scholz" in page
    form = form_to(page, PAGE)
    typed = {**form.fields, "text": "Preis zu hoch", "title": "morgen 14 Uhr Angebot nachfassen !hoch"}
    answer = client.post(form.action.replace("&amp;", "&"), typed)
    call, todo = Entry.objects.order_by("pk")
    assert answer.headers["Location"] == f"/customers/{acme.pk}/todos/#entry-{call.pk}"
    assert (call.kind, call.customer, call.contact_id, call.text) == (Kind.CALL, acme, eva.pk, "Preis zu hoch")
    assert (todo.title, todo.assignee, todo.customer, todo.contact_id) == ("Angebot nachfassen", anna, acme, eva.pk)
    assert (todo.due_on, f"{todo.due_at_time}") == (timezone.localdate() + timedelta(days=1), "14:00:00")
    assert todo.priority == "high"


def test_a_follow_up_without_words_is_to_call_back(acme: Customer, anna: User, browse: Browse) -> None:
    eva = reach(anna, "Scholz", "0171 2345678", acme)
    data = {"text": "War nicht da", "title": "morgen 9 Uhr erinnern 30 min vorher"}
    browse(anna).post(f"{PAGE}?contact={eva.pk}&customer={acme.pk}", data)
    todo = Entry.objects.get(kind=Kind.TODO)
    assert todo.title == "Rückruf: Eva Scholz"
    # Of whomever it is for when the time comes.
    assert (Reminder.objects.get().user, Reminder.objects.get().entry.assignee) == (None, anna)


def test_a_call_needs_words_and_no_follow_up(acme: Customer, anna: User, browse: Browse) -> None:
    client = browse(anna)
    assert client.post(f"{PAGE}?customer={acme.pk}", {"text": ""}).status_code == 200
    assert not Entry.objects.exists()
    uwe = acme.contact.people.get().person_id
    client.post(f"{PAGE}?customer={acme.pk}", {"text": "Nur so", "contact": uwe})
    assert (Entry.objects.get().kind, Entry.objects.get().contact_id) == (Kind.CALL, uwe)


def test_both_are_written_or_neither(hidden: Customer, cleo: User, ben: User, browse: Browse) -> None:
    data = {"text": "Geheim", "title": "morgen prüfen @Ben"}
    page = browse(cleo).post(f"{PAGE}?customer={hidden.pk}", data).content.decode()
    assert "Ben" in page
    assert "Geheim" in page  # what was typed stays
    assert not Entry.objects.exists()
    page = browse(cleo).post(f"{PAGE}?customer={hidden.pk}", {"text": "x", "title": "@Niemand"}).content.decode()
    assert "„Niemand“" in page
    assert not Entry.objects.exists()


def test_who_works_at_several_customers_is_asked_for_which(acme: Customer, anna: User, browse: Browse) -> None:
    other = firm("Bauer KG", by=anna)
    eva = reach(anna, "Scholz", "0171 2345678", acme, other)
    page = browse(anna).get(PAGE, {"nr": "0171 2345678"}).content.decode()
    links = [word for word in page.replace("&amp;", "&").split('"') if word.startswith("/anruf/?contact")]
    chosen = [{key: int(value[0]) for key, value in parse_qs(urlsplit(link).query).items()} for link in links]
    assert chosen == [{"contact": eva.pk, "customer": acme.pk}, {"contact": eva.pk, "customer": other.pk}]
    assert "Anruf: Eva Scholz" in browse(anna).get(links[1]).content.decode()


def test_an_unknown_number_begins_a_new_person(anna: User, ben: User, browse: Browse) -> None:
    page = browse(anna).get(PAGE, {"nr": "0171 2345678"}).content.decode()
    assert "/contacts/new/person/?number=%2B491712345678" in page
    form = browse(anna).get("/contacts/new/person/?number=%2B491712345678").content.decode()
    assert 'value="+491712345678"' in form or 'value="+49 171 2345678"' in form


def test_addresses_with_what_one_cannot_see_answer_as_if_there_were_nothing(
    acme: Customer, hidden: Customer, anna: User, browse: Browse
) -> None:
    client = browse(anna)
    missing = client.get(PAGE, {"customer": "999999999"})
    for query in ({"customer": hidden.pk}, {"contact": hidden.pk}, {"customer": "x"}, {"contact": "9" * 30}):
        answer = client.get(PAGE, query)
        assert (answer.status_code, answer.content) == (404, missing.content)
    assert client.get(PAGE, {"contact": acme.pk}).status_code == 200


def test_the_head_of_a_file_and_of_a_person_offers_a_call(
    acme: Customer, anna: User, ben: User, browse: Browse
) -> None:
    assert f"/anruf/?customer={acme.pk}" in browse(anna).get(f"/customers/{acme.pk}/").content.decode()
    assert f"/anruf/?contact={acme.pk}" in browse(anna).get(f"/contacts/{acme.pk}/").content.decode()
    assert "/anruf/" not in browse(ben).get(f"/customers/{acme.pk}/").content.decode()
