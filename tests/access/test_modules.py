"""A module that is not granted leaves nothing on any page: no link, figure, panel, search hit."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.http import Http404
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from accounts.actions import Action, Level, Module
from accounts.models import ModuleRight, Role, User
from contacts.models import Contact
from contacts.rows import PhoneRow
from contacts.services import create_organisation, create_person
from customers.models import Customer
from tests.cast import Browse, person
from tests.documents.making import document

LEADS = ("href", "src", "action", "formaction", "hx-get", "hx-post", "hx-delete", "hx-put", "data-url")


class _Leads(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name in LEADS and value}


def modules_of(page: str) -> dict[str, set[str]]:
    """The addresses that a page offers, by the module that their view asks for."""
    parser = _Leads()
    parser.feed(page)
    found: dict[str, set[str]] = {}
    for address in parser.found:
        path = urlsplit(address).path
        if path.startswith("/admin/"):
            found.setdefault(Module.ADMINISTRATION, set()).add(address)
            continue
        try:
            view = resolve(path).func
        except (Resolver404, Http404):
            continue
        action = getattr(view, "action", None)
        if action is not None and action.module:
            found.setdefault(action.module, set()).add(address)
    return found


def without(module: Module) -> User:
    """May do everything in every module but one."""
    role = Role.objects.create(group=Group.objects.create(name="Fast alles"), sentence="-")
    rights = (ModuleRight(role=role, module=other, level=Level.MANAGE) for other in Module if other != module)
    ModuleRight.objects.bulk_create(rights)
    return person("Nina", "Fast alles")


def pages(client: Client, customer: Customer, contact: Contact, lonely: Contact) -> Iterator[tuple[str, Any]]:
    """All that iterates over what apps register, and what htmx asks for then."""
    addresses = [
        "/",
        "/search/?q=acme",
        "/search/?q=einsam",
        reverse("customers:file", args=[customer.pk]),
        reverse("customers:people", args=[customer.pk]),
        reverse("customers:master_data", args=[customer.pk]),
        reverse("customers:history", args=[customer.pk]),
        reverse("customers:list"),
        reverse("customers:mine"),
        reverse("customers:recent"),
        reverse("customers:of_contact", args=[contact.pk]),
        reverse("contacts:list"),
        reverse("contacts:contact", args=[contact.pk]),
        reverse("contacts:contact", args=[lonely.pk]),
        "/profile/",
        "/help/",
    ]
    for address in addresses:
        yield address, client.get(address)
        yield f"{address} (part)", client.get(address, headers={"hx-request": "true"})


@pytest.mark.parametrize("module", Module)
def test_a_module_that_is_not_granted_leaves_nothing(
    module: Module, anna: User, acme: Customer, browse: Browse
) -> None:
    uwe = Contact.objects.get(last_name="Acme")
    lonely = create_organisation(by=anna, name="Einsam GmbH", phones=[PhoneRow(number="+4940999888")])
    create_person(by=anna, first_name="Eva", last_name="Einsam")
    client = browse(without(module))
    shown = 0
    for address, answer in pages(client, acme, uwe, lonely):
        text = answer.content.decode()
        assert module not in modules_of(text), address
        shown += answer.status_code == 200
    assert shown >= 16  # most pages do open: the module is missing, not the person


def test_the_proof_would_see_every_module(boss: User, acme: Customer, browse: Browse) -> None:
    """Whoever has them all is offered something of each, everywhere in the frame."""
    found = modules_of(browse(boss).get("/").content.decode())
    assert set(found) == set(Module) - {Module.CONFIDENTIAL}  # a right beside another module: no page of its own
    assert {action.module for action in Action} == {None, *Module}


def test_without_customers_no_customer_is_found_or_counted(acme: Customer, browse: Browse) -> None:
    client = browse(without(Module.CUSTOMERS))
    assert "Acme" not in client.get("/search/?q=10001").content.decode()
    assert "10001" not in client.get(reverse("contacts:contact", args=[acme.contact_id])).content.decode()
    assert "Acme" not in client.get("/").content.decode()


def test_without_contacts_nobody_of_the_address_book_is_found(acme: Customer, browse: Browse) -> None:
    client = browse(without(Module.CONTACTS))
    assert "uwe@acme.example" not in client.get("/search/?q=uwe").content.decode()
    assert client.get(reverse("contacts:list")).status_code == 403
    assert client.get(reverse("contacts:contact", args=[acme.contact_id])).status_code in (403, 404)


def test_without_contacts_a_document_is_shown_without_its_person(acme: Customer, browse: Browse) -> None:
    client = browse(without(Module.CONTACTS))
    made = document(acme, "Vertrag", retention="none", contact=Contact.objects.get(last_name="Acme"))
    for path in (f"/documents/{made.pk}/", f"/documents/{made.pk}/edit/", "/documents/?view=table"):
        page = client.get(path).content.decode()
        assert "Vertrag" in page
        assert "Uwe" not in page, path


@pytest.mark.parametrize("view", ["list", "cards", "table"])
def test_without_contacts_files_are_listed_without_their_people(acme: Customer, browse: Browse, view: str) -> None:
    client = browse(without(Module.CONTACTS))
    for path in (f"/customers/?view={view}", reverse("customers:recent"), reverse("customers:file", args=[acme.pk])):
        page = client.get(path).content.decode()
        assert "Acme GmbH" in page
        assert "Uwe" not in page
        assert "Ansprechpartner</a>" not in page
