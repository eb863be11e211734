"""What a person may see of a list, way by way: each is answered by an index in the order of the list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Func, IntegerField, Model, Q, QuerySet

_LOOKUP = "__"


class EachPrincipal(Func):
    """The principal of the moment, where a statement goes through those of a way (`lists.walking`)."""

    template = '"way"."principal"'
    output_field = IntegerField()
    arity = 0


@dataclass(frozen=True)
class Way:
    """Records of a list, or lines of another table that lead to them.

    Such lines have the record at `path`; `own` says which of its columns they carry themselves, and under which
    name: what asks only for those is answered without looking at the record.  `each` are the principals whose
    lines are walked one after the other: `lines` has `EachPrincipal` in the place of their keys.
    """

    lines: QuerySet[Any]
    path: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    each: tuple[int, ...] = ()

    def name(self, name: str) -> str:
        """What the list calls `name`, in Django's words for the lines."""
        column, _, lookup = name.partition(_LOOKUP)
        if not self.path:
            return name
        known = self.own.get(column, f"{self.path}{_LOOKUP}{column}")
        return f"{known}{_LOOKUP}{lookup}" if lookup else known

    def where(self, condition: Q) -> "Way":
        """`condition` is said of records of the list."""
        return replace(self, lines=self.lines.filter(self._said(condition) if self.path else condition))

    def _said(self, condition: Q) -> Q:
        said = [self._said_one(child) for child in condition.children]
        return Q(*said, _connector=condition.connector, _negated=condition.negated)

    def _said_one(self, child: Any) -> Any:
        if isinstance(child, Q):
            return self._said(child)
        if isinstance(child, tuple):
            return self.name(child[0]), child[1]
        records: type[Model] = self.lines.model._meta.get_field(self.path).related_model
        return f"{self.path}{_LOOKUP}in", records._default_manager.filter(child)


@dataclass(frozen=True)
class Seen:
    """All that may be seen, composed as it is asked for: as a `whole`, or as `ways`, which share nothing.

    `condition` narrows both; it is said of records of the list.
    """

    compose: Callable[[], QuerySet[Any]]
    apart: Sequence[Way]
    condition: Q = field(default_factory=Q)

    def where(self, *conditions: Q) -> "Seen":
        return replace(self, condition=Q(self.condition, *conditions))

    @property
    def whole(self) -> QuerySet[Any]:
        return self.compose().filter(self.condition)

    @property
    def ways(self) -> list[Way]:
        return [way.where(self.condition) for way in self.apart]
