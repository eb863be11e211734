"""Two people edit the same record: nothing that either of them typed is lost.

The form carries the values that were seen when it was opened (signed).  At save, three values meet for
every field: seen, stored now, typed.  What only the other one changed is kept as theirs, what only this
person changed is theirs to save, and where both changed, the form says who changed what.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.core.signing import BadSignature
from django.db.models import Model
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from timecount.jinja import day, moment

SEEN = "seen"
SALT = "timecount.editing"

type Plain = str | int | bool | list["Plain"] | Mapping[str, "Plain"] | None


@dataclass(frozen=True)
class Change:
    """Who changed something last, and when; the name is empty when it was the system."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Conflict:
    """Both changed it."""

    key: str
    seen: Plain
    theirs: Plain
    mine: Plain


@dataclass(frozen=True)
class Merge:
    """`mine`: what this person changed; `theirs`: what only somebody else changed meanwhile."""

    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    conflicts: tuple[Conflict, ...] = field(default=())


def merge(seen: Mapping[str, Any], stored: Mapping[str, Any], typed: Mapping[str, Any]) -> Merge:
    """Compares key by key; a key that is missing on one side counts as None (a row that is gone)."""
    before, now, mine = ({key: plain(value) for key, value in side.items()} for side in (seen, stored, typed))
    keys = list(dict.fromkeys([*before, *now, *mine]))
    by_me = [key for key in keys if mine.get(key) != before.get(key)]
    by_them = {key for key in keys if now.get(key) != before.get(key)}
    clashes = [key for key in by_me if key in by_them and mine.get(key) != now.get(key)]
    return Merge(
        mine=tuple(by_me),
        theirs=tuple(key for key in keys if key in by_them and key not in by_me),
        conflicts=tuple(Conflict(key, before.get(key), now.get(key), mine.get(key)) for key in clashes),
    )


def plain(value: Any) -> Plain:
    """A value as it survives JSON, so that the three sides can be compared."""
    match value:
        case None | bool() | int():
            return value
        case str() | Decimal() | Promise():
            return str(value)
        case date() | time():
            return value.isoformat()
        case Model():
            return plain(value.pk)
        case Mapping():
            return {str(key): plain(part) for key, part in value.items()}
        case _:
            return [plain(part) for part in value]


def seal(values: Mapping[str, Any]) -> str:
    """For a hidden field: what was seen, signed, so that nobody can pretend to have seen something else."""
    return signing.dumps(plain(values), salt=SALT, compress=True)


def unseal(text: str) -> dict[str, Plain] | None:
    try:
        values = signing.loads(text, salt=SALT)
    except BadSignature:
        return None
    return values if isinstance(values, dict) else None


class EditForm(forms.Form):
    """A form over what is `stored`, that notices what somebody else saved since it was opened.

    After `is_valid()`, `changes` holds what this person changed: hand exactly that to the service.
    `notices` says what somebody else changed meanwhile and is kept.  With errors, the form shows the other
    person's values where this one typed nothing, and has seen them: saving again keeps what was typed.
    """

    # Without an id: several forms may be open on one page.
    seen = forms.CharField(widget=forms.HiddenInput({"id": False}), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        stored: Mapping[str, Any],
        last_change: Callable[[str], Change | None] = lambda _name: None,
        **options: Any,
    ) -> None:
        self.stored = dict(stored)
        self.last_change = last_change
        self.changes: dict[str, Any] = {}
        self.notices: list[str] = []
        initial = {**self.stored, SEEN: seal(self.stored), **(options.pop("initial", None) or {})}
        super().__init__(data, files, initial=initial, **options)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound:
            self._compare()

    def _compare(self) -> None:
        names = [name for name in self.fields if name in self.stored]
        typed = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        stored = {name: self.stored[name] for name in typed}
        sealed = unseal(self.data.get(self.add_prefix(SEEN), "")) or {}
        seen = {name: sealed.get(name, plain(stored[name])) for name in typed}
        result = merge(seen, stored, typed)
        for conflict in result.conflicts:
            self.add_error(conflict.key, self._explain(conflict))
        self.notices = [self._notice(name, seen[name]) for name in result.theirs]
        untouched = [name for name in typed if name not in result.mine]
        self.cleaned_data.update({name: self.stored[name] for name in untouched if name in self.cleaned_data})
        self.changes = {name: typed[name] for name in result.mine if plain(typed[name]) != plain(self.stored[name])}
        self._show_again(untouched)

    def _show_again(self, untouched: list[str]) -> None:
        """What the page shows if the form comes back: theirs where nothing was typed, and all of it seen."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix(SEEN)] = seal(self.stored)
        for name in untouched:
            data.setlist(self.add_prefix(name), _posted(self.fields[name], self.stored[name]))
        self.data = data

    def _explain(self, conflict: Conflict) -> str:
        change = self.last_change(conflict.key)
        shown = self.fields[conflict.key]
        text = (
            _(
                "%(name)s changed this on %(when)s from “%(old)s” to “%(new)s”. You typed “%(mine)s”. "
                "Save again to keep what you typed."
            )
            if change
            else _(
                "Somebody changed this meanwhile from “%(old)s” to “%(new)s”. You typed “%(mine)s”. "
                "Save again to keep what you typed."
            )
        )
        return text % {
            "name": _author(change),
            "when": moment(change.at) if change else "",
            "old": display(shown, conflict.seen),
            "new": display(shown, conflict.theirs),
            "mine": display(shown, conflict.mine),
        }

    def _notice(self, name: str, seen: Plain) -> str:
        change = self.last_change(name)
        field = self.fields[name]
        return _("%(name)s changed “%(field)s” meanwhile from “%(old)s” to “%(new)s”. That is kept.") % {
            "name": _author(change),
            "field": self[name].label,
            "old": display(field, seen),
            "new": display(field, plain(self.stored[name])),
        }


def _author(change: Change | None) -> str:
    return change.name if change and change.name else _("Somebody")


def display(field: forms.Field, value: Plain) -> str:
    """A value of a field, in the words of the page."""
    if isinstance(value, list):
        return ", ".join(display(field, part) for part in value) or _("nothing")
    if value is None or value == "":
        return _("nothing")
    if in_words := getattr(field, "in_words", None):  # a field of records has words for their keys
        return str(in_words(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, forms.DateField) and isinstance(value, str):
        return day(date.fromisoformat(value))
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return choices.get(str(value), str(value))


def _posted(field: forms.Field, value: Any) -> list[str]:
    """A value as the browser would have sent it."""
    if isinstance(field, forms.BooleanField):
        return ["on"] if value else []
    if isinstance(value, date):
        return [value.isoformat()]  # understood in every language, and shown by the browser in its own
    shown = field.widget.format_value(field.prepare_value(value))
    if shown is None:
        return []
    return [str(part) for part in shown] if isinstance(shown, list | tuple) else [str(shown)]
