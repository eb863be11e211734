"""What a run did to records, and what happened to them since: read from the history that the database keeps."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Model, Q

# Columns that say nothing of their own.
SILENT = frozenset({"id", "created_at", "updated_at"})


@dataclass
class Trace:
    """One record.  `changed` holds what the run changed, from what to what; `since` is the last change of others.

    `row` is the record as it was last known, by the names of its columns.
    """

    model: type[Model]
    pk: int
    row: dict[str, Any]
    created: bool = False
    changed: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    since: Any = None

    @property
    def by_run(self) -> bool:
        return self.created or bool(self.changed)


def traces(run: int, model: Any, links: Collection[str], keys: Collection[int]) -> list[Trace]:
    """Of all records of the model that any of the `links` ties to one of the `keys`."""
    events = model._meta.get_field("events").related_model.objects
    tied = Q(*((f"{link}__in", keys) for link in links), _connector=Q.OR)
    found = events.filter(tied).order_by("pgh_obj_id", "pgh_id")
    return [_trace(run, model, group) for _pk, group in groupby(found, key=lambda event: event.pgh_obj_id)]


def values_of(event: Any) -> dict[str, Any]:
    return {f.attname: getattr(event, f.attname) for f in event._meta.fields if not f.name.startswith("pgh_")}


def _trace(run: int, model: type[Model], events: Iterable[Any]) -> Trace:
    trace, mine = Trace(model, 0, {}), False
    seen: Any = None
    for event in events:
        context = event.pgh_context or {}
        if context.get("imported") == run:
            trace.created = trace.created or event.pgh_label == "insert"
            trace.since = trace.since if mine else None
            mine = True
            _note_changes(trace, seen, event)
        elif context.get("undone") != run and (mine or event.pgh_label == "insert"):
            trace.since = event
        seen = event
    trace.pk, trace.row = seen.pgh_obj_id, values_of(seen)
    return trace


def _note_changes(trace: Trace, seen: Any, event: Any) -> None:
    if trace.created or seen is None:
        return
    old, new = values_of(seen), values_of(event)
    for name, value in new.items():
        if name not in SILENT and old[name] != value:
            first = trace.changed.get(name, (old[name], None))[0]
            trace.changed[name] = (first, value)


def touched(found: Iterable[Trace]) -> Any:
    """The last change of others to any of these; None where there is none."""
    return max((t.since for t in found if t.since), key=lambda event: event.pgh_created_at, default=None)
