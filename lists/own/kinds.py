"""Fields that an administrator has defined: what their values are, how they are read and how they are shown.  Pure.

A value is kept as JSON in one way only: a number as "1234.5", a day as "2026-12-31", yes and no as true and false, a
choice by its key.  What is empty is not kept at all.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from timecount.fields import web_address
from timecount.jinja import day, number
from timecount.texts import clean_line

PREFIX = "own-"
MOST_CHARACTERS = 500
MOST_DIGITS, MOST_DECIMALS = 15, 6
FIRST_DAY, LAST_DAY = date(1600, 1, 1), date(2199, 12, 31)

type Value = str | bool | None

# With thousands and decimals as German or as English programs write them, or without.
_GERMAN = re.compile(r"-?(?:[0-9]{1,3}(?:[. '’][0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
_ENGLISH = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|-?[0-9]+\.[0-9]+")
_UNIT = re.compile(r"(?i)\s*(?:€|eur|%)$")
_DATES = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S")
_WORDS = {
    **dict.fromkeys(("true", "ja", "j", "yes", "y", "wahr", "x", "1"), True),
    **dict.fromkeys(("false", "nein", "n", "no", "falsch", "0"), False),
}


class OwnKind(models.TextChoices):
    TEXT = "text", gettext_lazy("text")
    NUMBER = "number", pgettext_lazy("kind of a field", "number")
    DATE = "date", gettext_lazy("date")
    CHOICE = "choice", gettext_lazy("choice")
    YES_NO = "yes_no", gettext_lazy("yes or no")
    LINK = "link", gettext_lazy("link")


@dataclass(frozen=True)
class Choice:
    key: str
    label: str
    is_retired: bool = False


@dataclass(frozen=True)
class Definition:
    """One field as it is defined now; `name` is what forms, columns and filters call it."""

    key: str
    label: str
    kind: str
    help_text: str = ""
    is_retired: bool = False
    choices: tuple[Choice, ...] = ()

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.key}"

    def choice(self, key: Any) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)


def read(definition: Definition, typed: str) -> Value:
    """What somebody typed, or what stands in a file; None for nothing.  A ValidationError says what is wrong."""
    text = clean_line(typed)
    return _READ[definition.kind](definition, text) if text else None


def shown(definition: Definition, value: Value) -> str:
    """In the words of people."""
    if value is None or value == "":
        return ""
    match definition.kind:
        case OwnKind.NUMBER:
            return number(Decimal(str(value)))
        case OwnKind.DATE:
            return day(date.fromisoformat(str(value)))
        case OwnKind.YES_NO:
            return _("yes") if value else _("no")
        case OwnKind.CHOICE:
            choice = definition.choice(value)
            return choice.label if choice else str(value)
    return str(value)


def as_typed(definition: Definition, value: Value) -> str:
    """As somebody would type it: read again, it is the same."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value or "")
    return text.replace(".", ",") if definition.kind == OwnKind.NUMBER else text


def typed_value(definition: Definition, value: Value) -> Any:
    """For the cells of tables and exports: numbers and days as such."""
    if value is None:
        return None
    match definition.kind:
        case OwnKind.NUMBER:
            return Decimal(str(value))
        case OwnKind.DATE:
            return date.fromisoformat(str(value))
    return value


def merged(stored: Mapping[str, Value], changes: Mapping[str, Value]) -> dict[str, Value]:
    """What is stored after these changes; what became empty is gone."""
    return {key: value for key, value in {**stored, **changes}.items() if value is not None and value != ""}


def gathered(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a form as services take them: those of own fields in one piece."""
    own = {name.removeprefix(PREFIX): value for name, value in values.items() if name.startswith(PREFIX)}
    others = {name: value for name, value in values.items() if not name.startswith(PREFIX)}
    return {**others, "own": own} if own else others


def _text(_definition: Definition, text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise ValidationError(_("At most %(most)s characters, please.") % {"most": MOST_CHARACTERS})
    return text


def _number(_definition: Definition, text: str) -> str:
    text = _UNIT.sub("", text.replace("−", "-"))
    if _GERMAN.fullmatch(text):
        plain = re.sub(r"[. '’]", "", text).replace(",", ".")
    elif _ENGLISH.fullmatch(text):
        plain = text.replace(",", "")
    else:
        raise ValidationError(_("This is not a number, e.g. 1.234,5."))
    whole, _point, decimals = plain.lstrip("-").partition(".")
    if len(whole) > MOST_DIGITS or len(decimals) > MOST_DECIMALS:
        raise ValidationError(
            _("At most %(digits)s digits and %(decimals)s decimals, please.")
            % {"digits": MOST_DIGITS, "decimals": MOST_DECIMALS}
        )
    value = Decimal(plain)
    return f"{value.normalize():f}" if value else "0"


def _date(_definition: Definition, text: str) -> str:
    for form in _DATES:
        try:
            value = datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
        if FIRST_DAY <= value <= LAST_DAY:
            return value.isoformat()
    raise ValidationError(_("This is not a date, e.g. 31.12.2026."))


def _choice(definition: Definition, text: str) -> str:
    """By its key, else by its name."""
    named = (choice for choice in definition.choices if choice.label.casefold() == text.casefold())
    if choice := definition.choice(text) or next(named, None):
        return choice.key
    offered = ", ".join(choice.label for choice in definition.choices if not choice.is_retired)
    raise ValidationError(_("Please choose one of these: %(choices)s.") % {"choices": offered})


def _yes_no(_definition: Definition, text: str) -> bool:
    if (value := _WORDS.get(text.casefold())) is None:
        raise ValidationError(_("Please answer with yes or no."))
    return value


def _link(_definition: Definition, text: str) -> str:
    return web_address(text, most=MOST_CHARACTERS)


_READ: dict[str, Callable[[Definition, str], Value]] = {
    OwnKind.TEXT: _text,
    OwnKind.NUMBER: _number,
    OwnKind.DATE: _date,
    OwnKind.CHOICE: _choice,
    OwnKind.YES_NO: _yes_no,
    OwnKind.LINK: _link,
}
