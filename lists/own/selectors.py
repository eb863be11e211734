"""Which fields are defined: one statement, asked by what needs them; there is nothing to be kept in step."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from lists.own.kinds import Choice, Definition
from lists.own.models import OwnChoice, OwnField

_CHOICE = JSONObject(key="key", label="label", is_retired="is_retired")


def own_fields(list_key: str) -> tuple[Definition, ...]:
    """Of one list in their order, retired ones too."""
    return all_own_fields(list_key).get(list_key, ())


def all_own_fields(*list_keys: str) -> Mapping[str, tuple[Definition, ...]]:
    """By the keys of the lists."""
    choices = OwnChoice.objects.filter(field=OuterRef("pk")).order_by("position", "id").values(json=_CHOICE)
    fields: Any = OwnField.objects.filter(list_key__in=list_keys).order_by("position", "id")
    found: dict[str, tuple[Definition, ...]] = {}
    for field in fields.annotate(offered=ArraySubquery(choices)):
        found[field.list_key] = (*found.get(field.list_key, ()), _definition(field))
    return found


def _definition(field: Any) -> Definition:
    return Definition(
        key=field.key,
        label=field.label,
        kind=field.kind,
        help_text=field.help_text,
        is_retired=field.is_retired,
        choices=tuple(Choice(**choice) for choice in field.offered),
    )
