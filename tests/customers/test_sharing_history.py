"""Who was let in, by whom and when: in the history of the file, as sentences."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.actions import FileLevel
from accounts.models import Substitution, User
from customers import sharing
from customers.history import history
from customers.models import Customer, TeamGrant, UserGrant
from customers.sentences import Line
from tests.cast import Browse
from tests.customers.test_sharing import team

# Real commits: what was saved together is told apart by its transaction.
pytestmark = pytest.mark.usefixtures("committed_db")


def newest(user: User, customer: Customer) -> list[Line]:
    return history(user, customer).entries[0].lines


def test_a_file_is_restricted_and_opened(acme: Customer, anna: User) -> None:
    sharing.restrict(customer=acme, by=anna)
    assert newest(anna, acme) == [Line("Auf benannte Personen eingeschränkt")]
    sharing.unrestrict(customer=acme, by=anna)
    assert newest(anna, acme) == [Line("Für alle mit dem Modul Kunden geöffnet")]


def test_a_grant_comes_changes_and_goes(acme: Customer, anna: User, cleo: User) -> None:
    sharing.share(customers=[acme.pk], to=cleo, level=FileLevel.SEE, until=date(2099, 12, 31), by=anna)
    assert newest(anna, acme) == [Line("Freigegeben für Cleo", new="sehen, bis 31.12.2099")]
    sharing.share(customers=[acme.pk], to=cleo, level=FileLevel.EDIT, by=anna)
    assert newest(anna, acme) == [Line("Freigabe geändert: Cleo", "sehen, bis 31.12.2099", "bearbeiten")]
    sharing.withdraw(grants=UserGrant.objects.all(), by=anna)
    assert newest(anna, acme) == [Line("Freigabe entzogen: Cleo", old="bearbeiten")]
    assert history(anna, acme).entries[0].who == "Anna"


def test_a_team_has_its_name_as_long_as_there_is_one(acme: Customer, anna: User, cleo: User) -> None:
    south = team("Süd", cleo)
    sharing.share(customers=[acme.pk], to=south, level=FileLevel.SEE, by=anna)
    assert newest(anna, acme) == [Line("Freigegeben für Team Süd", new="sehen")]
    sharing.withdraw(grants=TeamGrant.objects.all(), by=anna)
    south.group.delete()
    assert newest(anna, acme) == [Line("Freigabe entzogen: ein gelöschtes Team", old="sehen")]


def test_a_hand_over_is_one_entry_that_says_whose_files(acme: Customer, anna: User, ben: User, cleo: User) -> None:
    sharing.share(customers=[acme.pk], to=anna, level=FileLevel.EDIT, by=anna)
    sharing.hand_over(of=anna, to=ben, by=cleo)
    entry = history(cleo, acme).entries[0]
    assert (entry.who, entry.through) == ("Cleo", "Übergabe aller Akten von Anna")
    assert entry.lines == [
        Line("Verantwortlich geändert", "Anna", "Ben"),
        Line("Freigabe entzogen: Anna", old="bearbeiten"),
        Line("Freigegeben für Ben", new="bearbeiten"),
    ]


def test_what_is_done_in_standing_in_says_for_whom(acme: Customer, anna: User, cleo: User, browse: Browse) -> None:
    sharing.restrict(customer=acme, by=anna)
    today = timezone.localdate()
    Substitution.objects.create(absent=anna, substitute=cleo, first_day=today, last_day=today + timedelta(days=1))
    path = f"/customers/{acme.pk}/master-data/industry/"
    assert browse(cleo).post(path, {"industry": "Bau"}).status_code == 302
    assert history(anna, acme).entries[0].who == "Cleo in Vertretung für Anna"
    sharing.unrestrict(customer=acme, by=anna)
    browse(cleo).post(path, {"industry": "Handel"})
    assert history(anna, acme).entries[0].who == "Cleo"
