from typing import Any

from django.db import migrations, models

DOCUMENTS, CONFIDENTIAL, LIKE = "documents", "confidential", "customers"
READ, MANAGE = 1, 3


def grant(apps: Any, schema_editor: Any) -> None:
    """Every role may do with documents what it may do with customers; confidential ones open to who manages those."""
    rights = apps.get_model("accounts", "ModuleRight").objects.using(schema_editor.connection.alias)
    like = list(rights.filter(module=LIKE).values_list("role_id", "level"))
    new = [rights.model(role_id=role, module=DOCUMENTS, level=level) for role, level in like]
    new += [rights.model(role_id=role, module=CONFIDENTIAL, level=READ) for role, level in like if level == MANAGE]
    rights.bulk_create(new, ignore_conflicts=True)


def withdraw(apps: Any, schema_editor: Any) -> None:
    rights = apps.get_model("accounts", "ModuleRight").objects.using(schema_editor.connection.alias)
    rights.filter(module__in=[DOCUMENTS, CONFIDENTIAL]).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_notes_and_todos")]

    operations = [
        migrations.AlterField(
            model_name="moduleright",
            name="module",
            field=models.CharField(
                choices=[
                    ("customers", "Customers"),
                    ("contacts", "Contacts"),
                    ("todos", "Notes and to-dos"),
                    ("documents", "Documents"),
                    ("confidential", "Confidential documents"),
                    ("administration", "Administration"),
                ],
                max_length=30,
                verbose_name="module",
            ),
        ),
        migrations.RunPython(grant, withdraw),
    ]
