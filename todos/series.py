"""A to-do that repeats: the next one is there as soon as this one is done."""

from datetime import date

from todos import reminding
from todos.models import ChecklistItem, Entry, Mention, Repeats, Status
from todos.repeating import next_due

_COPIED = (
    *("kind", "customer_id", "contact_id", "title", "text", "author_id", "priority"),
    *("assignee_id", "team_id", "due_at_time", "repeats", "repeat_from"),
)


def write_next(entry: Entry, *, today: date) -> Entry | None:
    """Exactly once, however often the one before is done; one that somebody has deleted ends the series."""
    if entry.repeats == Repeats.NONE or not entry.repeat_from or not entry.due_on:
        return None
    if Entry._meta.base_manager.filter(previous=entry).exists():
        return None
    due_on = next_due(repeats=entry.repeats, repeat_from=entry.repeat_from, due_on=entry.due_on, done_on=today)
    copied = {name: getattr(entry, name) for name in _COPIED}
    made: Entry = Entry.objects.create(previous=entry, due_on=due_on, status=Status.OPEN, **copied)
    lines = [ChecklistItem(entry=made, position=item.position, text=item.text) for item in entry.checklist.all()]
    ChecklistItem.objects.bulk_create(lines)
    named = entry.mentions.values_list("principal", flat=True)
    Mention.objects.bulk_create(Mention(entry=made, principal=one) for one in named)
    reminding.copy(of=entry, to=made)
    return made


def take_back_next(entry: Entry) -> None:
    """When it was not done after all; one that somebody has worked on stays."""
    Entry.objects.untouched().filter(previous=entry).delete()
