"""Own fields are defined, ordered, retired and deleted in the administration."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from customers.models import Customer
from customers.services import change_customer
from lists.own.kinds import Choice, Definition
from lists.own.models import OwnField
from lists.own.selectors import own_fields
from tests.accounts.admin import ada, change_url, form_of, list_url
from tests.cast import Browse
from tests.lists.own import own_field

__all__ = ["ada"]
NEW = "/admin/lists/ownfield/add/"


def typed(client: Client, url: str = NEW, *choices: str, **more: Any) -> dict[str, Any]:
    named = {f"choices-{place}-label": label for place, label in enumerate(choices)}
    return form_of(client, url).fields | named | more


def posted(client: Client, data: dict[str, Any], url: str = NEW) -> str:
    """Empty after a save, else the page with its errors."""
    answer = client.post(url, data)
    return "" if answer.status_code == 302 else answer.content.decode()


def test_an_administrator_defines_a_field_with_choices_and_help(ada: User, browse: Browse) -> None:
    client = browse(ada)
    page = client.get(NEW).content.decode()
    assert all(text in page for text in ("Für", "Kunden", "Kontakte", "Auswahlmöglichkeiten", "Hilfetext"))
    data = typed(
        client,
        NEW,
        "Überlassung",
        "Reinigung",
        label=" Geschäfts  feld ",
        kind="choice",
        list_key="customers",
        help_text="Wo?",
    )
    assert posted(client, data) == ""
    choices = (Choice("ueberlassung", "Überlassung"), Choice("reinigung", "Reinigung"))
    assert own_fields("customers") == (
        Definition("geschaeftsfeld", "Geschäfts feld", "choice", help_text="Wo?", choices=choices),
    )
    assert OwnField.objects.get().events.get().pgh_context["user"] == ada.pk  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given", "choices", "error"),
    [
        ({"label": "Sparte", "kind": "choice"}, (), "Bitte nennen Sie, was zur Auswahl steht."),
        ({"label": "Sparte", "kind": "text"}, ("A",), "Nur ein Feld der Art „Auswahl“ hat Auswahlmöglichkeiten."),
        ({"label": "Sparte", "kind": "choice"}, ("A", " a "), "Zwei Auswahlmöglichkeiten haben denselben Namen."),
        ({"label": "BRANCHE", "kind": "text"}, (), "mit diesem Namen gibt es schon"),
        ({"label": "schon Da", "kind": "text"}, (), "mit diesem Namen gibt es schon"),
        ({"label": "\u200b", "kind": "text"}, (), "Ein Feld braucht einen Namen."),
        ({"label": "Sparte", "kind": "unsinn"}, (), "gültige Auswahl"),
        ({"label": "Sparte", "kind": "text", "list_key": "imports"}, (), "gültige Auswahl"),
    ],
)
def test_what_makes_no_sense_is_refused(
    ada: User, browse: Browse, given: dict[str, str], choices: tuple[str, ...], error: str
) -> None:
    own_field("Schon da", "text")
    client = browse(ada)
    data = typed(client, NEW, *choices, **{"list_key": "customers", **given})
    assert error in posted(client, data)
    assert OwnField.objects.count() == 1


def test_keys_are_made_once_and_never_given_twice(ada: User) -> None:
    first = own_field("Größe in m", "number")
    assert first.key == "groesseinm"
    first.label = "Fläche"
    first.save()
    assert own_field("Größe (in m)", "text").key == "groesse"
    assert own_field("größe in m", "text").key == "groesseinm2"
    first.delete()
    assert own_field("Größe: in m!", "text").key == "groesseinm3"
    assert [own_field(label, "text").key for label in ("2026", "日本", "---")] == ["f2026", "f", "f2"]
    assert own_field("x" * 60, "text").key == "x" * 36


def test_kind_and_record_stay_what_they_are(ada: User, browse: Browse) -> None:
    field = own_field("Sparte", "choice", choices=("A", "B"))
    client, url = browse(ada), change_url(field)
    data = typed(client, url, "Erste", label="Geschäftsfeld", kind="text", list_key="contacts")
    assert posted(client, data | {"choices-1-is_retired": "on"}, url) == ""
    field.refresh_from_db()
    assert (field.list_key, field.key, field.kind, field.label) == ("customers", "sparte", "choice", "Geschäftsfeld")
    (definition,) = own_fields("customers")
    assert definition.choices == (Choice("a", "Erste"), Choice("b", "B", is_retired=True))


def test_what_is_filled_in_is_retired_not_deleted(acme: Customer, ada: User, anna: User, browse: Browse) -> None:
    field = own_field("Sparte", "choice", choices=("A", "B"))
    change_customer(customer=acme, own={"sparte": "a"}, by=anna)
    client, url = browse(ada), change_url(field)
    page = client.post(f"/admin/lists/ownfield/{field.pk}/delete/", {"post": "yes"}, follow=True).content.decode()
    assert "Legen Sie das Feld still" in page
    assert "Legen Sie es still" in posted(client, typed(client, url) | {"choices-0-DELETE": "on"}, url)
    assert posted(client, typed(client, url) | {"choices-1-DELETE": "on"}, url) == ""
    assert own_fields("customers")[0].choices == (Choice("a", "A"),)
    change_customer(customer=acme, own={"sparte": None}, by=anna)
    assert client.post(f"/admin/lists/ownfield/{field.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not OwnField.objects.exists()


def test_fields_stand_in_their_order(ada: User, browse: Browse) -> None:
    own_field("Zweites", "text", position=2)
    own_field("Erstes", "text", position=1)
    own_field("Von Kontakten", "text", of="contacts")
    assert [one.label for one in own_fields("customers")] == ["Erstes", "Zweites"]
    page = browse(ada).get(list_url(OwnField)).content.decode()
    assert page.index("Erstes") < page.index("Zweites")


def test_only_administrators_define_fields(anna: User, paula: User, browse: Browse) -> None:
    for user in (anna, paula):
        assert browse(user).get(NEW).status_code in (302, 403, 404)
        assert browse(user).post(NEW, {"label": "x", "kind": "text", "list_key": "customers"}).status_code != 200
    assert not OwnField.objects.exists()
