"""What somebody types about an organisation or a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.forms.utils import ErrorList
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts import telephones
from contacts.duplicates import Typed
from contacts.fields import email_address
from contacts.forms.row_sets import LastTouch, RowSet
from contacts.models import Contact, Kind, Salutation
from contacts.rows import ROWS, Row, in_order
from contacts.tags import MOST_TAGS, TAG_LENGTH
from lists.own.forms import add_own_fields
from lists.own.kinds import Definition, gathered
from timecount import pictures
from timecount.editing import Change, EditForm
from timecount.errors import Refused
from timecount.extensions import Label
from timecount.fields import LineField, TextField
from timecount.texts import clean_line

MOST_TYPED = 200
MOST_COMPARED = 10
OLDEST = date(1900, 1, 1)


class TagsField(forms.CharField):
    """Words with commas between them."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Tags"), required=False, help_text=gettext_lazy("words with commas between them")
        )

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        words = [clean_line(word) for word in str(value or "").split(",")]
        tags = in_order({word.casefold(): word for word in words if word}.values())
        if long := next((tag for tag in tags if len(tag) > TAG_LENGTH), None):
            raise ValidationError(
                _("“%(tag)s…” is too long for a tag: at most %(limit)d characters.")
                % {"tag": long[:20], "limit": TAG_LENGTH}
            )
        if len(tags) > MOST_TAGS:
            raise ValidationError(_("At most %(limit)d tags, please.") % {"limit": MOST_TAGS})
        return tags


class OrganisationForm(EditForm):
    organisation_name = LineField(label=gettext_lazy("Company name"), max_length=200)
    tags = TagsField()
    notes = TextField(
        label=gettext_lazy("Notes"), max_length=10_000, required=False, widget=forms.Textarea({"rows": 4})
    )


class PersonForm(EditForm):
    salutation = forms.ChoiceField(
        label=gettext_lazy("Salutation"),
        choices=Salutation.choices,
        required=False,
        help_text=Contact._meta.get_field("salutation").help_text,
    )
    title = LineField(
        label=gettext_lazy("Title"), max_length=40, required=False, help_text=gettext_lazy("e.g. Dr., Prof.")
    )
    first_name = LineField(label=gettext_lazy("First name"), max_length=80, required=False)
    last_name = LineField(label=gettext_lazy("Last name"), max_length=100, required=False)
    position = LineField(label=gettext_lazy("Position"), max_length=100, required=False)
    birthday = forms.DateField(label=gettext_lazy("Birthday"), required=False)
    tags = TagsField()
    notes = TextField(
        label=gettext_lazy("Notes"), max_length=10_000, required=False, widget=forms.Textarea({"rows": 4})
    )

    def clean_birthday(self) -> date | None:
        birthday: date | None = self.cleaned_data["birthday"]
        if birthday and not OLDEST <= birthday <= timezone.localdate():
            raise ValidationError(_("A birthday lies between 1900 and today."))
        return birthday

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = {"first_name", "last_name"} & set(self.fields)
        if typed and not any(cleaned.get(name) or name in self.errors for name in typed):
            self.add_error("last_name", _("Please enter a first or a last name."))
        return cleaned


FORMS: dict[str, type[EditForm]] = {Kind.ORGANISATION: OrganisationForm, Kind.PERSON: PersonForm}
# What can be changed on the page of the contact, one at a time.
INLINE = {Kind.ORGANISATION: ("tags", "notes"), Kind.PERSON: ("position", "birthday", "tags", "notes")}


