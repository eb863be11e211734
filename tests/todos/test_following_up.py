"""Follow-ups from deadlines elsewhere: one for each reason, moved with it, gone with it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import connection

from accounts.models import Substitution, User
from customers.models import Customer
from tests.cast import person
from tests.todos.test_entries import tick_first, told
from todos import services
from todos.following_up import drop, follow_up
from todos.models import Entry, Status

KEY, DAY, LATER = "documents.notice:17:30", date(2027, 1, 31), date(2027, 3, 1)


def due(customer: Customer, day: date = DAY, **values: object) -> Entry:
    return follow_up(key=KEY, customer=customer, title="Kündigungsfrist", due_on=day, **values)  # type: ignore[arg-type]


def test_one_reason_is_one_to_do_that_moves_with_its_date(acme: Customer, anna: User) -> None:
    first = due(acme)
    assert due(acme) == first
    assert first.assignee == anna
    assert due(acme, LATER).due_on == LATER
    assert (Entry.objects.get().due_on, told(anna)) == (LATER, ["assigned"])


def test_what_was_ticked_off_for_one_date_is_open_for_another(acme: Customer, anna: User) -> None:
    services.change_status(entry=due(acme), status=Status.DONE, by=anna)
    assert due(acme).status == Status.DONE
    assert due(acme, LATER).status == Status.OPEN
    services.delete(entry=Entry.objects.get(), by=anna)
    due(acme, LATER)
    assert not Entry.objects.exists()
    due(acme, DAY)
    assert Entry.objects.get().due_on == DAY


def test_it_goes_with_its_reason_unless_somebody_has_worked_on_it(acme: Customer, anna: User) -> None:
    due(acme)
    drop(key=KEY)
    drop(key=KEY)
    assert not Entry.objects.exists()
    services.comment(entry=due(acme), text="angerufen", by=anna)
    drop(key=KEY)
    assert Entry.objects.get().reason is None
    due(acme)
    assert Entry.objects.count() == 2
    services.change(entry=Entry.objects.get(reason=KEY), by=anna, checklist=["Brief", "Anruf"])
    tick_first(Entry.objects.get(reason=KEY), by=anna)
    drop(key=KEY)
    assert (Entry.objects.count(), Entry.objects.filter(reason=KEY).count()) == (2, 0)


def test_it_is_for_who_is_there_and_sees_the_file(acme: Customer, hidden: Customer, anna: User, ben: User) -> None:
    assert due(hidden, assignee=ben).assignee == hidden.responsible
    drop(key=KEY)
    dirk = person("Dirk", "Sachbearbeitung")
    Substitution.objects.create(absent=anna, substitute=dirk, first_day=DAY, last_day=DAY)
    assert due(acme).assignee == dirk
    drop(key=KEY)
    User.objects.update(is_active=False)
    assert due(acme).assignee is None


def test_two_at_the_same_time_make_one(committed_db: str, acme: Customer) -> None:
    def call(_number: int) -> int:
        try:
            return due(acme).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(call, range(8)))) == 1
    assert Entry.objects.count() == 1
