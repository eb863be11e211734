from typing import Any

from django.db import migrations


def create_ranges(apps: Any, schema_editor: Any) -> None:
    number_range = apps.get_model("customers", "NumberRange")
    number_range.objects.using(schema_editor.connection.alias).create(
        key="customer", prefix="K-", width=6, next_value=100_001
    )


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_search_columns")]

    operations = [migrations.RunPython(create_ranges, migrations.RunPython.noop)]
