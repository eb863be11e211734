"""Notes, to-dos and calls: what may be written, for whom, and who is told."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.access import may, visible
from accounts.actions import Action
from accounts.models import Substitution, Team, User
from customers.models import Customer
from tests.cast import person
from todos import series, services
from todos.models import DeletedEntry, Entry, Kind, Mention, Notification, Status

TODAY = date(2026, 11, 24)


def seen_by(user: User) -> set[str]:
    """The rule as a join and for one object must say the same."""
    user = User.objects.with_rights().get(pk=user.pk)
    seen = {str(entry) for entry in visible(user, Action.VIEW_TODO, Entry.objects.all())}
    assert seen == {str(entry) for entry in Entry.objects.all() if may(user, Action.VIEW_TODO, entry)}
    return seen


def team(*members: User) -> Team:
    made = Team.objects.create(group=Group.objects.create(name="Süd"))
    made.group.user_set.set(members)
    return made


def told(user: User) -> list[str]:
    return [str(kind) for kind in Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True)]


def tick_first(entry: Entry, *, by: User) -> None:
    services.tick(entry=entry, item=entry.checklist.all()[0].pk, is_done=True, by=by)


def test_entries_of_a_file_are_seen_by_whoever_sees_the_file(
    acme: Customer, hidden: Customer, anna: User, ben: User, boss: User
) -> None:
    services.add(by=anna, kind=Kind.NOTE, customer=acme, text="offen")
    cleo = User.objects.get(name="Cleo")
    services.add(by=cleo, kind=Kind.NOTE, customer=hidden, text="geheim")
    assert seen_by(anna) == seen_by(ben) == {"offen"}
    assert seen_by(cleo) == seen_by(boss) == {"offen", "geheim"}
    assert seen_by(person("Nemo")) == set()


def test_entries_without_a_customer_are_seen_by_whom_they_concern(anna: User, ben: User, cleo: User) -> None:
    south = team(cleo)
    services.add(by=anna, kind=Kind.NOTE, text="für mich")
    services.add(by=anna, kind=Kind.TODO, title="für Ben", assignee=ben)
    services.add(by=anna, kind=Kind.TODO, title="für Süd", team=south)
    services.add(by=anna, kind=Kind.NOTE, text="genannt: @Ben, @süd")
    assert seen_by(anna) == {"für mich", "für Ben", "für Süd", "genannt: @Ben, @süd"}
    assert seen_by(ben) == {"für Ben", "genannt: @Ben, @süd"}
    assert seen_by(cleo) == {"für Süd", "genannt: @Ben, @süd"}
    stand_in = person("Dirk", "Sachbearbeitung")
    today = timezone.localdate()
    Substitution.objects.create(absent=cleo, substitute=stand_in, first_day=today, last_day=today)
    assert seen_by(stand_in) == seen_by(cleo)


def test_nobody_is_asked_who_cannot_open_the_file(hidden: Customer, cleo: User, ben: User) -> None:
    for values in ({"assignee": ben}, {"text": "@Ben, bitte"}, {"team": team(ben)}):
        with pytest.raises(services.CannotSee):
            services.add(by=cleo, kind=Kind.TODO, customer=hidden, title="x", **values)
    entry = services.add(by=cleo, kind=Kind.NOTE, customer=hidden, text="x")
    with pytest.raises(services.CannotSee, match="Ben"):
        services.comment(entry=entry, text="@Ben?", by=cleo)
    assert not Mention.objects.exists()
    assert told(ben) == []


def test_whom_it_concerns_is_told_once(acme: Customer, anna: User, ben: User, cleo: User) -> None:
    todo = services.add(by=anna, kind=Kind.TODO, customer=acme, title="Anrufen", text="mit @Cleo", assignee=ben)
    assert (told(anna), told(ben), told(cleo)) == ([], ["assigned"], ["mentioned"])
    services.change(entry=todo, by=anna, title="Anrufen!", text="mit @Cleo bitte")
    assert (told(ben), told(cleo)) == (["assigned"], ["mentioned"])
    services.comment(entry=todo, text="Wann?", by=ben)
    services.comment(entry=todo, text="Morgen", by=anna)
    services.change_status(entry=todo, status=Status.DONE, by=ben)
    assert told(anna) == ["commented", "done"]
    assert told(ben) == ["assigned", "commented"]


def test_done_can_be_taken_back(acme: Customer, anna: User) -> None:
    todo = services.add(by=anna, kind=Kind.TODO, customer=acme, title="Anrufen", due_on=TODAY)
    done = services.change_status(entry=todo, status=Status.DONE, by=anna)
    assert done.done_by == anna
    assert done.done_at is not None
    again = services.change_status(entry=todo, status=Status.OPEN, by=anna)
    assert (again.done_at, again.done_by, again.due_on) == (None, None, TODAY)


def test_who_comes_first_takes_it(anna: User, ben: User) -> None:
    todo = services.add(by=anna, kind=Kind.TODO, title="Wer?", team=team(anna, ben))
    assert services.take(entry=todo, by=ben).assignee == ben
    assert services.take(entry=todo, by=ben).assignee == ben
    with pytest.raises(services.Taken, match="Ben"):
        services.take(entry=todo, by=anna)


def test_what_was_deleted_is_gone_for_everybody_and_can_be_brought_back(acme: Customer, anna: User, boss: User) -> None:
    note = services.add(by=anna, kind=Kind.NOTE, customer=acme, text="weg")
    services.delete(entry=note, by=anna)
    assert seen_by(anna) == seen_by(boss) == set()
    with pytest.raises(services.EntryGone):
        services.comment(entry=note, text="noch da?", by=anna)
    deleted = DeletedEntry.objects.get(pk=note.pk)
    assert may(anna, Action.EDIT_TODO, deleted)
    services.restore(entry=deleted, by=anna)
    assert seen_by(anna) == {"weg"}
    services.delete(entry=note, by=anna)
    assert services.forget_deleted(before=timezone.now() - timedelta(days=30)) == 0
    assert services.forget_deleted(before=timezone.now()) == 1


def test_a_checklist_keeps_its_ticks_when_it_is_changed(anna: User) -> None:
    todo = services.add(by=anna, kind=Kind.TODO, title="Anlegen", checklist=["Vertrag", "Ausweis"])
    first = todo.checklist.get(text="Vertrag")
    services.tick(entry=todo, item=first.pk, is_done=True, by=anna)
    services.change(entry=todo, by=anna, checklist=["Ausweis", "Vertrag", "Foto"])
    assert [(item.text, item.is_done) for item in todo.checklist.all()] == [
        ("Ausweis", False),
        ("Vertrag", True),
        ("Foto", False),
    ]


def test_what_repeats_is_followed_by_the_next_once(anna: User) -> None:
    last = date(2026, 1, 31)
    todo = services.add(
        by=anna, kind=Kind.TODO, title="Lohn", due_on=last, repeats="monthly", checklist=["Prüfen"], assignee=anna
    )
    services.tick(entry=todo, item=todo.checklist.get().pk, is_done=True, by=anna)
    for status in (Status.DONE, Status.OPEN, Status.DONE):
        services.change_status(entry=todo, status=status, by=anna)
    following = Entry.objects.get(previous=todo)
    assert following.due_on is not None
    assert following.due_on > timezone.localdate()
    assert (following.title, following.assignee, following.repeat_from) == ("Lohn", anna, last)
    assert [item.is_done for item in following.checklist.all()] == [False]


def test_before_an_end_the_next_day_follows_and_moves_with_the_end(anna: User) -> None:
    today = timezone.localdate()
    end = today + timedelta(days=20)
    first = services.add(
        by=anna, kind=Kind.TODO, title="Kündigen", repeats="before", ends_on=end, days_before=[30, 7, 0]
    )
    assert first.due_on == end - timedelta(days=7)
    moved = services.change(entry=first, by=anna, ends_on=end + timedelta(days=10))
    assert moved.due_on == today
    services.change(entry=first, by=anna, due_on=today + timedelta(days=1))  # put off, the end is where it was
    for days in (7, 0):
        last = Entry.objects.get(status=Status.OPEN)
        services.change_status(entry=last, status=Status.DONE, by=anna)
        following = Entry.objects.get(previous=last)
        assert following.due_on == end + timedelta(days=10 - days)
    services.change_status(entry=following, status=Status.DONE, by=anna)
    assert not Entry.objects.open().exists()
    with pytest.raises(series.NoEnd):
        services.change(entry=following, by=anna, ends_on=today - timedelta(days=1))
    never = services.change(entry=following, by=anna, repeats="none")
    assert (never.ends_on, never.days_before, never.repeat_from) == (None, None, None)


@pytest.mark.parametrize("how", ["a comment", "a tick"])
def test_the_next_one_stays_once_somebody_has_worked_on_it(anna: User, how: str) -> None:
    day = date(2026, 1, 31)
    todo = services.add(by=anna, kind=Kind.TODO, title="Lohn", due_on=day, repeats="monthly", checklist=["Prüfen"])
    services.change_status(entry=todo, status=Status.DONE, by=anna)
    following = Entry.objects.get(previous=todo)
    if how == "a tick":
        tick_first(following, by=anna)
    else:
        services.comment(entry=following, text="begonnen", by=anna)
    services.change_status(entry=todo, status=Status.OPEN, by=anna)
    assert Entry.objects.filter(previous=todo).count() == 1
    services.change_status(entry=todo, status=Status.DONE, by=anna)
    assert Entry.objects.count() == 2
