"""Lets the stories happen: real changes by real people, dated back afterwards."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connections, models
from django.db.models import Model, QuerySet

from accounts.history import writing
from accounts.models import User
from contacts.demo.rows import ROWS
from contacts.models import Address, Contact, Email, Phone
from customers.demo.events import event_model
from customers.demo.files import STRIDE
from customers.demo.stories import CHANGES, Change
from customers.models import Customer

MODELS: dict[str, type[Model]] = {
    "customer": Customer, "contact": Contact, "address": Address, "phone": Phone, "email": Email,
}  # fmt: skip


def tell(*, customers: int, today: datetime) -> None:
    """Leaves out whose author is not there, as in a demo without its people."""
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith="@demo.example")}
    changes = [change for change in CHANGES if change.by in people and change.story <= customers]
    for change in sorted(changes, key=lambda change: -change.days):
        at = today - timedelta(days=change.days, hours=-10, minutes=-3 * change.row)
        _apply(change, people[change.by], at)
    _date_files(changes, today)


def _apply(change: Change, by: User, at: datetime) -> None:
    model = MODELS[change.table]
    file = change.story * STRIDE
    key = file if model in (Customer, Contact) else file * ROWS + change.row
    with writing(by=by):
        _rows(model).filter(pk=key).update(**change.values)
    table = event_model(model)._meta.db_table
    with connections["owner"].cursor() as cursor:  # only the owner may touch history
        cursor.execute(
            f"UPDATE {table} SET pgh_created_at = %s"
            f" WHERE pgh_id = (SELECT max(pgh_id) FROM {table} WHERE pgh_obj_id = %s)",
            [at, key],
        )


def _date_files(changes: Iterable[Change], today: datetime) -> None:
    """Folding the changed words has set "changed" to now."""
    last: dict[int, int] = {}
    for change in changes:
        last[change.story] = min(change.days, last.get(change.story, change.days))
    for story, days in last.items():
        at = today - timedelta(days=days, hours=-10)
        for model in (Customer, Contact):
            _rows(model).filter(pk=story * STRIDE).update(updated_at=at)


def _rows(model: type[Model]) -> "QuerySet[Model]":
    manager: models.Manager[Model] = model._default_manager
    return manager.all()
