from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from contacts.models import Contact, Phone
from customers.models import Customer
from customers.services import change_customer, change_file, create_customer
from tests.cast import CANARY, Browse
from tests.pages import form_to

HTMX = {"HX-Request": "true"}


def opened(client: Client, customer: Customer, path: str = "edit/") -> dict[str, Any]:
    path = f"/customers/{customer.pk}/{path}"
    return form_to(client.get(path).content.decode(), path).fields


def saved(client: Client, customer: Customer, typed: dict[str, Any], path: str = "edit/") -> str:
    """Empty after a save, else the page with its errors."""
    answer = client.post(f"/customers/{customer.pk}/{path}", typed)
    return "" if answer.status_code == 302 else answer.content.decode()


def test_saving_what_was_opened_changes_nothing(acme: Customer, anna: User, browse: Browse) -> None:
    change_customer(customer=acme, by=anna, customer_since=date(2020, 1, 2), iban="DE89370400440532013000")
    before = (Customer.objects.values().get(), Contact.objects.values().get(pk=acme.pk), list(Phone.objects.values()))
    client = browse(anna)
    assert saved(client, acme, opened(client, acme)) == ""
    assert before == (
        Customer.objects.values().get(),
        Contact.objects.values().get(pk=acme.pk),
        list(Phone.objects.values()),
    )


def test_the_whole_form_changes_file_contact_and_rows(acme: Customer, anna: User, ben: User, browse: Browse) -> None:
    client = browse(anna)
    typed = opened(client, acme) | {
        "organisation_name": "Acme  AG ",
        "industry": "Bau",
        "vat_id": "de 136695976",
        "iban": "DE89 3704 0044 0532 0130 00",
        "responsible": "ben",
        "phones-0-number": "040 999999",
        "customer_since": "02.01.2020",
    }
    assert saved(client, acme, typed) == ""
    stored = Customer.objects.select_related("contact").get()
    assert (stored.contact.name, stored.industry, stored.vat_id) == ("Acme AG", "Bau", "DE136695976")
    assert (stored.iban, stored.responsible, str(stored.customer_since)) == (
        "DE89370400440532013000",
        ben,
        "2020-01-02",
    )
    assert Phone.objects.get().number == "+4940999999"


@pytest.mark.parametrize(
    ("field", "part"),
    [
        (("vat_id", "DE136695970"), "USt-IdNr. enthält einen Tippfehler"),
        (("iban", "DE89370400440532013001"), "IBAN enthält einen Tippfehler"),
        (("buyer_reference", "991-03730-18"), "Leitweg-ID enthält einen Tippfehler"),
        (("tax_number", "x"), "keine deutsche Steuernummer"),
        (("debtor_account", "K1"), "4 bis 9 Ziffern"),
        (("invoice_email", "info(at)acme.example"), "E-Mail"),
        (("customer_since", "01.01.2099"), "mehr als ein Jahr"),
        (("phones-0-number", "abc"), "Telefon"),
        (("number", ""), "dieses Feld"),
        (("organisation_name", " \u202e\u200b "), "dieses Feld"),
        (("industry", "x" * 10_000), "80"),
        (("parent", "Acme GmbH (10001)"), "Das wäre ein Kreis"),
        (("parent", "Gibt es nicht"), "Kein Kunde hat diesen Namen"),
        (("responsible", "Niemand"), "Niemand heißt so"),
    ],
)
def test_what_is_wrong_stays_with_a_sentence(
    acme: Customer, anna: User, browse: Browse, field: tuple[str, str], part: str
) -> None:
    client, (name, typed) = browse(anna), field
    page = saved(client, acme, opened(client, acme) | {name: typed, "search_name": "bleibt stehen"})
    assert part.lower() in page.lower()
    assert "bleibt stehen" in page
    assert Customer.objects.get().search_name == ""


def test_a_taken_number_names_no_invisible_owner(acme: Customer, hidden: Customer, anna: User, browse: Browse) -> None:
    client = browse(anna)
    page = saved(client, acme, opened(client, acme) | {"number": hidden.number})
    assert "ist schon vergeben. Die nächste freie ist K-100001." in page
    assert f"{CANARY} AG" not in page


