"""The pages of the address book: what they show, to whom, at what cost."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from contacts.listing import CONTACTS
from contacts.models import Assignment, Contact
from contacts.rows import AddressRow, EmailRow, PhoneRow
from contacts.selectors.lists import chip_counts, search_hits
from contacts.services import assign, create_organisation, create_person
from customers.models import Customer
from lists.state import read_state
from tests.cast import CANARY, Browse

# session, person with rights, what is new, saved views, the page and the count, its rows, where the people on it work
LIST_STATEMENTS = 7
# session, person with rights, what is new, the contact, the access record, its rows and tags, people
PAGE_STATEMENTS = 8


def text(client: Client, path: str, query: dict[str, Any] | None = None) -> str:
    answer = client.get(path, query or {})
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, path: str, **typed: Any) -> Any:
    return client.post(path, {name.replace("__", "-"): value for name, value in typed.items()})


@pytest.mark.parametrize("view", ["list", "cards", "table"])
@pytest.mark.parametrize("people", [1, 3])
def test_a_list_page_costs_the_same_statements_for_one_and_three_rows(
    anna: User, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries, view: str, people: int
) -> None:
    acme = create_organisation(name="Acme", by=anna)
    for number in range(people):
        person = create_person(last_name=f"Ahrens{number}", by=anna, phones=[PhoneRow(number="+4940123456")])
        assign(person=person, organisation=acme, by=anna)
    client = browse(anna)
    text(client, "/contacts/", {"view": view})
    with django_assert_num_queries(LIST_STATEMENTS):
        page = text(client, "/contacts/", {"view": view, "kind": "person"})
    assert [f"Ahrens{number}" in page for number in range(3)] == [number < people for number in range(3)]
    assert page.count(f"/contacts/{acme.pk}/") == people


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_of_a_contact_costs_the_same_statements_for_one_and_three_people(
    anna: User, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    acme = create_organisation(
        name="Acme",
        by=anna,
        addresses=[AddressRow(street="Weg 1", city="Köln")] * people,
        phones=[PhoneRow(number=f"+494012345{number}") for number in range(people)],
    )
    for number in range(people):
        person = create_person(last_name=f"Ahrens{number}", by=anna, emails=[EmailRow(address=f"a{number}@b.de")])
        assign(person=person, organisation=acme, by=anna, roles=["sales"])
    client = browse(anna)
    text(client, f"/contacts/{acme.pk}/")
    with django_assert_num_queries(PAGE_STATEMENTS):
        page = text(client, f"/contacts/{acme.pk}/")
    assert all(f"mailto:a{number}@b.de" in page for number in range(people))
    assert "tel:+4940123450" in page


def test_what_is_known_only_through_a_closed_file_is_nowhere(
    acme: Customer, hidden: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    client = browse(anna)
    for query in ({}, {"q": CANARY}, {"q": "kanarienvogl"}, {"place": CANARY}, {"kind": "person"}):
        assert f"{CANARY} AG" not in text(client, "/contacts/", query)
        assert f"Uwe {CANARY}" not in text(client, "/contacts/", query)
    counts = chip_counts(anna, read_state(CONTACTS, QueryDict(""), anna))
    assert [counts["kind", kind].hits for kind in ("organisation", "person")] == [1, 1]
    assert search_hits(anna, CANARY, 5) == []
    assert len(search_hits(cleo, CANARY, 5)) == 2


def test_a_person_shows_only_workplaces_that_the_reader_may_see(
    acme: Customer, hidden: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    uwe = acme.contact.people.get().person
    place = assign(person=uwe, organisation=hidden.contact, by=cleo, is_main=True)
    for path in (f"/contacts/{uwe.pk}/", "/contacts/", f"/contacts/{uwe.pk}/places/assign/?q={CANARY}"):
        assert f"{CANARY} AG" not in text(browse(anna), path)
    assert f"{CANARY} AG" in text(browse(cleo), f"/contacts/{uwe.pk}/")
    assert browse(anna).get(f"/contacts/{uwe.pk}/places/{place.pk}/").status_code == 404
    assert browse(anna).get(f"/contacts/{hidden.pk}/").status_code == 404


def test_finding_by_name_town_postcode_telephone_and_mail(anna: User, browse: Browse) -> None:
    create_person(
        by=anna,
        first_name="Jörg",
        last_name="Weiß",
        addresses=[AddressRow(city="Köln", postcode="50667")],
        phones=[PhoneRow(number="+49401234567")],
        emails=[EmailRow(address="jw@acme.example")],
    )
    create_person(by=anna, last_name="Ahrens", addresses=[AddressRow(city="Kölnbach", postcode="99999")])
    client = browse(anna)
    for query in ({"q": "weiss"}, {"q": "koeln joerg"}, {"q": "040 123 45-67"}, {"q": "jw@acme"}):
        assert "Jörg Weiß" in text(client, "/contacts/", query), query
    for query in ({"place": "Köln"}, {"place": "koeln"}, {"place": "506"}):
        page = text(client, "/contacts/", query)
        assert ("Jörg Weiß" in page, "Ahrens" in page) == (True, False), query


def test_a_new_person_is_created_with_rows(anna: User, browse: Browse) -> None:
    answer = post(
        browse(anna),
        "/contacts/new/person/",
        first_name="Eva",
        last_name="Ahrens",
        phones__0__label="office",
        phones__0__number="040 123456",
        emails__0__label="office",
        emails__0__address="eva@Acme.example",
        addresses__0__label="office",
        addresses__0__country="DE",
        addresses__0__city="Köln",
        tags="VIP",
    )
    eva = Contact.objects.get(last_name="Ahrens")
    assert (answer.status_code, answer["Location"]) == (302, f"/contacts/{eva.pk}/")
    assert (eva.phones.get().number, eva.emails.get().address) == ("+4940123456", "eva@acme.example")


def test_a_likely_duplicate_is_created_only_on_second_thought(anna: User, browse: Browse) -> None:
    create_organisation(name="Müller Bau GmbH", by=anna)
    client = browse(anna)
    first = post(client, "/contacts/new/organisation/", organisation_name="Mueller Bau AG")
    assert (first.status_code, Contact.objects.count()) == (200, 1)
    assert "Müller Bau GmbH" in first.content.decode()
    assert 'name="confirmed"' in first.content.decode()
    post(client, "/contacts/new/organisation/", organisation_name="Mueller Bau AG", confirmed="yes")
    assert Contact.objects.count() == 2


def test_duplicates_are_shown_while_one_types(anna: User, cleo: User, hidden: Customer, browse: Browse) -> None:
    create_person(first_name="Eva", last_name="Ahrens", by=anna)
    path = "/contacts/duplicates/person/"
    assert "Eva Ahrens" in text(browse(anna), path, {"last_name": "Arens", "first_name": "Eva"})
    query = {"last_name": CANARY, "first_name": "Uwe", "emails-0-address": "uwe@kanarienvogel.example"}
    assert f"Uwe {CANARY}" not in text(browse(anna), path, query)
    assert f"Uwe {CANARY}" in text(browse(cleo), path, query)


def test_another_row_is_added_without_javascript(anna: User, browse: Browse) -> None:
    answer = post(browse(anna), "/contacts/new/person/", add="phones", last_name="", phones__0__number="quatsch")
    page = answer.content.decode()
    assert (answer.status_code, Contact.objects.count()) == (200, 0)
    assert 'name="phones-1-number"' in page
    assert 'value="quatsch"' in page
    assert "form-error" not in page


def test_one_field_is_changed_where_it_stands(anna: User, ben: User, browse: Browse) -> None:
    eva = create_person(last_name="Ahrens", by=anna)
    path = f"/contacts/{eva.pk}/edit/position/"
    part = browse(anna).get(path, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert post(browse(anna), path, position=" Leitung\0 ").status_code == 302
    eva.refresh_from_db()
    assert eva.position == "Leitung"
    assert browse(anna).get(f"/contacts/{eva.pk}/edit/last_name/").status_code == 404
    assert browse(ben).get(path).status_code == 403


def test_a_new_person_at_an_organisation_is_a_contact_person_there(anna: User, browse: Browse) -> None:
    acme = create_organisation(name="Acme", by=anna)
    path = f"/contacts/{acme.pk}/people/new/"
    post(browse(anna), path, last_name="Ahrens", place__roles=["sales"], place__position="Verkauf")
    place = Assignment.objects.get()
    assert (str(place.person), place.organisation, place.roles, place.position) == (
        "Ahrens",
        acme,
        ["sales"],
        "Verkauf",
    )


def test_somebody_of_the_address_book_is_assigned_changed_removed_and_restored(
    anna: User, boss: User, browse: Browse
) -> None:
    acme, eva = create_organisation(name="Acme", by=anna), create_person(last_name="Ahrens", by=anna)
    client = browse(anna)
    assert "Ahrens" in text(client, f"/contacts/{acme.pk}/places/assign/", {"q": "ahrens"})
    post(client, f"/contacts/{acme.pk}/places/assign/?other={eva.pk}", roles=["sales"])
    place = Assignment.objects.get()
    post(client, f"/contacts/{eva.pk}/places/{place.pk}/", roles=["sales"], position="Leitung", is_main="on")
    place.refresh_from_db()
    assert (place.position, place.is_main, place.roles) == ("Leitung", True, ["sales"])
    removed = client.post(f"/contacts/{eva.pk}/places/{place.pk}/remove/", follow=True)
    assert not Assignment.objects.exists()
    path = next(part.split('"')[0] for part in removed.content.decode().split('action="') if "restore" in part[:60])
    client.post(path.replace("&amp;", "&"))
    assert Assignment.objects.get().position == "Leitung"
    assert browse(boss).post(f"/contacts/{eva.pk}/places/restore/?was=forged").status_code == 404


def test_deleting_offers_to_undo_it(boss: User, browse: Browse) -> None:
    eva = create_person(last_name="Ahrens", by=boss)
    client = browse(boss)
    page = client.post(f"/contacts/{eva.pk}/delete/", follow=True).content.decode()
    assert f'action="/contacts/restore/?contact={eva.pk}"' in page
    assert client.post(f"/contacts/restore/?contact={eva.pk}")["Location"] == f"/contacts/{eva.pk}/"
    for nonsense in ("", "x", "1" * 30, "999999"):
        assert client.post(f"/contacts/restore/?contact={nonsense}").status_code == 404


def test_a_refused_deletion_says_why(acme: Customer, boss: User, browse: Browse) -> None:
    page = browse(boss).post(f"/contacts/{acme.pk}/delete/", follow=True).content.decode()
    assert "Acme GmbH" in page
    assert "alert-danger" in page
    assert Customer.objects.filter(pk=acme.pk).exists()


def test_a_photo_is_shown_only_to_those_who_see_the_contact(
    anna: User, cleo: User, hidden: Customer, browse: Browse
) -> None:
    picture = BytesIO()
    Image.new("RGB", (80, 60), "red").save(picture, "PNG")
    upload = SimpleUploadedFile("../x.svg", picture.getvalue(), "image/svg+xml")
    client = browse(cleo)
    assert client.post(f"/contacts/{hidden.pk}/photo/", {"photo": upload}).status_code == 302
    name = Contact.objects.get(pk=hidden.pk).photo.name or ""
    path = f"/contacts/{hidden.pk}/photo/{name.removeprefix('contacts/').removesuffix('.webp')}/"
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert browse(anna).get(path).status_code == 404
    assert client.get(f"/contacts/{hidden.pk}/photo/other/").status_code == 404
    client.post(f"/contacts/{hidden.pk}/photo/remove/")
    assert client.get(path).status_code == 404


def test_a_file_that_is_no_picture_is_refused_with_a_reason(anna: User, browse: Browse) -> None:
    eva = create_person(last_name="Ahrens", by=anna)
    upload = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>", "image/png")
    answer = browse(anna).post(f"/contacts/{eva.pk}/photo/", {"photo": upload})
    assert answer.status_code == 200
    assert "form-error" in answer.content.decode()


@pytest.mark.parametrize("name", ["\0", "\u202e", "x" * 10_000, "<script>alert(1)</script>", "🍰" * 50])
def test_hostile_names_never_break_a_page(anna: User, browse: Browse, name: str) -> None:
    answer = post(browse(anna), "/contacts/new/organisation/", organisation_name=name)
    assert answer.status_code in (200, 302)
    page = text(browse(anna), "/contacts/", {"q": name[:100]})
    assert "<script>alert" not in page


@pytest.mark.parametrize("query", ["kind=x", "sort=x", "after=x", "place=%00", "tag=x", "view=x", "q=%00%ff"])
def test_nonsense_in_the_address_of_the_list_is_named_or_ignored(anna: User, browse: Browse, query: str) -> None:
    assert browse(anna).get(f"/contacts/?{query}").status_code == 200
