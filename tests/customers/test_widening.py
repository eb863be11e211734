"""Whom only named people know becomes known to everybody only after a question, and by whoever may edit them."""

import pytest

from accounts.access import may
from accounts.actions import Action, FileLevel
from accounts.models import User
from contacts.models import Assignment, Contact
from customers import sharing
from customers.models import Customer
from tests.cast import Browse, firm
from tests.customers.test_sharing import fresh


@pytest.fixture
def uwe(acme: Customer, anna: User, cleo: User) -> Contact:
    """Known through Acme's file only, which anna keeps and cleo may see."""
    sharing.restrict(customer=acme, by=anna)
    sharing.share(customers=[acme.pk], to=cleo, level=FileLevel.SEE, by=anna)
    return Contact.objects.get(last_name="Acme")


@pytest.fixture
def elsewhere(anna: User, acme: Customer) -> Customer:
    return firm("Brandt KG", by=anna)


def known(uwe: Contact, ben: User) -> bool:
    return may(fresh(ben), Action.VIEW_CONTACT, Contact.objects.get(pk=uwe.pk))


def test_a_file_asks_before_everybody_knows_somebody(
    uwe: Contact, elsewhere: Customer, anna: User, ben: User, browse: Browse
) -> None:
    client, path = browse(anna), f"/customers/{elsewhere.pk}/people/assign/{uwe.pk}/"
    page = client.post(path).content.decode()
    assert "Uwe Acme allen bekannt machen?" in page
    assert 'name="widen"' in page
    assert not known(uwe, ben)
    assert client.post(path, {"widen": "1"}).status_code == 302
    assert known(uwe, ben)


@pytest.mark.parametrize("from_the_person", [True, False])
def test_the_address_book_asks_from_both_sides(
    uwe: Contact, elsewhere: Customer, anna: User, ben: User, browse: Browse, *, from_the_person: bool
) -> None:
    here, there = (uwe.pk, elsewhere.pk) if from_the_person else (elsewhere.pk, uwe.pk)
    client, path = browse(anna), f"/contacts/{here}/places/assign/?other={there}"
    page = client.post(path, {"position": "Einkauf Süd"}).content.decode()
    assert "Ja, alle dürfen diese Person kennen" in page
    assert 'value="Einkauf Süd"' in page
    assert not known(uwe, ben)
    assert client.post(path, {"position": "Einkauf Süd", "widen": "1"}).status_code == 302
    assert known(uwe, ben)


def test_whoever_may_only_see_somebody_makes_nobody_known(
    uwe: Contact, elsewhere: Customer, cleo: User, ben: User, browse: Browse
) -> None:
    client = browse(cleo)
    page = client.post(f"/customers/{elsewhere.pk}/people/assign/{uwe.pk}/", {"widen": "1"}, follow=True)
    assert "ist bisher nur Berechtigten bekannt" in page.content.decode()
    answer = client.post(f"/contacts/{elsewhere.pk}/places/assign/?other={uwe.pk}", {"widen": "1"}).content.decode()
    assert "ist bisher nur Berechtigten bekannt" in answer
    assert 'name="widen"' not in answer
    assert not known(uwe, ben)


def test_removing_somebody_from_their_only_file_is_refused_with_a_sentence(
    uwe: Contact, acme: Customer, anna: User, ben: User, browse: Browse
) -> None:
    place, client = Assignment.objects.get(person=uwe), browse(anna)
    for path in (f"/customers/{acme.pk}/people/{place.pk}/remove/", f"/contacts/{uwe.pk}/places/{place.pk}/remove/"):
        page = client.post(path, follow=True).content.decode()
        assert "ist nur aus eingeschränkten Akten bekannt" in page
    assert not known(uwe, ben)
