"""Cards that leave the house: of whom, for whom, under which name, and what the access record keeps of it."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
import vobject
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import AccessEvent, User
from contacts.models import Contact
from contacts.rows import AddressRow, PhoneRow
from contacts.selectors.cards import cards
from contacts.services import assign, create_organisation, create_person
from contacts.views.cards import MOST_CARDS
from customers.models import Customer
from customers.services import PrivatePerson, create_customer
from tests.cast import CANARY, Browse

# the contacts, their four kinds of rows, where they work
STATEMENTS = 6


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200
    return [found.fn.value for found in vobject.readComponents(answer.content.decode())]


def events(kind: str) -> list[tuple[int, str, int | None, int | None]]:
    found = AccessEvent.objects.filter(kind=kind).order_by("pk")
    return list(found.values_list("who_id", "model", "object_id", "hits"))


@pytest.fixture
def uwe(acme: Customer) -> Contact:
    return Contact.objects.get(last_name="Acme")


def test_a_card_is_a_file_named_after_the_contact_and_recorded(uwe: Contact, ben: User, browse: Browse) -> None:
    answer = browse(ben).get(f"/contacts/{uwe.pk}/vcard/")
    assert answer.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Uwe Acme.vcf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    card = vobject.readOne(answer.content.decode())
    assert (card.version.value, card.org.value, card.email.value) == ("4.0", ["Acme GmbH"], "uwe@acme.example")
    assert events("download") == [(ben.pk, "contacts.Contact", uwe.pk, None)]


def test_the_address_names_the_version(uwe: Contact, ben: User, browse: Browse) -> None:
    def version(query: str) -> str:
        answer = browse(ben).get(f"/contacts/{uwe.pk}/vcard/{query}")
        return str(vobject.readOne(answer.content.decode()).version.value)

    assert [version("?version=3.0"), version("?version=4.0"), version("?version=x")] == ["3.0", "4.0", "4.0"]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Müller & Söhne GmbH", "Müller & Söhne GmbH.vcf"),
        ("../../etc/passwd", "etc passwd.vcf"),
        ('a"b\\c:d*e?f', "a b c d e f.vcf"),
        ("...", "download.vcf"),
        ("中文", "中文.vcf"),
        ("x" * 200, f"{'x' * 80}.vcf"),
    ],
)
def test_a_file_name_is_safe_whatever_the_name_is(name: str, file: str, anna: User, browse: Browse) -> None:
    contact = create_organisation(name=name, by=anna)
    disposition = browse(anna).get(f"/contacts/{contact.pk}/vcard/").headers["Content-Disposition"]
    given = re.search(r"""filename\*?=(?:utf-8''|")([^"]+)""", disposition)
    assert given is not None
    assert unquote(given.group(1)) == file


def test_a_selection_leaves_out_what_one_may_not_see(
    hidden: Customer, uwe: Contact, ben: User, cleo: User, browse: Browse
) -> None:
    acme = Customer.objects.get(number="10001")
    wanted = {"id": [acme.pk, hidden.pk, uwe.pk, 999_999]}
    assert names(browse(ben).post("/contacts/vcards/", wanted)) == ["Acme GmbH", "Uwe Acme"]
    assert names(browse(cleo).get("/contacts/vcards/", wanted)) == ["Acme GmbH", "Uwe Acme", f"{CANARY} AG"]
    assert events("export") == [(ben.pk, "contacts.Contact", None, 2), (cleo.pk, "contacts.Contact", None, 3)]


@pytest.mark.parametrize("ids", [[], ["x"], ["1'--"], ["9" * 30], list(range(1, MOST_CARDS + 2))])
def test_no_selection_and_too_large_a_one_are_refused(ids: list[Any], ben: User, browse: Browse) -> None:
    client: Client = browse(ben)
    assert client.post("/contacts/vcards/", {"id": ids}).status_code == 400
    assert events("export") == []


def test_an_organisation_that_one_may_not_see_is_not_on_the_card(
    acme: Customer, hidden: Customer, cleo: User, anna: User
) -> None:
    visitor = create_person(by=cleo, first_name="Vera", last_name="Voss")
    assign(person=visitor, organisation=acme.contact, by=cleo)
    assign(person=visitor, organisation=hidden.contact, by=cleo, is_main=True, position=CANARY)
    seen = {who.name: cards(who, [visitor.pk])[0] for who in (cleo, anna)}
    assert (seen["Cleo"].organisation, seen["Cleo"].position) == (f"{CANARY} AG", CANARY)
    assert (seen["Anna"].organisation, seen["Anna"].position) == ("Acme GmbH", "")


@pytest.mark.parametrize("count", [1, 3])
def test_cards_cost_the_same_statements_for_one_and_three(
    count: int, anna: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    firm = create_organisation(name="Acme", by=anna, addresses=[AddressRow(city="Köln")])
    for number in range(count):
        person = create_person(last_name=f"A{number}", by=anna, phones=[PhoneRow(number="+4940123456")] * 2)
        assign(person=person, organisation=firm, by=anna)
    keys = list(Contact.objects.values_list("pk", flat=True))
    with django_assert_num_queries(STATEMENTS):
        assert len(cards(anna, keys)) == count + 1


def test_the_cards_of_a_file_are_the_customer_and_who_works_there_now(
    acme: Customer, uwe: Contact, anna: User, ben: User, browse: Browse
) -> None:
    gone = create_person(by=anna, last_name="Gestern")
    other = create_organisation(name="Andere GmbH", by=anna)
    assign(person=gone, organisation=acme.contact, by=anna, valid_until="2020-01-01")  # type: ignore[arg-type]
    assign(person=uwe, organisation=other, by=anna, is_main=True)
    answer = browse(ben).get(f"/customers/{acme.pk}/vcards/?version=3.0")
    assert names(answer) == ["Acme GmbH", "Uwe Acme"]
    assert answer.content.decode().count("ORG:Acme GmbH") == 2
    assert 'filename="Acme GmbH.vcf"' in answer.headers["Content-Disposition"]
    assert events("export") == [(ben.pk, "customers.Customer", acme.pk, None)]


def test_the_code_is_a_picture_that_is_not_kept_and_recorded(uwe: Contact, ben: User, browse: Browse) -> None:
    answer = browse(ben).get(f"/contacts/{uwe.pk}/code/")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"<svg ")
    assert events("download") == [(ben.pk, "contacts.Contact", uwe.pk, None)]


# --- pages ----------------------------------------------------------------------------------


def test_the_page_of_a_person_says_how_a_letter_begins_and_where_it_goes(
    acme: Customer, uwe: Contact, ben: User, browse: Browse
) -> None:
    page = browse(ben).get(f"/contacts/{uwe.pk}/").content.decode()
    assert "Guten Tag Uwe Acme," in page
    assert 'data-copy="Acme GmbH\nUwe Acme\nHafenstraße 1\n20457 Hamburg"' in page
    assert f'src="/contacts/{uwe.pk}/code/"' in page
    assert AccessEvent.objects.filter(kind="download").count() == 0


def test_the_file_speaks_the_language_of_the_customer(acme: Customer, ben: User, browse: Browse) -> None:
    client = browse(ben)
    Contact.objects.filter(last_name="Acme").update(salutation="mr", title="Dr.")
    for language, greeting, name in (
        ("de", "Sehr geehrter Herr Dr. Acme,", "Herrn Dr. Uwe Acme"),
        ("en", "Dear Dr Acme,", "Mr Dr. Uwe Acme"),
    ):
        Customer.objects.filter(pk=acme.pk).update(language=language)
        assert f'data-copy="{greeting}"' in client.get(f"/customers/{acme.pk}/").content.decode()
        people = client.get(f"/customers/{acme.pk}/people/").content.decode()
        assert f'data-copy="{greeting}"' in people
        assert f'data-copy="Acme GmbH\n{name}\nHafenstraße 1\n20457 Hamburg"' in people


def test_a_couple_is_one_record_in_form_list_and_history(anna: User, browse: Browse) -> None:
    client = browse(anna)
    names = PrivatePerson(first_name="Anna und Bernd", last_name="Müller und Schmidt")
    file = f"/customers/{create_customer(by=anna, person=names).pk}"
    form = client.get(f"{file}/master-data/salutation/").content.decode()
    assert "Frau und Herr" in form
    seen = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    client.post(f"{file}/master-data/salutation/", {**seen, "salutation": "f+m"})
    shown = "Sehr geehrte Frau Müller, sehr geehrter Herr Schmidt,"
    assert shown in client.get(f"{file}/").content.decode()
    assert "Frau und Herr" in client.get(f"{file}/history/").content.decode()
    assert "Anna und Bernd Müller und Schmidt" in client.get("/customers/", {"q": "bernd müller"}).content.decode()


def test_search_hits_can_be_called_and_written_to(acme: Customer, ben: User, browse: Browse) -> None:
    page = browse(ben).get("/search/", {"q": "acme"}).content.decode()
    assert 'href="tel:+4940123456"' in page
    assert page.count('href="mailto:info@acme.example"') == 2  # the customer and its contact
    assert page.count('href="mailto:uwe@acme.example"') == 1


def test_a_hit_without_ways_of_its_own_lends_those_of_the_contact_person(
    acme: Customer, ben: User, browse: Browse
) -> None:
    acme.contact.emails.all().delete()
    page = browse(ben).get("/search/", {"q": "10001"}).content.decode()
    assert 'href="mailto:uwe@acme.example"' in page


def test_a_number_that_only_people_understand_still_dials(anna: User, browse: Browse, acme: Customer) -> None:
    acme.contact.phones.update(number="040 123456 Durchwahl 7")
    for view in ("list", "cards", "table"):
        assert 'href="tel:+4940123456,7"' in browse(anna).get("/customers/", {"view": view}).content.decode()