class ContactForms:
    """The form of a contact with its rows.  Looks like one form to the summary of errors."""

    def __init__(
        self,
        kind: str,
        data: Any = None,
        *,
        stored: Mapping[str, Any] | None = None,
        rows: Mapping[str, Sequence[Row]] | None = None,
        own: Sequence[Definition] = (),
        last_change: Callable[[str], Change | None] = lambda _name: None,
        last_touch: LastTouch = lambda _kind, _pk: None,
    ) -> None:
        self.kind, self.own = kind, own
        self.form = _form(kind, own, data, stored=stored or {}, last_change=last_change)
        self.row_sets = {
            row_kind: RowSet(row_kind, data, stored=(rows or {}).get(row_kind, ()), last_touch=last_touch)
            for row_kind in ROWS
        }

    def add_row(self, row_kind: str) -> str:
        """Shows one row more, and what was typed so far without judging it.  Empty if that is no kind."""
        if row_kind not in self.row_sets:
            return ""
        typed = {name: self.form[name].data for name in self.form.fields}
        self.form = _form(self.kind, self.own, stored=self.form.stored, initial=typed)
        for rows in self.row_sets.values():
            rows.show_typed()
        self.row_sets[row_kind].add_row()
        return row_kind

    def is_valid(self) -> bool:
        valid = [self.form.is_valid(), *(rows.is_valid() for rows in self.row_sets.values())]
        return all(valid)

    @property
    def values(self) -> dict[str, Any]:
        """Everything that was typed, for a new contact."""
        typed = {name: value for name, value in self.form.cleaned_data.items() if name != "seen"}
        if self.kind == Kind.ORGANISATION:
            typed["name"] = typed.pop("organisation_name")
        return {**gathered(typed), **{kind: rows.rows for kind, rows in self.row_sets.items()}}

    @property
    def changes(self) -> dict[str, Any]:
        """What this person changed of a stored contact."""
        changed = {kind: rows.rows for kind, rows in self.row_sets.items() if rows.changed}
        return {**gathered(self.form.changes), **changed}

    @property
    def expected(self) -> dict[str, Any]:
        """What the changes were compared with."""
        return {**self.form.stored, **{kind: rows.stored for kind, rows in self.row_sets.items()}}

    @property
    def notices(self) -> list[str]:
        return [*self.form.notices, *(text for rows in self.row_sets.values() for text in rows.notices)]

    @property
    def errors(self) -> list[Any]:
        return [field for field in self if field.errors] + list(self.non_field_errors())

    def non_field_errors(self) -> ErrorList:
        return self.form.non_field_errors()

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self.form[definition.name] for definition in self.own if not definition.is_retired]

    def visible_fields(self) -> list[forms.BoundField]:
        return [field for field in self if not field.is_hidden]

    def hidden_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.is_hidden]

    def __iter__(self) -> Iterator[forms.BoundField]:
        yield from self.form
        for rows in self.row_sets.values():
            for row in rows.judged:
                yield from row


def _form(
    kind: str, own: Sequence[Definition], data: Any = None, *, stored: Mapping[str, Any], **more: Any
) -> EditForm:
    form = FORMS[kind](data, stored=stored, **more)
    add_own_fields(form, own, {one.key: stored.get(one.name) for one in own})
    return form


def inline_names(kind: str, own: Sequence[Definition]) -> list[str]:
    return [*INLINE[Kind(kind)], *(definition.name for definition in own if not definition.is_retired)]


def field_labels(kind: str) -> dict[str, Label]:
    return {name: field.label or "" for name, field in FORMS[kind].base_fields.items()}


def field_form(
    kind: str,
    name: str,
    data: Any = None,
    *,
    stored: Mapping[str, Any],
    own: Sequence[Definition],
    last_change: Callable[[str], Change | None],
) -> EditForm:
    """The form of one field alone."""
    form = _form(kind, own, data, stored={name: stored[name]}, last_change=last_change)
    for other in set(form.fields) - {name, "seen"}:
        del form.fields[other]
    return form


def typed_contact(kind: str, data: Any) -> Typed:
    """What is typed so far, for the search for duplicates; what makes no sense yet is left out."""
    names = ("last_name", "first_name") if kind == Kind.PERSON else ("organisation_name",)
    return Typed(
        kind=kind,
        name=clean_line(" ".join(data.get(name, "")[:MOST_TYPED] for name in names)),
        emails=_understood(data, r"emails-\d+-address", email_address),
        phones=_understood(data, r"phones-\d+-number", telephones.parse),
    )


def _understood(data: Any, names: str, read: Callable[[str], str]) -> list[str]:
    found = [data[name] for name in data if re.fullmatch(names, name)][:MOST_COMPARED]
    values = []
    for typed in filter(None, map(clean_line, found)):
        with suppress(ValidationError, Refused):
            values.append(read(typed))
    return values


class PhotoForm(forms.Form):
    """A photo comes out as a square WebP."""

    photo = forms.FileField(
        label=gettext_lazy("Picture"),
        widget=forms.FileInput(attrs={"accept": pictures.ACCEPT}),
        help_text=gettext_lazy("JPEG, PNG, WebP or GIF; cut to a square."),
    )

    def clean_photo(self) -> File[bytes]:
        upload = self.cleaned_data["photo"]
        try:
            return pictures.square(upload, size=upload.size)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
