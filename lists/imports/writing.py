"""How plans are made true: what is new many at once, changes one by one.  Inside `accounts.history.writing`.

What cannot be written becomes a skipped line with its reason; it never hurts the others.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Model

from lists.imports.kinds import Plan, Reason
from timecount.errors import Refused

NOT_SAVED = Reason("not_saved")


def write_new(
    plans: Sequence[Plan],
    create: Callable[[Sequence[Plan]], None],
    *,
    why: Callable[[Plan], Reason] = lambda _: NOT_SAVED,
) -> None:
    """`create` makes all of them at once; `why` says what is wrong with one that the database refuses."""
    if not plans or _created(plans, create):
        return
    for plan in plans:  # one of them is the culprit
        if not _created([plan], create):
            plan.skip(why(plan))


def _created(plans: Sequence[Plan], create: Callable[[Sequence[Plan]], None]) -> bool:
    try:
        with transaction.atomic():
            create(plans)
    except (IntegrityError, DataError):
        return False
    return True


def copy_in(records: Sequence[Model]) -> None:
    """As `bulk_create`, for models whose arrays or keys make Django write every value as a parameter of its own:
    to put thousands of them into one statement takes longer than all the rest.  Keys are not brought back."""
    if not records:
        return
    meta = type(records[0])._meta
    fields = [field for field in meta.concrete_fields if not field.generated and field is not meta.auto_field]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    statement = f'COPY "{meta.db_table}" ({columns}) FROM STDIN'
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for record in records:
            values = [field.pre_save(record, add=True) for field in fields]
            copy.write_row(
                [field.get_db_prep_save(value, connection) for field, value in zip(fields, values, strict=True)]
            )


def write_changes(plans: Sequence[Plan], change: Callable[[Any], None]) -> None:
    """`change` takes the work of a plan to the services."""
    for plan in plans:
        try:
            with transaction.atomic():
                change(plan.work)
        except Refused as error:
            plan.skip(Reason("refused", {"why": str(error)}))
        except (IntegrityError, DataError):
            plan.skip(NOT_SAVED)
