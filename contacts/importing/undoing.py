"""What an import did to contacts, taken back: the records that belong together at once.

What the run made goes if nobody touched it since and nothing else needs it; what it changed becomes what it
was, field by field, where nobody else changed the same.  All the rest stays, with a reason.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import DO_NOTHING, PROTECT, Model
from django.db.models.fields.reverse_related import ForeignObjectRel

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts import services
from contacts.models import Address, Assignment, Contact, ContactTag, Email, Phone, Website
from contacts.searching import search_later
from lists.imports.kinds import Reason, Undoing
from lists.imports.traces import Trace, touched, traces
from lists.models import Undone
from timecount.errors import Refused

Links = Mapping[Any, tuple[str, ...]]
SOURCES: Links = {
    Contact: ("pgh_obj_id",), Address: ("contact_id",), Phone: ("contact_id",), Email: ("contact_id",),
    Website: ("contact_id",), ContactTag: ("contact_id",), Assignment: ("organisation_id", "person_id"),
}  # fmt: skip


def _editable(user: User, keys: Collection[int]) -> set[int]:
    return set(visible(user, Action.EDIT_CONTACT, Contact.objects.filter(pk__in=keys)).values_list("pk", flat=True))


@dataclass(frozen=True)
class Subject:
    """What an app above knows more: its own tables by contact, how to write them back, what else needs a record.

    With `whole`, an organisation that stays keeps the people who came with it.
    """

    sources: Links = field(default_factory=lambda: SOURCES)
    writers: Mapping[type[Model], Callable[[Any, dict[str, Any], User | None], None]] = field(default_factory=dict)
    # Of contacts with these keys, those that the person may change.
    editable: Callable[[User, Collection[int]], set[int]] = _editable
    whole: bool = False


def undo(run: int, targets: Sequence[int], by: User | None, subject: Subject) -> dict[int, Undoing]:
    """Of the targets, and of whatever the run made together with them."""
    return _Undo(run, by, subject, _together(run, targets)).done()


def _together(run: int, targets: Collection[int]) -> dict[int, bool]:
    """The targets and their company: contacts, with whether the run made them.

    Whoever works at a record that the run made, or made it work there, comes along; so does, of the people of an
    existing one, whom the run changed.
    """
    known: dict[int, bool] = {}
    new = set(targets)
    while new:
        made = {t.pk for t in traces(run, Contact, ("pgh_obj_id",), new) if t.created}
        known |= {key: key in made for key in new}
        ties = traces(run, Assignment, SOURCES[Assignment], made | (new & set(targets)))
        ends = {end for t in ties if t.by_run for end in (t.row["person_id"], t.row["organisation_id"])}
        people = Assignment.objects.filter(organisation__in=(new & set(targets)) - made)
        new = (ends | set(people.values_list("person_id", flat=True))) - set(known)
    return known


class _Undo:
    def __init__(self, run: int, by: User | None, subject: Subject, contacts: Mapping[int, bool]) -> None:
        self.by, self.subject, self.contacts = by, subject, contacts
        self.traces: dict[int, list[Trace]] = {key: [] for key in contacts}
        self.ties: list[Trace] = []
        for model, links in subject.sources.items():
            for trace in traces(run, model, links, contacts):
                self._file(trace, links)

    def _file(self, trace: Trace, links: Sequence[str]) -> None:
        ends = [trace.pk if link == "pgh_obj_id" else trace.row[link] for link in links]
        for end in ends:
            self.traces.get(end, []).append(trace)
        if trace.model is Assignment and trace.created:
            self.ties.append(trace)

    def done(self) -> dict[int, Undoing]:
        all_made = {key for key, is_made in self.contacts.items() if is_made}
        made = set(Contact.objects.filter(pk__in=all_made).values_list("pk", flat=True))
        staying = self._staying(made)
        self._delete(made - set(staying))
        done = {key: Undoing(Undone.STAYS, [staying[key]]) for key in staying}
        done |= {key: Undoing(Undone.GONE) for key in all_made - set(staying)}
        for key in set(self.contacts) - all_made:
            done[key] = self._put_back(key)
        self._name_people(done, staying)
        return done

    def _delete(self, gone: Collection[int]) -> None:
        """What an app above knows of them goes first; their rows go with them, without folding them anew each time."""
        with search_later():
            models: list[Any] = [*self.subject.writers, Contact]
            for model in models:
                model.objects.filter(pk__in=gone).delete()

    def _staying(self, made: Collection[int]) -> dict[int, Reason]:
        """Why some of what the run made stays."""
        reasons = {key: reason for key in made if (reason := _changed_since(self.traces[key]))}
        reasons |= self._needed(set(made) - set(reasons))
        for key in self._closed(set(made)):
            reasons[key] = Reason("closed_since")
        while more := {end: reason for tie in self.ties for end, reason in self._spread(tie, made, reasons)}:
            reasons |= more
        return reasons

    def _spread(self, tie: Trace, made: Collection[int], reasons: Mapping[int, Reason]) -> list[tuple[int, Reason]]:
        person, organisation = tie.row["person_id"], tie.row["organisation_id"]
        if organisation in made and organisation not in reasons and person in made and person in reasons:
            return [(organisation, Reason("person_stays", {"value": self._name(person)}))]
        if self.subject.whole and person in made and person not in reasons and organisation in reasons:
            return [(person, Reason("organisation_stays"))]
        return []

    def _name(self, key: int) -> str:
        """As the run wrote it."""
        row = next((t.row for t in self.traces[key] if t.model is Contact), {})
        names = (row.get("first_name"), row.get("last_name"), row.get("organisation_name"))
        return " ".join(filter(None, names))

    def _needed(self, made: Collection[int]) -> dict[int, Reason]:
        """Whatever else points at a record, in whichever app."""
        found: dict[int, Reason] = {}
        models: list[type[Model]] = [Contact, *self.subject.writers]
        for model in models:
            for relation in model._meta.get_fields(include_hidden=True):
                if not isinstance(relation, ForeignObjectRel) or self._is_known(relation):
                    continue
                other: Any = relation.related_model
                name = relation.field.name
                # What lies in a trash holds a record, too, if it says so.
                there = other._meta.base_manager if relation.on_delete is PROTECT else other._default_manager
                pointing = there.filter(**{f"{name}__in": made}).values_list(name, flat=True)
                found |= {key: Reason("still_needed", {"model": other._meta.label_lower}) for key in pointing}
        return found

    def _is_known(self, relation: Any) -> bool:
        """Its changes are looked at one by one, or it is a copy that the database keeps."""
        links = self.subject.sources.get(relation.related_model)
        is_tie = links is not None and (relation.field.primary_key or relation.field.attname in links)
        return is_tie or relation.many_to_many or relation.on_delete is DO_NOTHING

    def _closed(self, made: Collection[int]) -> set[int]:
        """What the person may not change any more."""
        if self.by is None:
            return set()
        return set(made) - self.subject.editable(self.by, made)

    def _put_back(self, key: int) -> Undoing:
        """A record that was there before the run."""
        mine = sorted((trace for trace in self.traces[key] if trace.by_run), key=_in_order)
        if mine and self._closed([key]):
            return Undoing(Undone.STAYS, [Reason("closed_since")])
        reasons = [reason for trace in mine for reason in self._take_back(trace)]
        return Undoing(Undone.STAYS if reasons else Undone.BACK, reasons)

    def _take_back(self, trace: Trace) -> list[Reason]:
        try:
            with transaction.atomic():
                return self._remove(trace) if trace.created else self._restore(trace)
        except Refused as error:
            return [Reason("undo_refused", {"why": str(error)})]
        except (IntegrityError, DataError):
            return [Reason("undo_not_saved")]

    def _remove(self, trace: Trace) -> list[Reason]:
        current = trace.model._default_manager.filter(pk=trace.pk).first()
        if current is None:
            return []
        if trace.since:
            return [_since(trace.since, model=trace.model._meta.label_lower)]
        if isinstance(current, Assignment):
            services.remove_assignment(assignment=current, by=self.by)
        else:
            current.delete()
        return []

    def _restore(self, trace: Trace) -> list[Reason]:
        """Field by field: what still is as the run left it."""
        current = trace.model._default_manager.filter(pk=trace.pk).first()
        if current is None:
            return []
        values, reasons = {}, []
        for name, (old, new) in trace.changed.items():
            now = getattr(current, name)
            if name == "own":
                values[name], differing = _own_back(old, new, now)
                reasons += [_since(trace.since, model=trace.model._meta.label_lower, field=name)] if differing else []
            elif now == new:
                values[name] = old
            elif now != old:
                reasons.append(_since(trace.since, model=trace.model._meta.label_lower, field=name))
        if values:
            self.subject.writers.get(trace.model, _write)(current, values, self.by)
        return reasons

    def _name_people(self, done: dict[int, Undoing], staying: Collection[int]) -> None:
        """A record that was there before says what stays of its people."""
        for tie in self.ties:
            person, organisation = tie.row["person_id"], tie.row["organisation_id"]
            if person in staying and not self.contacts.get(organisation, True):
                done[organisation].outcome = Undone.STAYS
                done[organisation].reasons.append(Reason("person_stays", {"value": self._name(person)}))
        kept = {key: one.reasons for key, one in done.items() if one.reasons and not self.contacts[key]}
        for person, organisation in Assignment.objects.filter(
            person__in=kept, organisation__in=done if self.subject.whole else ()
        ).values_list("person_id", "organisation_id"):
            done[organisation].outcome = Undone.STAYS
            done[organisation].reasons += kept[person]


def _own_back(old: dict[str, Any], new: dict[str, Any], now: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Own fields one by one: what becomes what it was, and whether any says something else by now."""
    changed = {key for key in {**old, **new} if old.get(key) != new.get(key)}
    differing = {key for key in changed if now.get(key) not in (old.get(key), new.get(key))}
    return {key: old.get(key) for key in changed - differing}, bool(differing)


def _in_order(trace: Trace) -> tuple[bool, bool]:
    """What goes first gives its place as the main one up."""
    return (not trace.created, bool(trace.changed.get("is_main", (False,))[0]))


def _changed_since(found: Sequence[Trace]) -> Reason | None:
    last = touched(found)
    return _since(last) if last else None


def _since(event: Any, **values: str) -> Reason:
    """Who did what the run cannot take back, and when."""
    if event is None:
        return Reason("differs_now", values)
    who = (event.pgh_context or {}).get("user") or 0
    return Reason("changed_since", {**values, "who": who, "when": event.pgh_created_at.isoformat()})


def _write(current: Any, values: dict[str, Any], by: User | None) -> None:
    if isinstance(current, Contact):
        services.change_contact(contact=current, by=by, **values)
    elif isinstance(current, Assignment):
        services.change_assignment(assignment=current, by=by, **values)
    else:
        type(current).objects.filter(pk=current.pk).update(**values)
