"""What colleagues must know of a customer: who is told, once, and only who sees the file."""

from django.urls import reverse
from django.utils import timezone

from accounts.history import writing
from accounts.models import Substitution, User
from contacts.rows import AddressRow
from customers import sharing
from customers.bulk.status import STATUS
from customers.models import Customer
from customers.services import change_customer, change_file, change_status
from tests.cast import Browse, firm, person
from tests.todos.test_entries import told
from todos import news, services
from todos.models import Kind, News
from todos.sentences import news_in_words


def test_status_responsible_and_address_are_news(acme: Customer, anna: User, ben: User, cleo: User) -> None:
    news.follow(customer=acme, by=ben)
    change_status(customer=acme, status="blocked", reason="Zahlt nicht", by=cleo)
    change_customer(customer=acme, responsible=cleo, by=cleo)
    change_file(customer=acme, addresses=[AddressRow(street="Am Deich 2", postcode="20457", city="Hamburg")], by=cleo)
    assert [news_in_words(one.what, one.values) for one in News.objects.order_by("pk")] == [
        "Neuer Status: gesperrt – Zahlt nicht",
        "Jetzt verantwortlich: Cleo",
        "Neue Anschrift: Am Deich 2, 20457 Hamburg",
    ]
    assert (told(anna), told(ben), told(cleo)) == (["news"], ["news"] * 3, [])


def test_what_stays_as_it_was_is_no_news(acme: Customer, anna: User, ben: User) -> None:
    news.follow(customer=acme, by=ben)
    change_status(customer=acme, status="active", by=anna)
    change_file(customer=acme, industry="Bau", notes="neu", by=anna)
    assert not News.objects.exists()


def test_whoever_has_something_to_do_there_or_stands_in_is_told(acme: Customer, anna: User, ben: User) -> None:
    today = timezone.localdate()
    stand_in = person("Dirk", "Lesen")
    Substitution.objects.create(absent=anna, substitute=stand_in, first_day=today, last_day=today)
    services.add(by=anna, kind=Kind.TODO, customer=acme, title="Anrufen", assignee=ben)
    change_status(customer=acme, status="lead", by=None)
    assert (told(anna), told(ben), told(stand_in)) == (["news"], ["assigned", "news"], ["news"])


def test_nobody_is_told_who_lost_the_file(acme: Customer, anna: User, ben: User) -> None:
    news.follow(customer=acme, by=ben)
    sharing.restrict(customer=acme, by=anna)
    change_status(customer=acme, status="lead", by=None)
    assert (told(anna), told(ben)) == (["news"], [])


def test_a_change_of_many_is_told_once(acme: Customer, anna: User, cleo: User) -> None:
    other = firm("Beta GmbH", by=anna, responsible=anna)
    states = {acme.pk: ["lead", ""], other.pk: ["inactive", ""]}
    for _batch in range(2):
        with writing(cleo, bulk=17):
            STATUS.write(states, {}, cleo)
    assert News.objects.count() == 4
    assert told(anna) == ["news"]
    sharing.hand_over(of=anna, to=person("Dirk", "Sachbearbeitung"), by=cleo)
    assert News.objects.filter(what="responsible").count() == 2


def test_one_follows_and_stops(acme: Customer, ben: User, browse: Browse) -> None:
    client, tab = browse(ben), reverse("todos:stream", args=[acme.pk])
    path = reverse("todos:follow", args=[acme.pk])
    client.post(path, {"follow": "1"})
    assert "Nicht mehr folgen" in client.get(tab).content.decode()
    client.post(path, {"follow": ""})
    assert "Diesem Kunden folgen" in client.get(tab).content.decode()
