from typing import Any

from django.db import migrations, models

NEW, LIKE = "todos", "customers"


def grant(apps: Any, schema_editor: Any) -> None:
    """Every role may do with notes and to-dos what it may do with customers: reads, edits or manages them."""
    rights = apps.get_model("accounts", "ModuleRight").objects.using(schema_editor.connection.alias)
    rights.bulk_create(
        [
            rights.model(role_id=role, module=NEW, level=level)
            for role, level in rights.filter(module=LIKE).values_list("role_id", "level")
        ],
        ignore_conflicts=True,
    )


def withdraw(apps: Any, schema_editor: Any) -> None:
    apps.get_model("accounts", "ModuleRight").objects.using(schema_editor.connection.alias).filter(module=NEW).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_access_record")]

    operations = [
        migrations.AlterField(
            model_name="moduleright",
            name="module",
            field=models.CharField(
                choices=[
                    ("customers", "Customers"),
                    ("contacts", "Contacts"),
                    ("todos", "Notes and to-dos"),
                    ("administration", "Administration"),
                ],
                max_length=30,
                verbose_name="module",
            ),
        ),
        migrations.RunPython(grant, withdraw),
    ]
