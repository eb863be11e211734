"""Somebody leaves: what there is to do, and the reminders of it, are somebody else's in one step."""

from datetime import UTC, datetime

from accounts.models import User
from accounts.services import hand_over
from customers.models import Customer
from lists.models import SavedView
from tests.cast import person
from todos import services
from todos.models import Entry, Kind, Reminder, Status


def test_to_dos_and_reminders_go_along_with_the_files(
    acme: Customer, hidden: Customer, cleo: User, ben: User, boss: User
) -> None:
    at = datetime(2027, 1, 4, 7, tzinfo=UTC)
    for title, file in (("hier", acme), ("dort", hidden), ("allein", None)):
        entry = services.add(by=cleo, kind=Kind.TODO, customer=file, title=title, assignee=cleo)
        Reminder.objects.create(entry=entry, user=cleo, at=at)
    done = services.add(by=cleo, kind=Kind.TODO, title="fertig", assignee=cleo)
    services.change_status(entry=done, status=Status.DONE, by=cleo)
    view = SavedView.objects.create(list_key="customers", name="Hamburg", query="place=Hamburg", owner=cleo)
    hand_over(of=cleo, to=ben, by=boss)
    view.refresh_from_db()
    assert view.owner == ben
    assert set(Entry.objects.filter(assignee=ben).values_list("title", flat=True)) == {"hier", "dort", "allein"}
    assert Reminder.objects.filter(user=ben, at=at).count() == 3
    assert Entry.objects.get(assignee=cleo) == done
    assert not Reminder.objects.filter(user=cleo).exists()


def test_what_the_other_one_cannot_see_is_nobodys(hidden: Customer, cleo: User, boss: User) -> None:
    entry = services.add(by=cleo, kind=Kind.TODO, customer=hidden, title="dort", assignee=cleo)
    nemo = person("Nemo")
    hand_over(of=cleo, to=nemo, by=boss)
    entry.refresh_from_db()
    assert entry.assignee is None
