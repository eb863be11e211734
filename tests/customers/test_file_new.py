import pytest

from accounts.models import User
from contacts.models import Contact
from contacts.services import create_organisation
from customers.models import Customer
from customers.services import change_customer, create_customer
from tests.cast import CANARY, Browse

TYPED = {"status": "active", "number": "K-100001", "proposed": "K-100001"}


def test_a_company_becomes_a_customer_with_the_proposed_number(anna: User, browse: Browse) -> None:
    client = browse(anna)
    assert 'value="K-100001"' in client.get("/customers/new/").content.decode()
    typed = TYPED | {
        "organisation_name": "Neu GmbH",
        "street": "Weg 1",
        "postcode": "20457",
        "city": "Hamburg",
        "phone": "040 1234567",
        "email": "info@neu.example",
        "vat_id": "DE136695976",
        "tags": "VIP, Messe",
        "responsible": "Anna (anna@acme.example)",
    }
    answer = client.post("/customers/new/", typed, follow=True)
    assert "Kunde K-100001 ist angelegt." in answer.content.decode()
    stored = Customer.objects.select_related("contact").get()
    assert (stored.contact.name, stored.responsible, stored.vat_id) == ("Neu GmbH", anna, "DE136695976")
    assert (str(stored.contact.addresses.get()), stored.contact.phones.get().number) == (
        "Weg 1, 20457 Hamburg",
        "+49401234567",
    )
    assert set(stored.contact.tags.values_list("name", flat=True)) == {"Messe", "VIP"}


def test_who_was_overtaken_gets_the_next_number(anna: User, browse: Browse) -> None:
    create_customer(by=anna, organisation={"name": "Schneller GmbH"})
    browse(anna).post("/customers/new/", TYPED | {"organisation_name": "Langsamer AG"})
    assert Customer.objects.get(contact__organisation_name="Langsamer AG").number == "K-100002"


def test_a_number_by_hand_that_is_taken(acme: Customer, anna: User, browse: Browse) -> None:
    typed = TYPED | {"organisation_name": "Neu AG", "number": "10001"}
    page = browse(anna).post("/customers/new/", typed).content.decode()
    assert "Die Nummer 10001 gehört schon zu Acme GmbH. Die nächste freie ist K-100001." in page
    assert 'value="Neu AG"' in page


def test_everything_wrong_is_said_at_once(acme: Customer, anna: User, browse: Browse) -> None:
    client = browse(anna)
    page = client.post("/customers/new/", TYPED | {"number": "10001", "vat_id": "DE1"}).content.decode()
    for part in ("Dieses Feld", "keine USt-IdNr.", "Die Nummer 10001 gehört schon"):
        assert part in page
    assert 'value="K-100001">K-100001 nehmen' in page


def test_the_free_number_is_taken_with_a_click(acme: Customer, anna: User, browse: Browse) -> None:
    typed = TYPED | {"organisation_name": "Neu AG", "number": ["10001", "K-100001"]}  # the field, then the button
    assert browse(anna).post("/customers/new/", typed).status_code == 302
    assert Customer.objects.get(contact__organisation_name="Neu AG").number == "K-100001"


def test_a_private_person(anna: User, browse: Browse) -> None:
    client = browse(anna)
    page = client.get("/customers/new/?kind=person").content.decode()
    assert 'name="last_name"' in page
    assert 'name="organisation_name"' not in page
    client.post("/customers/new/?kind=person", TYPED | {"kind": "person", "last_name": "Käfer"})
    assert Contact.objects.get().kind == "person"


def test_likely_duplicates_are_shown_while_one_types(
    acme: Customer, hidden: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    path, htmx = "/customers/new/likely/", {"HX-Request": "true"}
    for typed in ({"organisation_name": "ACME"}, {"email": "info@acme.example"}, {"phone": "040/123456"}):
        part = browse(anna).post(path, typed, headers=htmx).content.decode()
        assert f'href="/customers/{acme.pk}/"' in part
    for typed in ({"organisation_name": f"{CANARY} AG"}, {"email": f"info@{CANARY.lower()}.example"}):
        part = browse(anna).post(path, typed, headers=htmx).content.decode()
        assert f'href="/customers/{hidden.pk}/"' not in part
        assert CANARY in browse(cleo).post(path, typed, headers=htmx).content.decode()


def test_the_same_vat_id_is_a_likely_duplicate(anna: User, browse: Browse) -> None:
    known = create_customer(by=anna, organisation={"name": "Ganz anders KG"}, vat_id="DE136695976")
    client = browse(anna)
    typed = TYPED | {"organisation_name": "Neu GmbH", "vat_id": "DE 136695976"}
    warned = client.post("/customers/new/", typed).content.decode()
    assert "gleiche USt-IdNr." in warned
    assert f'href="/customers/{known.pk}/"' in warned
    assert Customer.objects.count() == 1
    assert client.post("/customers/new/", typed | {"anyway": "1"}).status_code == 302


def test_the_vat_id_of_a_closed_file_is_kept_quiet(hidden: Customer, anna: User, cleo: User, browse: Browse) -> None:
    change_customer(customer=hidden, by=cleo, vat_id="DE136695976")
    typed = TYPED | {"organisation_name": "Neu GmbH", "vat_id": "DE136695976"}
    assert "gleiche USt-IdNr." in browse(cleo).post("/customers/new/", typed).content.decode()
    assert browse(anna).post("/customers/new/", typed).status_code == 302


def test_a_known_contact_becomes_a_customer(acme: Customer, hidden: Customer, anna: User, browse: Browse) -> None:
    known = create_organisation(by=anna, name="Bekannt AG")
    client = browse(anna)
    assert (
        "Bekannt AG aus dem Adressbuch wird Kunde."
        in client.get(f"/customers/new/?contact={known.pk}").content.decode()
    )
    assert client.post(f"/customers/new/?contact={known.pk}", TYPED).status_code == 302
    assert Customer.objects.get(pk=known.pk).number == "K-100001"
    for other in (acme.pk, hidden.pk, known.pk, 0, "unsinn", "9" * 30, "²"):
        assert client.get("/customers/new/", {"contact": other}).status_code == 404


@pytest.mark.parametrize(
    ("name", "typed", "part"),
    [
        ("organisation_name", "", "Dieses Feld"),
        ("organisation_name", "x" * 10_000, "200"),
        ("postcode", "2045", "02045"),
        ("vat_id", "DE1", "keine USt-IdNr."),
        ("email", "info(at)neu.example", "E-Mail"),
        ("phone", "abc", "Telefon"),
        ("status", "blocked", "blocked"),
        ("responsible", "Niemand", "Niemand heißt so"),
        ("number", "x" * 41, "40"),
    ],
)
def test_what_is_wrong_is_said_and_kept(anna: User, browse: Browse, name: str, typed: str, part: str) -> None:
    page = browse(anna).post("/customers/new/", TYPED | {"organisation_name": "Neu GmbH", "city": "Ulm", name: typed})
    assert page.status_code == 200
    assert part in page.content.decode()
    assert 'value="Ulm"' in page.content.decode()
    assert not Contact.objects.exists()


def test_readers_make_no_customers(ben: User, browse: Browse) -> None:
    for path in ("/customers/new/", "/customers/new/likely/"):
        assert browse(ben).post(path, TYPED).status_code == 403
