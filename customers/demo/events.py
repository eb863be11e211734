"""The first entry of every record's history: who created the file and when."""

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from contacts.models import Address, Assignment, Contact, ContactTag, Email, Phone, Website
from customers.demo.files import STRIDE
from customers.models import Customer

# Model -> the column that names the contact whose file the row stands in.
RECORDS: dict[type[Model], str] = {
    Contact: "id", Address: "contact_id", Phone: "contact_id", Email: "contact_id", Website: "contact_id",
    Assignment: "organisation_id", Customer: "contact_id", ContactTag: "contact_id",
}  # fmt: skip

# What was created together carries one context id and is one entry of the file's history.
INSERT = """
INSERT INTO public.{event} ({columns}, pgh_obj_id, pgh_label, pgh_created_at, pgh_context, pgh_context_id)
SELECT {values}, t.{key}, 'insert', c.created_at,
  jsonb_build_object('user', (%(authors)s::bigint[])[1 + c.id / {stride} %% cardinality(%(authors)s::bigint[])]),
  md5('demo ' || c.id / {stride})::uuid
FROM pg_temp.{table} t JOIN pg_temp.contacts_contact c ON c.id = t.{contact}
"""


def event_model(model: type[Model]) -> type[Model]:
    related: type[Model] = model._meta.get_field("events").related_model  # type: ignore[assignment]
    return related


def event_tables() -> list[str]:
    return [event_model(model)._meta.db_table for model in RECORDS]


def insert_events(cursor: CursorWrapper, *, authors: Sequence[int]) -> None:
    """For the rows that are staged."""
    for model, contact in RECORDS.items():
        event = event_model(model)._meta
        columns = [str(field.column) for field in event.concrete_fields if not field.name.startswith("pgh_")]
        statement = INSERT.format(
            event=event.db_table, columns=", ".join(columns), values=", ".join(f"t.{column}" for column in columns),
            key=model._meta.pk.column, stride=STRIDE, table=model._meta.db_table, contact=contact,
        )  # fmt: skip
        cursor.execute(statement, {"authors": list(authors)})