def test_an_invisible_parent_stays_when_nobody_touches_it(
    acme: Customer, hidden: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    change_customer(customer=acme, by=cleo, parent=hidden)
    client = browse(anna)
    typed = opened(client, acme)
    assert typed["parent"] == "eine Firma, die Sie nicht sehen"
    assert saved(client, acme, typed | {"industry": "Bau"}) == ""
    assert Customer.objects.get(pk=acme.pk).parent == hidden
    assert "Kein Kunde hat" in saved(client, acme, typed | {"parent": hidden.number})


def test_two_people_change_different_fields(acme: Customer, anna: User, cleo: User, browse: Browse) -> None:
    client = browse(anna)
    typed = opened(client, acme)
    change_file(customer=acme, by=cleo, industry="Bau", notes="von Cleo")
    assert saved(client, acme, typed | {"search_name": "acme"}) == ""
    stored = Customer.objects.select_related("contact").get()
    assert (stored.industry, stored.contact.notes, stored.search_name) == ("Bau", "von Cleo", "acme")


def test_two_people_change_the_same_field(acme: Customer, anna: User, cleo: User, browse: Browse) -> None:
    client = browse(anna)
    typed = opened(client, acme)
    change_customer(customer=acme, by=cleo, industry="Bau")
    page = saved(client, acme, typed | {"industry": "Handel"})
    assert "Cleo" in page
    assert "Bau" in page
    assert 'value="Handel"' in page
    assert Customer.objects.get().industry == "Bau"
    assert saved(client, acme, form_to(page, f"/customers/{acme.pk}/edit/").fields) == ""
    assert Customer.objects.get().industry == "Handel"


def test_one_field_is_changed_in_its_place(acme: Customer, anna: User, browse: Browse) -> None:
    client, path = browse(anna), f"/customers/{acme.pk}/master-data/industry/"
    part = client.get(path, headers=HTMX).content.decode()
    typed = form_to(part, path).fields
    assert set(typed) == {"csrfmiddlewaretoken", "seen", "industry"}
    answer = client.post(path, typed | {"industry": "Bau"}, headers=HTMX)
    page = answer.content.decode()
    assert "Bau" in page
    assert 'id="file-head" hx-swap-oob="true"' in page
    assert "data-change" in page
    assert "fact-organisation_name" not in page  # other fields may be open
    assert Customer.objects.get().industry == "Bau"


def test_one_field_without_htmx_is_a_page(acme: Customer, anna: User, browse: Browse) -> None:
    client = browse(anna)
    typed = opened(client, acme, "master-data/notes/")
    assert saved(client, acme, typed | {"notes": "Zeile 1\r\nZeile 2"}, "master-data/notes/") == ""
    assert Contact.objects.get(pk=acme.pk).notes == "Zeile 1\nZeile 2"


def test_a_wrong_value_stays_in_its_place(acme: Customer, anna: User, browse: Browse) -> None:
    answer = browse(anna).post(f"/customers/{acme.pk}/master-data/iban/", {"iban": "DE00"}, headers=HTMX)
    assert answer.status_code == 200
    assert "keine IBAN" in answer.content.decode()


@pytest.mark.parametrize("name", ["first_name", "status", "sort_key", "contact", "unsinn"])
def test_what_is_no_field_of_this_file_is_missing(acme: Customer, anna: User, browse: Browse, name: str) -> None:
    assert browse(anna).get(f"/customers/{acme.pk}/master-data/{name}/").status_code == 404


def tag(customer: Customer, by: User, *tags: str) -> None:
    change_file(customer=customer, by=by, tags=tags)


def tags_of(customer: Customer) -> set[str]:
    return set(customer.contact.tags.values_list("name", flat=True))


def test_tags_lead_to_the_customers_that_have_them(acme: Customer, anna: User, browse: Browse) -> None:
    tag(acme, anna, "Bau & Messe")
    page = browse(anna).get(f"/customers/{acme.pk}/master-data/").content.decode()
    part = page[page.index('id="fact-tags"') :]
    assert 'href="/customers/?tag=Bau%20%26%20Messe">Bau &amp; Messe</a>' in part[: part.index("</dd>")]


def test_tags_are_changed_in_their_place(acme: Customer, anna: User, browse: Browse) -> None:
    tag(acme, anna, "Messe")
    client, path = browse(anna), f"/customers/{acme.pk}/master-data/tags/"
    typed = form_to(client.get(path, headers=HTMX).content.decode(), path).fields
    assert typed["tags"] == "Messe"
    answer = client.post(path, typed | {"tags": "messe, VIP"}, headers=HTMX)
    assert "VIP" in answer.content.decode()
    assert tags_of(acme) == {"Messe", "VIP"}
    assert "zu lang" in client.post(path, {"tags": "x" * 41}, headers=HTMX).content.decode()


def test_tags_that_nobody_touched_are_kept_as_somebody_else_left_them(
    acme: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    tag(acme, anna, "Zoo", "Öffentliche Hand", "bau")
    client = browse(anna)
    typed = opened(client, acme)
    assert typed["tags"] == "bau, Öffentliche Hand, Zoo"
    tag(acme, cleo, "VIP")
    assert saved(client, acme, typed | {"industry": "Handel"}) == ""
    assert (tags_of(acme), Customer.objects.get().industry) == ({"VIP"}, "Handel")


def test_two_people_change_the_tags(acme: Customer, anna: User, cleo: User, browse: Browse) -> None:
    client = browse(anna)
    typed = opened(client, acme)
    tag(acme, cleo, "Messe")
    page = saved(client, acme, typed | {"tags": "VIP"})
    assert "von „leer“ in „Messe“ geändert" in page
    assert tags_of(acme) == {"Messe"}
    assert saved(client, acme, form_to(page, f"/customers/{acme.pk}/edit/").fields) == ""
    assert tags_of(acme) == {"VIP"}


def test_one_row_more_without_losing_what_was_typed(acme: Customer, anna: User, browse: Browse) -> None:
    client = browse(anna)
    typed = opened(client, acme) | {"industry": "Bau", "iban": "noch nicht fertig", "add": "phones"}
    page = saved(client, acme, typed)
    again = form_to(page, f"/customers/{acme.pk}/edit/").fields
    assert (again["industry"], again["iban"], again["phones-1-number"]) == ("Bau", "noch nicht fertig", "")
    assert "keine IBAN" not in page


def test_a_private_person_has_names_of_a_person(anna: User, browse: Browse) -> None:
    karl = create_customer(by=anna, person={"first_name": "Karl", "last_name": "Käfer"})
    client = browse(anna)
    typed = opened(client, karl)
    assert "organisation_name" not in typed
    assert "Ein Kontakt braucht einen Namen" in saved(client, karl, typed | {"first_name": "", "last_name": ""})
    assert saved(client, karl, typed | {"title": "Dr."}) == ""
    assert Contact.objects.get().title == "Dr."
