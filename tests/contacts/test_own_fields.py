"""Own fields of a contact: on its page and in its forms."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from contacts.deletion import delete_contact, restore_contact
from contacts.models import Contact
from contacts.services import ChangedMeanwhile, change_contact, create_organisation, create_person
from tests.cast import Browse
from tests.lists.own import KEPT, SHOWN, TYPED, one_of_each, own_field
from tests.pages import form_to

HTMX = {"HX-Request": "true"}


def own_of(contact: Contact) -> dict[str, Any]:
    own: dict[str, Any] = Contact.objects.get(pk=contact.pk).own
    return own


def opened(client: Client, path: str) -> dict[str, Any]:
    return form_to(client.get(path).content.decode(), path).fields


@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_a_new_contact_has_them_from_the_beginning(anna: User, browse: Browse, kind: str) -> None:
    one_of_each("contacts")
    client, path = browse(anna), f"/contacts/new/{kind}/"
    typed = opened(client, path) | TYPED | {"last_name": "Ahrens", "organisation_name": "Ahrens"}
    page = client.post(path, typed | {"own-vertragsende": "bald"}).content.decode()
    assert "Das ist kein Datum" in page
    assert form_to(page, path).fields["own-vertragsende"] == "bald"
    assert client.post(path, typed).status_code == 302
    contact = Contact.objects.get()
    assert contact.own == KEPT
    page = client.get(f"/contacts/{contact.pk}/").content.decode()
    assert all(f'id="fact-{name}"' in page and text in page for name, text in SHOWN.items())


def test_the_whole_form_changes_them_and_keeps_what_nobody_touched(anna: User, browse: Browse) -> None:
    one_of_each("contacts")
    ahrens = create_person(last_name="Ahrens", own=KEPT, by=anna)
    client, path = browse(anna), f"/contacts/{ahrens.pk}/edit/"
    typed = opened(client, path)
    assert typed["own-flaeche"] == "1234,5"
    change_contact(contact=ahrens, own={"newsletter": False}, by=anna)
    assert client.post(path, typed | {"own-flaeche": "8", "own-portal": ""}).status_code == 302
    assert own_of(ahrens) == {**{k: v for k, v in KEPT.items() if k != "portal"}, "flaeche": "8", "newsletter": False}


def test_one_row_more_keeps_what_was_typed(anna: User, browse: Browse) -> None:
    one_of_each("contacts")
    ahrens = create_person(last_name="Ahrens", by=anna)
    client, path = browse(anna), f"/contacts/{ahrens.pk}/edit/"
    page = client.post(path, opened(client, path) | {"own-flaeche": "noch offen", "add": "phones"}).content.decode()
    assert form_to(page, path).fields["own-flaeche"] == "noch offen"
    assert "keine Zahl" not in page


def test_one_is_changed_in_its_place(anna: User, ben: User, browse: Browse) -> None:
    one_of_each("contacts")
    ahrens = create_person(last_name="Ahrens", own={"sparte": "reinigung"}, by=anna)
    client, path = browse(anna), f"/contacts/{ahrens.pk}/edit/own-sparte/"
    typed = opened(client, path)
    answer = client.post(path, typed | {"own-sparte": "winterdienst"}, headers=HTMX)
    assert "Winterdienst" in answer.content.decode()
    assert own_of(ahrens) == {"sparte": "winterdienst"}
    assert client.get(f"/contacts/{ahrens.pk}/edit/own-unsinn/").status_code == 404
    assert browse(ben).post(path, {"own-sparte": ""}).status_code == 403


def test_fields_of_customers_are_not_asked_of_contacts(anna: User, browse: Browse) -> None:
    own_field("Kostenstelle", "text", of="customers")
    assert "Kostenstelle" not in browse(anna).get("/contacts/new/person/").content.decode()


def test_a_retired_field_is_read_but_not_asked_for(anna: User, browse: Browse) -> None:
    own_field("Hobby", "text", of="contacts", is_retired=True)
    ahrens = create_person(last_name="Ahrens", own={"hobby": "Segeln"}, by=anna)
    client = browse(anna)
    page = client.get(f"/contacts/{ahrens.pk}/").content.decode()
    assert "Segeln" in page
    assert "wird nicht mehr erhoben" in page
    assert f"/contacts/{ahrens.pk}/edit/own-hobby/" not in page
    assert "Hobby" not in client.get(f"/contacts/{ahrens.pk}/edit/").content.decode()
    assert client.get(f"/contacts/{ahrens.pk}/edit/own-hobby/").status_code == 404


def test_a_deleted_contact_comes_back_with_them(anna: User) -> None:
    one_of_each("contacts")
    acme = create_organisation(name="Acme", own=KEPT, by=anna)
    key = acme.pk
    delete_contact(contact=acme, by=anna)
    assert restore_contact(contact_id=key, by=anna).own == KEPT


def test_a_save_is_compared_anew_where_somebody_else_was_quicker(anna: User) -> None:
    ahrens = create_person(last_name="Ahrens", own={"a": "1"}, by=anna)
    with pytest.raises(ChangedMeanwhile):
        change_contact(contact=ahrens, own={"b": "2"}, expected={"own": {}}, by=anna)
    change_contact(contact=ahrens, own={"b": "2"}, expected={"own": {"a": "1"}}, by=anna)
    assert own_of(ahrens) == {"a": "1", "b": "2"}
