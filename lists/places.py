"""A place in a sorted list: the sort values of a row, so that deep pages cost what the first does."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db.models import Model

from lists.declaring import Sort


@dataclass(frozen=True)
class Place:
    """`direction` is "after" or "before" the row with these `values` (the last one is its key)."""

    direction: str
    values: tuple[Any, ...]

    def __str__(self) -> str:
        plain = [value.isoformat() if isinstance(value, date | datetime) else value for value in self.values]
        packed = json.dumps(plain, separators=(",", ":"), ensure_ascii=False).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def read(cls, direction: str, text: str, model: type[Model], sort: Sort) -> Self | None:
        """The place that `str` wrote, or None for anything else."""
        try:
            values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            if not isinstance(values, list) or len(values) != len(sort.fields):
                return None
            fields = [model._meta.get_field(name.lstrip("-")) for name in sort.fields]
            cleaned = tuple(_clean(field, value) for field, value in zip(fields, values, strict=True))
        except (binascii.Error, UnicodeDecodeError, ValueError, TypeError, ValidationError, OverflowError):
            return None
        return cls(direction, cleaned)


def _clean(field: Any, value: Any) -> Any:
    target = field.target_field if field.is_relation else field
    cleaned = target.to_python(value)
    if cleaned is None or isinstance(value, list | dict | bool) or "\0" in str(cleaned):
        raise ValueError(value)
    if isinstance(cleaned, int) and abs(cleaned) >= 2**63:
        raise OverflowError
    return cleaned
