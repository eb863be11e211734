"""Reminders come at the time by the clock on the wall, exactly once, to whomever it concerns then."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from accounts.actions import FileLevel
from accounts.models import Substitution, User
from customers import sharing
from customers.models import Access, Customer, UserGrant
from tests.cast import Browse, firm, person
from tests.todos.test_entries import team
from tests.todos.workers import REMIND, finish, kill_again_and_again, start
from todos import reminding, services
from todos.models import Entry, Kind, Notification, Reminder, Status

HOUR = timedelta(hours=1)
NOTHING_BEFORE = timedelta()


def told(user: User) -> list[str]:
    found = Notification.objects.filter(user=user, kind="reminder").order_by("pk")
    return [str(notice.entry) for notice in found.select_related("entry")]


def todo(by: User, title: str = "Anrufen", **values: object) -> Entry:
    given = {"due_on": date(2030, 5, 6), "due_at_time": time(14), "remind_before": HOUR, "assignee": by, **values}
    return services.add(by=by, kind=Kind.TODO, title=title, **given)  # type: ignore[arg-type]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def all_sent(now: datetime) -> None:
    while reminding.send_due(now=now):
        pass


# 2030: summer time begins on 31 March, 02:00 -> 03:00, and ends on 27 October, 03:00 -> 02:00.
@pytest.mark.parametrize(
    ("day", "at", "before", "instant"),
    [
        (date(2030, 5, 6), time(14), HOUR, "2030-05-06T11:00"),
        (date(2030, 1, 7), time(14), HOUR, "2030-01-07T12:00"),
        (date(2030, 5, 6), None, NOTHING_BEFORE, "2030-05-06T06:00"),
        (date(2030, 3, 31), time(2, 30), NOTHING_BEFORE, "2030-03-31T01:30"),
        (date(2030, 3, 31), time(8), timedelta(days=1), "2030-03-30T07:00"),
        (date(2030, 3, 31), time(4), timedelta(hours=2), "2030-03-31T00:00"),
        (date(2030, 10, 27), time(2, 30), NOTHING_BEFORE, "2030-10-27T00:30"),
        (date(2030, 10, 28), time(8), timedelta(days=1), "2030-10-27T07:00"),
        (date(2030, 10, 27), time(4), timedelta(hours=2), "2030-10-27T01:00"),
    ],
)
def test_at_the_time_in_berlin_on_both_days_when_the_clocks_change(
    anna: User, day: date, at: time | None, before: timedelta, instant: str
) -> None:
    todo(anna, due_on=day, due_at_time=at, remind_before=before)
    all_sent(utc(instant) - timedelta(seconds=1))
    assert told(anna) == []
    all_sent(utc(instant))
    all_sent(utc(instant) + HOUR)
    assert told(anna) == ["Anrufen"]


def test_it_moves_with_the_due_date_and_comes_again(anna: User) -> None:
    entry = todo(anna)
    services.change(entry=entry, by=anna, due_on=date(2030, 5, 7))
    all_sent(utc("2030-05-06T20:00"))
    assert told(anna) == []
    all_sent(utc("2030-05-07T11:00"))
    services.change(entry=entry, by=anna, due_on=date(2030, 5, 9))
    all_sent(utc("2030-05-09T11:00"))
    assert told(anna) == ["Anrufen", "Anrufen"]
    services.change(entry=entry, by=anna, due_on=None, due_at_time=None)
    assert not Reminder.objects.exists()


def test_whoever_it_is_for_by_then_is_reminded(anna: User, ben: User, cleo: User) -> None:
    given = todo(anna, assignee=ben)
    services.change(entry=given, by=anna, assignee=cleo)
    todo(anna, title="Wer zuerst kommt", assignee=None, team=team(anna, ben))
    all_sent(utc("2030-06-01T00:00"))
    assert (told(anna), told(ben), told(cleo)) == (["Wer zuerst kommt"], ["Wer zuerst kommt"], ["Anrufen"])


def test_nobody_is_reminded_of_what_is_done_or_deleted_or_was_due_before(anna: User) -> None:
    services.change_status(entry=todo(anna), status=Status.DONE, by=anna)
    services.delete(entry=todo(anna), by=anna)
    todo(anna, due_on=timezone.localdate() - timedelta(days=1))
    all_sent(utc("2030-06-01T00:00"))
    assert told(anna) == []


def test_whoever_stands_in_is_reminded_too(anna: User, cleo: User) -> None:
    file = firm("Geheim AG", by=cleo, responsible=cleo, access=Access.RESTRICTED)
    stand_in, today = person("Dirk", "Sachbearbeitung"), timezone.localdate()
    todo(cleo, customer=file)
    Substitution.objects.create(absent=cleo, substitute=stand_in, first_day=today, last_day=today)
    all_sent(utc("2030-06-01T00:00"))
    assert (told(cleo), told(stand_in), told(anna)) == (["Anrufen"], ["Anrufen"], [])


def test_whoever_may_not_open_the_file_any_more_is_not_reminded(anna: User, cleo: User) -> None:
    file: Customer = firm("Geheim AG", by=cleo, responsible=cleo, access=Access.RESTRICTED)
    sharing.share(customers=[file.pk], to=anna, level=FileLevel.SEE, by=cleo)
    todo(cleo, customer=file, assignee=User.objects.with_rights().get(pk=anna.pk))
    sharing.withdraw(grants=UserGrant.objects.filter(user=anna), by=cleo)
    all_sent(utc("2030-06-01T00:00"))
    assert told(anna) == []


def test_one_reminds_oneself_of_anything(anna: User, ben: User) -> None:
    note = services.add(by=anna, kind=Kind.NOTE, text="Blumen")
    for _click in range(2):
        reminding.remind_me(entry=note, at=utc("2030-05-06T08:00"), by=anna)
    all_sent(utc("2030-05-06T08:00"))
    assert (told(anna), told(ben)) == (["Blumen"], [])


def test_the_form_sets_and_changes_a_reminder(anna: User, browse: Browse) -> None:
    client, tomorrow = browse(anna), str(timezone.localdate() + timedelta(days=1))
    form = {"kind": "todo", "title": "Anrufen", "remind_before": "60"}
    assert "braucht einen Tag" in client.post("/todos/new/", form).content.decode()
    client.post("/todos/new/", {**form, "due_on": tomorrow, "due_at_time": "14:00"})
    entry = Entry.objects.get()
    assert reminding.before(entry) == HOUR
    page = client.get(f"/todos/{entry.pk}/edit/")
    assert '<option value="60" selected>1 Stunde vorher</option>' in page.content.decode()
    reminding.remind_before(entry, timedelta(minutes=100))
    assert "100 Minuten vorher" in client.get(f"/todos/{entry.pk}/edit/").content.decode()
    services.change(entry=entry, by=anna, title="Anrufen!")
    assert reminding.before(entry) == timedelta(minutes=100)
    services.change(entry=entry, by=anna, remind_before=None)
    assert reminding.before(entry) is None


def test_the_page_of_an_entry_reminds_oneself(anna: User, browse: Browse) -> None:
    note, client = services.add(by=anna, kind=Kind.NOTE, text="Blumen"), browse(anna)
    for at in ("2030-05-06T08:00", "2020-05-06T08:00", ""):
        client.post(f"/todos/{note.pk}/remind-me/", {"at": at})
    assert Reminder.objects.get().at == utc("2030-05-06T06:00")


def test_the_next_of_a_series_reminds_as_well(anna: User) -> None:
    entry = todo(anna, repeats="monthly")
    services.change_status(entry=entry, status=Status.DONE, by=anna)
    all_sent(utc("2030-06-06T11:00"))
    assert told(anna) == ["Anrufen"]


# --- several workers, and killed ones -----------------------------------------------------------


def many(anna: User, count: int) -> None:
    entries = [todo(anna, title=f"{number}", remind_before=None) for number in range(count)]
    past = timezone.now() - HOUR
    Reminder.objects.bulk_create(Reminder(entry=entry, user=anna, at=past) for entry in entries)


def assert_each_once(anna: User, count: int) -> None:
    assert sorted(told(anna), key=int) == [str(number) for number in range(count)]
    assert not Reminder.objects.filter(sent_at=None).exists()


def test_two_workers_remind_once(committed_db: str, anna: User) -> None:
    many(anna, 40)
    finish([start(REMIND), start(REMIND)])
    assert_each_once(anna, 40)


def test_a_killed_worker_reminds_nobody_twice_and_forgets_nobody(committed_db: str, anna: User) -> None:
    many(anna, 40)
    kill_again_and_again(REMIND, times=1)
    assert_each_once(anna, 40)


@pytest.mark.soak
def test_of_many_killed_workers_none_reminds_twice_or_never(committed_db: str, anna: User) -> None:
    many(anna, 600)
    kill_again_and_again(REMIND, times=40, workers=2)
    assert_each_once(anna, 600)
