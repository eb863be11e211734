from typing import Any

from django.db import migrations

READ, EDIT, MANAGE = 1, 2, 3

ROLES: list[tuple[str, str, dict[str, int]]] = [
    ("Lesen", "Sieht Kunden und Kontakte, ändert nichts.", {"customers": READ, "contacts": READ}),
    ("Sachbearbeitung", "Legt Kunden und Kontakte an und pflegt sie.", {"customers": EDIT, "contacts": EDIT}),
    ("Disposition", "Pflegt Kunden und Kontakte für den Einsatz.", {"customers": EDIT, "contacts": EDIT}),
    ("Buchhaltung", "Pflegt Kunden samt Steuer- und Bankdaten.", {"customers": EDIT, "contacts": EDIT}),
    ("Leitung", "Darf alles in den Modulen, auch löschen.", {"customers": MANAGE, "contacts": MANAGE}),
    (
        "Administration",
        "Lädt Benutzer ein, vergibt Rollen und richtet die Anwendung ein.",
        {"customers": MANAGE, "contacts": MANAGE, "administration": MANAGE},
    ),
]


def create_roles(apps: Any, schema_editor: Any) -> None:
    db = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(db)
    roles = apps.get_model("accounts", "Role").objects.using(db)
    right = apps.get_model("accounts", "ModuleRight")
    for order, (name, sentence, rights) in enumerate(ROLES, start=1):
        created = roles.create(group=groups.create(name=name), sentence=sentence, order=order)
        right.objects.using(db).bulk_create(
            right(role=created, module=module, level=level) for module, level in rights.items()
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(create_roles, migrations.RunPython.noop)]
