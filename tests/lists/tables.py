"""All business tables as they stand, for comparing exactly before and after."""

from typing import Any

from django.apps import apps
from django.db import connection

# Moments of writing; and what never runs backwards: a customer number is not handed out twice.
LEFT_OUT = {"updated_at", "next_value"}
APPS = ("contacts", "customers")


def business_tables() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        for model in (model for app in APPS for model in apps.get_app_config(app).get_models()):
            table = model._meta.db_table
            if table.endswith("event") or not model._meta.managed:
                continue
            names = [field.column for field in model._meta.concrete_fields if field.name not in LEFT_OUT]
            columns = ", ".join(f'"{name}"' for name in names)
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2")  # noqa: S608 -- names of our own models
            found[table] = cursor.fetchall()
        cursor.execute("SELECT principal, contact_id, is_file, level, until FROM customers_opening ORDER BY 1, 2, 3, 4")
        found["openings"] = cursor.fetchall()
    return found


def differences(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {
        table: [
            *(("-", row) for row in rows if row not in after[table]),
            *(("+", r) for r in after[table] if r not in rows),
        ]
        for table, rows in before.items()
        if rows != after[table]
    }
