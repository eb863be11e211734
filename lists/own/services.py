"""What an administrator does to the fields themselves."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.history import writing
from accounts.models import User
from lists.imports.columns import plain
from lists.own.models import KEY_LENGTH, OwnChoice, OwnField
from timecount.errors import Refused
from timecount.extensions import registry


class FieldInUse(Refused):
    """Values would be lost."""


def define_field(*, field: OwnField, by: User | None) -> OwnField:
    """A new one gets the key of its values, once and for all."""
    with writing(by):
        if not field.key:
            own = Q(list_key=field.list_key)
            field.key = _free_key(field.label, lambda key: _was_used(OwnField, own & Q(key=key)))
        field.save()
    return field


def define_choice(*, choice: OwnChoice, by: User | None) -> OwnChoice:
    with writing(by):
        if not choice.key:
            own = Q(field_id=choice.field_id)
            choice.key = _free_key(choice.label, lambda key: _was_used(OwnChoice, own & Q(key=key)))
        choice.save()
    return choice


def delete_field(*, field: OwnField, by: User | None) -> None:
    with writing(by):
        if _records(field).filter(own__has_key=field.key).exists():
            text = _("“%(field)s” is filled in somewhere. Retire it instead: then nobody is asked for it any more.")
            raise FieldInUse(text % {"field": field.label})
        field.delete()


def delete_choice(*, choice: OwnChoice, by: User | None) -> None:
    with writing(by):
        if _records(choice.field).filter(own__contains={choice.field.key: choice.key}).exists():
            text = _("“%(choice)s” is chosen somewhere. Retire it instead: then nobody chooses it any more.")
            raise FieldInUse(text % {"choice": choice.label})
        choice.delete()


def _records(field: OwnField) -> Any:
    return registry.lists[field.list_key].model._default_manager


def _free_key(label: str, is_used: Callable[[str], bool]) -> str:
    """Letters and digits of the name, beginning with a letter: in a path of JSON, a number would be a place."""
    word = plain(label)[: KEY_LENGTH - 4]
    word = word if word[:1].isalpha() else f"f{word}"
    keys = (f"{word}{number or ''}" for number in (0, *range(2, 1000)))
    return next(key for key in keys if not is_used(key))


def _was_used(model: Any, condition: Q) -> bool:
    """By one that is gone, too: its values still stand in the history."""
    return bool(model.pgh_event_model.objects.filter(condition).exists())
