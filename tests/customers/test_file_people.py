import pytest
from django.test import Client

from accounts.models import User
from contacts.models import Assignment, Contact
from contacts.rows import EmailRow
from contacts.services import assign, create_person
from customers.models import Customer
from tests.cast import CANARY, Browse, firm
from tests.pages import undo_of


@pytest.fixture
def petra(anna: User) -> Contact:
    return create_person(
        by=anna, first_name="Petra", last_name="Klein", emails=[EmailRow(address="petra@klein.example")]
    )


def posted(client: Client, path: str, data: dict[str, str] | None = None) -> str:
    answer = client.post(path, data or {}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_somebody_of_the_address_book_is_found_and_assigned(
    acme: Customer, petra: Contact, anna: User, browse: Browse
) -> None:
    client, path = browse(anna), f"/customers/{acme.pk}/people/"
    found = client.get(f"{path}new/?q=petra", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in found
    assert f"{path}assign/{petra.pk}/" in found
    assert "Uwe" not in client.get(f"{path}new/?q=uwe", headers={"HX-Request": "true"}).content.decode()
    posted(client, f"{path}assign/{petra.pk}/")
    assert Assignment.objects.filter(person=petra, organisation_id=acme.pk).count() == 1
    assert "ist hier schon Ansprechpartner" in posted(client, f"{path}assign/{petra.pk}/")


def test_somebody_new_is_created_in_place(acme: Customer, anna: User, browse: Browse) -> None:
    typed = {"first_name": "Nora", "last_name": "Neu", "phone": "040 1234567", "roles": ["purchasing"], "is_main": "on"}
    answer = browse(anna).post(f"/customers/{acme.pk}/people/new/", typed, follow=True)
    assert "Nora Neu ist jetzt Ansprechpartner." in answer.content.decode()
    main = Assignment.objects.select_related("person").get(organisation_id=acme.pk, is_main=True)
    assert (main.person.name, main.roles, main.person.phones.get().number) == (
        "Nora Neu",
        ["purchasing"],
        "+49401234567",
    )


def test_likely_duplicates_are_shown_while_one_types(
    acme: Customer, petra: Contact, anna: User, browse: Browse
) -> None:
    client, path = browse(anna), f"/customers/{acme.pk}/people/new/likely/"
    shown = client.post(path, {"last_name": "Klein", "first_name": "Petra"}, headers={"HX-Request": "true"})
    assert "Petra Klein" in shown.content.decode()
    assert "data-focus" not in shown.content.decode()  # it would take the cursor away
    unknown = client.post(path, {"last_name": "Quarz", "email": "petra@"}, headers={"HX-Request": "true"})
    assert unknown.content.decode().strip() == ""


def test_a_likely_duplicate_is_shown_before_somebody_is_made_twice(
    acme: Customer, petra: Contact, anna: User, browse: Browse
) -> None:
    client, path = browse(anna), f"/customers/{acme.pk}/people/new/"
    typed = {"first_name": "Petra", "last_name": "Klein"}
    warned = client.post(path, typed).content.decode()
    assert "Vielleicht schon im Adressbuch" in warned
    assert "Trotzdem anlegen" in warned
    assert Contact.objects.filter(last_name="Klein").count() == 1
    assert client.post(path, typed | {"anyway": "1"}).status_code == 302
    assert Contact.objects.filter(last_name="Klein").count() == 2


def test_who_may_not_be_seen_is_neither_found_nor_assigned(
    acme: Customer, hidden: Customer, anna: User, browse: Browse
) -> None:
    uwe = hidden.contact.people.get().person
    client, path = browse(anna), f"/customers/{acme.pk}/people/"
    found = client.get(f"{path}new/?q={CANARY}", headers={"HX-Request": "true"}).content.decode()
    assert "Niemand gefunden." in found
    assert CANARY not in found
    warned = client.post(
        f"{path}new/", {"last_name": CANARY, "first_name": "Uwe", "email": "uwe@kanarienvogel.example"}
    )
    assert warned.status_code == 302
    assert client.post(f"{path}assign/{uwe.pk}/").status_code == 404
    assert client.post(f"{path}assign/{acme.pk}/").status_code == 404


def test_an_assignment_of_another_file_is_missing(acme: Customer, anna: User, browse: Browse) -> None:
    other = firm("Zweite GmbH", by=anna)
    foreign = Assignment.objects.get(organisation_id=other.pk)
    client = browse(anna)
    assert client.get(f"/customers/{acme.pk}/people/{foreign.pk}/").status_code == 404
    for verb in ("main", "end", "reopen", "remove"):
        assert client.post(f"/customers/{acme.pk}/people/{foreign.pk}/{verb}/").status_code == 404
    assert Assignment.objects.filter(pk=foreign.pk, valid_until=None).exists()


def test_the_main_contact_person_changes_and_changes_back(
    acme: Customer, petra: Contact, anna: User, browse: Browse
) -> None:
    second = assign(person=petra, organisation=acme.contact, by=anna)
    client = browse(anna)
    page = posted(client, f"/customers/{acme.pk}/people/{second.pk}/main/")
    assert Assignment.objects.get(is_main=True) == second
    posted(client, undo_of(page))
    assert Assignment.objects.get(is_main=True).person.name == "Uwe Acme"


def test_somebody_leaves_and_comes_back(acme: Customer, anna: User, browse: Browse) -> None:
    uwe = Assignment.objects.get()
    client = browse(anna)
    page = posted(client, f"/customers/{acme.pk}/people/{uwe.pk}/end/")
    assert Assignment.objects.get().valid_until is not None
    posted(client, undo_of(page))
    assert Assignment.objects.get().valid_until is None


def test_those_who_have_left_are_folded_away(acme: Customer, anna: User, browse: Browse) -> None:
    Assignment.objects.update(valid_until="2020-01-01")
    page = browse(anna).get(f"/customers/{acme.pk}/people/").content.decode()
    assert "1 früherer Ansprechpartner" in page
    assert page.index("1 früherer") < page.index("Uwe Acme")
    assert "Uwe Acme" not in browse(anna).get(f"/customers/{acme.pk}/").content.decode()


def test_a_removed_person_comes_back_as_it_was(acme: Customer, anna: User, browse: Browse) -> None:
    before = Assignment.objects.values("person_id", "organisation_id", "roles", "position", "is_main").get()
    client = browse(anna)
    page = posted(client, f"/customers/{acme.pk}/people/{Assignment.objects.get().pk}/remove/")
    assert not Assignment.objects.exists()
    undo = undo_of(page)
    other = firm("Zweite GmbH", by=anna)
    elsewhere = undo.replace(f"/customers/{acme.pk}/", f"/customers/{other.pk}/")
    assert client.post(elsewhere).status_code == 404
    assert client.post(f"/customers/{acme.pk}/people/restore/?was=unsinn").status_code == 404
    posted(client, undo)
    assert before in Assignment.objects.values("person_id", "organisation_id", "roles", "position", "is_main")


def test_roles_and_period_are_changed(acme: Customer, anna: User, browse: Browse) -> None:
    uwe = Assignment.objects.get()
    client, path = browse(anna), f"/customers/{acme.pk}/people/{uwe.pk}/"
    typed = {"roles": ["management", "sales"], "position": "Chef", "is_main": "on", "valid_from": "01.02.2024"}
    backwards = client.post(path, typed | {"valid_until": "01.01.2024"})
    assert "Das Ende liegt vor dem Beginn." in backwards.content.decode()
    assert client.post(path, typed).status_code == 302
    uwe.refresh_from_db()
    assert (uwe.roles, uwe.position, str(uwe.valid_from)) == (["management", "sales"], "Chef", "2024-02-01")


@pytest.mark.parametrize(
    "person", [{}, {"last_name": "\0"}, {"last_name": "x" * 10_000}, {"last_name": "Neu", "phone": "abc"}]
)
def test_a_person_without_a_proper_name_or_number_is_refused(
    acme: Customer, anna: User, browse: Browse, person: dict[str, str]
) -> None:
    before = Contact.objects.count()
    answer = browse(anna).post(f"/customers/{acme.pk}/people/new/", person)
    assert (answer.status_code, Contact.objects.count()) == (200, before)
