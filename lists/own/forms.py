"""Own fields in a form."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _

from lists.own.kinds import Definition, OwnKind, Value, as_typed, read, shown


class OwnValueField(forms.Field):
    """Its clean value is the one that is kept: comparing, merging and saving never see another."""

    def __init__(self, definition: Definition, stored: Value = None) -> None:
        self.definition, self.stored = definition, stored
        super().__init__(
            label=definition.label,
            help_text=escape(definition.help_text),  # forms take the help of our own fields for html
            required=False,
            widget=_widget(definition, stored),
        )

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays as it was typed."""
        if self.definition.kind == OwnKind.DATE and isinstance(value, date):
            return value.isoformat()
        return as_typed(self.definition, value) if value == self.stored else value

    def clean(self, value: Any) -> Value:
        cleaned = read(self.definition, str(value or ""))
        choice = self.definition.choice(cleaned) if self.definition.kind == OwnKind.CHOICE else None
        if choice and choice.is_retired and cleaned != self.stored:
            raise ValidationError(_("“%(choice)s” is not used any more.") % {"choice": choice.label})
        return cleaned

    def in_words(self, value: Any) -> str:
        return shown(self.definition, value)


def _widget(definition: Definition, stored: Value) -> forms.Widget:
    match definition.kind:
        case OwnKind.DATE:
            return forms.DateInput(format="%Y-%m-%d")
        case OwnKind.CHOICE:
            offered = [one for one in definition.choices if not one.is_retired or one.key == stored]
            return forms.Select(choices=[("", "–"), *((one.key, one.label) for one in offered)])
        case OwnKind.YES_NO:
            return forms.Select(choices=[("", "–"), ("true", _("yes")), ("false", _("no"))])
        case OwnKind.NUMBER:
            return forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        case OwnKind.LINK:
            return forms.TextInput({"inputmode": "url", "autocomplete": "off"})
    return forms.TextInput({"autocomplete": "off"})


def add_own_fields(
    form: forms.Form, definitions: Sequence[Definition], own: Mapping[str, Value], names: Sequence[str] | None = None
) -> None:
    """Those that are asked for, at the end of the form; `names` leaves only these."""
    for definition in definitions:
        if not definition.is_retired and (names is None or definition.name in names):
            form.fields[definition.name] = OwnValueField(definition, own.get(definition.key))


def own_values(definitions: Sequence[Definition], own: Mapping[str, Value]) -> dict[str, Value]:
    """What is stored now, by the names of the fields of the form."""
    return {one.name: own.get(one.key) for one in definitions if not one.is_retired}
