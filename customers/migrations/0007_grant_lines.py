from django.db import migrations, models

# Both kinds of grants as one list.  Even keys are people's, odd ones teams': one key for each line.
LINES = """
CREATE VIEW customers_grantline AS
SELECT id * 2 AS id, id AS grant_id, content_object_id AS customer_id, user_id, NULL::integer AS team_id,
  level, until, granted_at, granted_by_id
FROM customers_usergrant
UNION ALL
SELECT id * 2 + 1, id, content_object_id, NULL::bigint, group_id, level, until, granted_at, granted_by_id
FROM customers_teamgrant
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0006_openings"), ("accounts", "0005_substitutions")]

    operations = [
        migrations.RunSQL(LINES, "DROP VIEW customers_grantline"),
        migrations.CreateModel(
            name="GrantLine",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("grant_id", models.BigIntegerField()),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "see"), (2, "edit"), (3, "conditions and billing"), (4, "share")],
                        verbose_name="level",
                    ),
                ),
                ("until", models.DateField(null=True, verbose_name="until")),
                ("granted_at", models.DateTimeField(verbose_name="granted")),
            ],
            options={
                "verbose_name": "grant",
                "verbose_name_plural": "grants",
                "db_table": "customers_grantline",
                "ordering": ("customer", "id"),
                "managed": False,
            },
        ),
    ]
