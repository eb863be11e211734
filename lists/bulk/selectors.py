"""Questions about bulk changes: what one would do, and what became of those that were started."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import visible
from accounts.models import User
from lists.bulk.actions import BulkAction, BulkList
from lists.bulk.selection import Selection
from lists.finding import rows_of
from lists.models import BulkOutcome, BulkRow, BulkRun
from timecount.extensions import Label
from timecount.jinja import number

PAGE = 50

SHOWN: dict[str, Label] = {
    "refused": gettext_lazy("refused"),
    "stays": gettext_lazy("stays"),
    "back": gettext_lazy("as before again"),
    "changed": gettext_lazy("changed"),
    "unchanged": gettext_lazy("was so already"),
}


@dataclass(frozen=True)
class Preview:
    """What an action would concern, said before."""

    total: int
    sentence: str


def preview(user: User, worked: BulkList, action: BulkAction, selection: Selection) -> Preview:
    selected = selection.records(worked, user)
    total = selected.count()
    if not total:
        return Preview(0, "")
    forbidden = total - visible(user, action.action, selected).count()
    facts = list(action.facts(selected, user))
    facts += [_("%(count)s you may not change") % {"count": number(forbidden)}] if forbidden else []
    sentence = _("This concerns %(what)s") % {"what": worked.counted(total)}
    return Preview(total, ", ".join([sentence, *facts]) + ".")


@dataclass(frozen=True)
class ToldRow:
    """A record of the run; `name` is None for eyes that may not see it."""

    target: int
    name: str | None
    outcome: str
    outcome_label: str
    reason: str


@dataclass(frozen=True)
class Page:
    rows: Sequence[ToldRow]
    shown: str
    next: int | None
    first: bool


def my_runs(user: User, worked: BulkList) -> Sequence[tuple[BulkRun, str]]:
    """The latest ones, with what they did."""
    mine = BulkRun.objects.filter(by=user, list_key=worked.list_of.key).order_by("-id").fetch_mode(models.FETCH_RAISE)
    return [(run, told(worked, run)) for run in mine[:PAGE]]


def told(worked: BulkList, run: BulkRun) -> str:
    action = worked.action(run.action)
    return action.told(run.values) if action else run.action


def page(user: User, worked: BulkList, run: BulkRun, *, shown: str, after: str) -> Page:
    """`shown` and `after` as they stand in the URL; nonsense shows the beginning of everything."""
    shown = shown if shown in SHOWN else ""
    last = int(after) if re.fullmatch(r"[0-9]{1,18}", after) else 0
    found = list(_shown(run, shown).filter(target__gt=last).order_by("target")[: PAGE + 1])
    names = named(user, worked, [row.target for row in found[:PAGE]])
    rows = [
        ToldRow(row.target, names.get(row.target), row.outcome, row.get_outcome_display(), row.reason)
        for row in found[:PAGE]
    ]
    return Page(rows, shown, found[PAGE - 1].target if len(found) > PAGE else None, first=not last)


def _shown(run: BulkRun, shown: str) -> QuerySet[BulkRow]:
    rows = run.rows.exclude(outcome=BulkOutcome.OPEN)
    return rows.filter(outcome=shown) if shown else rows


def named(user: User, worked: BulkList, keys: Collection[int]) -> Mapping[int, str]:
    """As the list calls them, as far as the person may see them."""
    list_of = worked.list_of
    seen = visible(user, worked.view, list_of.model._default_manager.filter(pk__in=keys))
    rows: Sequence[Any] = rows_of(list_of, list(seen.values_list("pk", flat=True)))
    return {list_of.key_of(row): str(list_of.columns[0].value(row)) for row in rows}
