"""Who stands in for whom: appointed in the own profile."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Substitution, User
from tests.cast import Browse
from tests.pages import form_to, undo_of

PATH = "/profile/substitutes/"


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def appoint(client: Client, name: str, first: int, last: int) -> str:
    typed = {"substitute": name, "first_day": days(first), "last_day": days(last)}
    return client.post(PATH, typed, follow=True).content.decode()


def stored() -> list[tuple[str, str, date, date]]:
    columns = ("absent__name", "substitute__name", "first_day", "last_day")
    return list(Substitution.objects.order_by("id").values_list(*columns))


def test_somebody_is_appointed_and_told_on_their_start_page(anna: User, cleo: User, browse: Browse) -> None:
    page = appoint(browse(anna), "Cleo", 0, 9)
    assert "Cleo vertritt Sie vom" in page
    assert stored() == [("Anna", "Cleo", days(0), days(9))]
    assert f"Sie vertreten Anna bis {days(9):%d.%m.%Y}." in browse(cleo).get("/").content.decode()
    assert "Sie vertreten" not in browse(anna).get("/").content.decode()
    browse(anna).post(undo_of(page))
    assert stored() == []


def test_one_that_has_begun_ends_yesterday_and_comes_back(anna: User, cleo: User, browse: Browse) -> None:
    Substitution.objects.create(absent=anna, substitute=cleo, first_day=days(-3), last_day=days(3))
    client = browse(anna)
    page = client.post(f"{PATH}{Substitution.objects.get().pk}/end/", follow=True).content.decode()
    assert "Cleo vertritt Sie nicht mehr." in page
    assert stored() == [("Anna", "Cleo", days(-3), days(-1))]
    assert "Sie vertreten" not in browse(cleo).get("/").content.decode()
    client.post(undo_of(page))
    assert stored() == [("Anna", "Cleo", days(-3), days(3))]


def test_one_that_has_not_begun_is_removed_and_comes_back(anna: User, cleo: User, browse: Browse) -> None:
    client = browse(anna)
    appoint(client, "Cleo", 5, 9)
    page = client.post(f"{PATH}{Substitution.objects.get().pk}/end/", follow=True).content.decode()
    assert stored() == []
    undo = [line for line in page.split('"') if line.startswith(f"{PATH}restore/")][-1]
    client.post(undo)
    assert stored() == [("Anna", "Cleo", days(5), days(9))]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"substitute": "Anna"}, "Niemand vertritt sich selbst."),
        ({"substitute": "Niemand"}, "Niemand heißt so"),
        ({"substitute": ""}, "Dieses Feld"),
        ({"last_day": "01.01.2020"}, "Dieser Tag ist schon vorbei."),
        ({"first_day": "31.12.2099"}, "Das Ende liegt vor dem Beginn."),
        ({"first_day": "bald"}, "Datum"),
    ],
)
def test_what_is_wrong_stays_with_a_sentence(
    anna: User, cleo: User, browse: Browse, typed: dict[str, str], says: str
) -> None:
    given = {"substitute": "Cleo", "first_day": "2099-01-01", "last_day": "2099-02-01"} | typed
    page = browse(anna).post(PATH, given).content.decode()
    assert says in page
    if "substitute" not in typed:
        assert form_to(page, PATH).fields["substitute"] == "Cleo"
    assert stored() == []


def test_the_same_twice_is_refused_with_a_sentence(anna: User, cleo: User, browse: Browse) -> None:
    appoint(browse(anna), "Cleo", 0, 9)
    assert "Cleo vertritt Sie schon vom" in appoint(browse(anna), "Cleo", 5, 12)
    assert len(stored()) == 1


def test_the_substitutions_of_others_are_out_of_reach(anna: User, ben: User, cleo: User, browse: Browse) -> None:
    Substitution.objects.create(absent=ben, substitute=cleo, first_day=days(0), last_day=days(3))
    assert browse(anna).post(f"{PATH}{Substitution.objects.get().pk}/end/").status_code == 404
    page = browse(ben).post(f"{PATH}{Substitution.objects.get().pk}/end/", follow=True).content.decode()
    for undo in (undo_of(page), f"{PATH}restore/?was=unsinn"):
        assert browse(anna).post(undo).status_code == 404
    assert "Cleo" not in browse(anna).get(PATH).content.decode()
