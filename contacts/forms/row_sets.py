"""Addresses, telephones, e-mails and websites as rows of a form, all without JavaScript.

A row is named `phones-0`, numbers may have gaps.  Rows know what was seen when the form was opened, so that
rows that somebody else changed, added or removed meanwhile are kept (see `timecount.editing`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.forms.rows import ROW_FORMS, RowForm
from contacts.rows import Row
from timecount.editing import Change, Conflict, merge, seal, unseal
from timecount.extensions import Label
from timecount.jinja import phone

MOST_ROWS = 30
MAIN = "main"

TITLES: dict[str, tuple[Label, Label]] = {
    "addresses": (gettext_lazy("Addresses"), gettext_lazy("Another address")),
    "phones": (gettext_lazy("Telephone"), gettext_lazy("Another number")),
    "emails": (gettext_lazy("E-mail"), gettext_lazy("Another e-mail")),
    "websites": (gettext_lazy("Websites"), gettext_lazy("Another website")),
}

LastTouch = Callable[[str, int], Change | None]


def _nobody(_kind: str, _pk: int) -> Change | None:
    return None


class RowSet:
    """The rows of one kind.  After `is_valid()`, `rows` holds all, somebody else's changes included."""

    def __init__(
        self, kind: str, data: Any = None, *, stored: Sequence[Row] = (), last_touch: LastTouch = _nobody
    ) -> None:
        self.kind, self.stored, self.last_touch = kind, list(stored), last_touch
        self.title, self.more = TITLES[kind]
        self.notices: list[str] = []
        self.rows: list[Row] = list(stored)
        self.bound = data is not None
        self.forms = self._posted_forms(data) if self.bound else self._stored_forms()
        self.main = str(data.get(f"{kind}-{MAIN}", "")) if self.bound else self._main_index()
        sealed = data.get(f"{kind}-seen", "") if self.bound else ""
        self._seen = unseal(sealed) if sealed else None
        self._still_seen = ""
        self._sealed = sealed
        self._compared: bool | None = None
        self.judged: list[RowForm] = []

    @property
    def seen(self) -> str:
        """For the hidden field: what was stored when this page was made."""
        return self._still_seen or seal(_by_key(self.stored))

    @property
    def changed(self) -> bool:
        return self.rows != self.stored

    def is_valid(self) -> bool:
        if not self.bound:
            return False
        if self._compared is None:
            self.judged = [form for form in self.forms if not form.dropped]
            valid = [form.is_valid() for form in self.judged]
            self._compared = self._compare() if all(valid) else False
        return self._compared

    def show_typed(self) -> None:
        """Shows what was typed so far without judging it."""
        self.forms = [self._unbound(form.index, _typed(form)) for form in self.forms]
        self._still_seen = self._sealed

    def add_row(self) -> None:
        if len(self.forms) < MOST_ROWS:
            self.forms.append(self._unbound(self._next_index(), {}))

    def begin_with(self, values: dict[str, Any]) -> None:
        """The first row of a new contact, of which something is known already."""
        self.forms[0] = self._unbound("0", values)

    # --- making the rows --------------------------------------------------------------------

    def _posted_forms(self, data: Mapping[str, Any]) -> list[RowForm]:
        found = {match.group(1) for name in data if (match := re.match(rf"{self.kind}-(\d{{1,3}})-", name))}
        numbers = sorted(found, key=int)[:MOST_ROWS]
        return [ROW_FORMS[self.kind](data, prefix=f"{self.kind}-{number}") for number in numbers]

    def _stored_forms(self) -> list[RowForm]:
        shown = [self._unbound(str(number), asdict(row)) for number, row in enumerate(self.stored)]
        return shown or [self._unbound("0", {})]

    def _unbound(self, index: str, initial: dict[str, Any]) -> RowForm:
        return ROW_FORMS[self.kind](prefix=f"{self.kind}-{index}", initial=initial)

    def _next_index(self) -> str:
        return str(max((int(form.index) for form in self.forms), default=-1) + 1)

    def _main_index(self) -> str:
        return next((str(number) for number, row in enumerate(self.stored) if row.is_main), "0")

    # --- meeting what somebody else saved ----------------------------------------------------

    def _compare(self) -> bool:
        typed = {self._key(form): form for form in self.forms if not form.dropped}
        stored = _by_key(self.stored)
        seen = self._seen if self._seen is not None else stored
        typed_rows = {key: form.row() for key, form in typed.items()}  # before errors take values away
        mine: dict[str, Any] = {key: _values(row) for key, row in typed_rows.items()}
        mine[MAIN] = self._typed_main(typed, seen)
        result = merge(seen, stored, mine)
        conflicts = [conflict for conflict in result.conflicts if conflict.key != MAIN]
        for conflict in conflicts:
            self._explain(conflict, typed)
        self.notices = [self._notice(key, seen, stored) for key in result.theirs if key != MAIN]
        self.rows = self._merged(typed_rows, result.mine, mine[MAIN] if MAIN in result.mine else stored[MAIN])
        self._show_merged(typed, result.mine)
        return not conflicts

    def _key(self, form: RowForm) -> str:
        row_id = form.cleaned_data.get("id")
        known = {str(row.id) for row in self.stored} | set(self._seen or {})
        return str(row_id) if str(row_id) in known else f"new-{form.index}"

    def _typed_main(self, typed: Mapping[str, RowForm], seen: Mapping[str, Any]) -> str | None:
        chosen = next((key for key, form in typed.items() if form.index == self.main), None)
        return chosen or (seen.get(MAIN) if seen.get(MAIN) in typed else next(iter(typed), None))

    def _merged(self, typed: Mapping[str, Row], by_me: Sequence[str], main: Any) -> list[Row]:
        theirs = {str(row.id): row for row in self.stored}
        rows: dict[str, Row] = {}
        for key, row in typed.items():
            if key in by_me:
                rows[key] = replace(row, id=theirs[key].id if key in theirs else None)
            elif key in theirs:
                rows[key] = theirs[key]
        rows.update({key: row for key, row in theirs.items() if key not in rows and key not in by_me})
        main = main if main in rows else next(iter(rows), None)
        return [replace(row, is_main=key == main) for key, row in rows.items()]

    def _show_merged(self, typed: Mapping[str, RowForm], by_me: Sequence[str]) -> None:
        """If the page comes back, untouched rows show what is stored, and new ones of others appear."""
        theirs = {str(row.id): row for row in self.stored}
        shown: list[RowForm] = []
        for key, form in typed.items():
            if key in by_me:
                shown.append(form)
            elif key in theirs:
                shown.append(self._unbound(form.index, asdict(theirs[key])))
        self.forms = [*shown, *(form for form in self.judged if form.dropped)]
        for key in (key for key in theirs if key not in typed and key not in by_me):
            self.forms.append(self._unbound(self._next_index(), asdict(theirs[key])))
        if not self.forms:
            self.forms = [self._unbound("0", {})]

    def _explain(self, conflict: Conflict, typed: Mapping[str, RowForm]) -> None:
        change = self.last_touch(self.kind, int(conflict.key))
        name = change.name if change and change.name else _("Somebody")
        form = typed.get(conflict.key) or self._removed_form(conflict.key)
        if conflict.theirs is None:
            text = _("%(name)s removed this row meanwhile. Save again to keep what you typed.")
        elif conflict.mine is None:
            text = _("%(name)s changed this row meanwhile to “%(new)s”. Save again to remove it.")
        else:
            text = _(
                "%(name)s changed this row meanwhile from “%(old)s” to “%(new)s”. Save again to keep what you typed."
            )
        shown = {"name": name, "old": _text(conflict.seen), "new": _text(conflict.theirs)}
        if form is not None:
            form.full_clean()
            if form not in self.judged:
                self.judged.append(form)
            form.add_error(form.matter[0], text % shown)

    def _removed_form(self, key: str) -> RowForm | None:
        return next((form for form in self.forms if form.dropped and str(form["id"].data) == key), None)

    def _notice(self, key: str, seen: Mapping[str, Any], stored: Mapping[str, Any]) -> str:
        change = self.last_touch(self.kind, int(key))
        name = change.name if change and change.name else _("Somebody")
        if key not in seen:
            text = _("%(name)s added “%(new)s” meanwhile. That is kept.")
        elif key not in stored:
            text = _("%(name)s removed “%(old)s” meanwhile. That is kept.")
        else:
            text = _("%(name)s changed “%(old)s” meanwhile to “%(new)s”. That is kept.")
        return text % {"name": name, "old": _text(seen.get(key)), "new": _text(stored.get(key))}


def _by_key(rows: Sequence[Row]) -> dict[str, Any]:
    main = next((str(row.id) for row in rows if row.is_main), None)
    return {**{str(row.id): _values(row) for row in rows}, MAIN: main}


def _values(row: Row) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name not in ("id", "is_main")}


def _typed(form: RowForm) -> dict[str, Any]:
    return {name: form[name].data if form.is_bound else form[name].value() for name in form.fields}


def _text(values: Any) -> str:
    """A row in a sentence: what it says, without its kind and country."""
    shown = [value for name, value in (values or {}).items() if name not in ("label", "country", "federal_state")]
    return ", ".join(phone(str(value)) for value in shown if value)
