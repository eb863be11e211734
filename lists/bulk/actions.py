"""What apps declare so that many records of their list can be changed at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404

from accounts.access import may
from accounts.actions import Action
from accounts.models import User
from accounts.ways import Seen
from lists.declaring import ListOf
from lists.state import ListState
from timecount.extensions import Label, registry

# What the action changes of one record, as JSON: equal states are the same thing.
State = Any
Values = Mapping[str, Any]


@dataclass(frozen=True)
class BulkAction:
    """One thing that can be done to many records; `action` is asked of the gate for every single one.

    `form(user, data)` asks for the values, `values(form)` makes JSON of them, `told(values)` says them in words.
    `read` locks the records and brings their states, `wanted` says what one becomes, and `write` makes it so: for
    the run, and for its undo with the states from before.
    """

    key: str
    label: Label
    icon: str
    action: Action
    form: Callable[[User, Any], forms.Form]
    values: Callable[[forms.Form], dict[str, Any]]
    told: Callable[[Values], str]
    read: Callable[[Sequence[int], Values, User], dict[int, State]]
    wanted: Callable[[State, Values], State]
    write: Callable[[Mapping[int, State], Values, User], None]
    # What one should know about the selected records before: "2 are blocked".
    facts: Callable[[QuerySet[Any], User], Sequence[str]] = lambda selected, user: ()
    # What the records are afterwards, where that is no record of the list any more: what lies in the trash.
    undone_on: type[Model] | None = None


@dataclass(frozen=True)
class BulkList:
    """A list with what can be done to many of its records; `counted(37)` says "37 customers"."""

    list_of: ListOf
    label: Label
    view: Action
    candidates: Callable[[User, ListState], Seen]
    counted: Callable[[int], str]
    actions: tuple[BulkAction, ...] = ()

    def action(self, key: str) -> BulkAction | None:
        return next((action for action in self.actions if action.key == key), None)

    def offered(self, user: User) -> list[BulkAction]:
        return [action for action in self.actions if may(user, action.action)]


def bulk_list(key: str) -> BulkList:
    found: BulkList = registry.bulk_lists[key]
    return found


def bulk_action(worked: BulkList, key: str) -> BulkAction:
    """404 for one that an older version knew."""
    if (action := worked.action(key)) is None:
        raise Http404
    return action
