"""Openings carry who is responsible: "my customers" is asked for on every list and on the start page."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

VIEW = """
CREATE OR REPLACE VIEW customers_openings AS
SELECT p.principal, k.contact_id, k.contact_id AS customer_id, true AS is_file, p.level, p.until,
  k.sort_key, k.search_head, k.search_is_long, k.status, ''::varchar(12) AS kind, true AS is_closed, k.updated_at,
  k.responsible_id
FROM customers_customer k JOIN customers_principals p ON p.customer_id = k.contact_id
WHERE k.access = 'restricted'
UNION ALL
SELECT p.principal, c.id, known.customer_id, false, p.level, p.until,
  c.sort_key, c.search_head, c.search_is_long, ''::varchar(10), c.kind, c.is_closed, c.updated_at, NULL
FROM customers_known known JOIN customers_principals p ON p.customer_id = known.customer_id
JOIN contacts_contact c ON c.id = known.contact_id
WHERE known.access = 'restricted';
"""

OPEN = """
CREATE OR REPLACE FUNCTION customers_open(files bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM customers_customer WHERE contact_id = ANY(files) ORDER BY contact_id FOR NO KEY UPDATE;
  DELETE FROM customers_opening WHERE customer_id = ANY(files);
  INSERT INTO customers_opening (principal, contact_id, customer_id, is_file, level, until,
    sort_key, search_head, search_is_long, status, kind, is_closed, updated_at, responsible_id)
  SELECT * FROM customers_openings WHERE customer_id = ANY(files);
END $$;
"""

FILL = "SELECT customers_open(array_agg(contact_id)) FROM customers_customer WHERE access = 'restricted';"
FILES = models.Q(is_file=True)
ASKED = ["level", "until", "status", "responsible"]


class Migration(migrations.Migration):
    dependencies = [("customers", "0011_own_fields"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            "opening",
            "responsible",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        *(migrations.RemoveIndex("opening", f"opening_of_files{name}") for name in ("", "_by_status", "_by_change")),
        migrations.RunSQL(VIEW + OPEN + FILL, migrations.RunSQL.noop),
        *(
            migrations.AddIndex("opening", index)
            for index in (
                models.Index(
                    fields=["principal", "sort_key", "contact"],
                    include=[*ASKED, "search_is_long", "search_head"],
                    condition=FILES,
                    name="opening_of_files",
                ),
                models.Index(
                    fields=["principal", "status", "contact"],
                    include=["level", "until", "responsible"],
                    condition=FILES,
                    name="opening_of_files_by_status",
                ),
                models.Index(
                    fields=["principal", "-updated_at", "-contact"],
                    include=ASKED,
                    condition=FILES,
                    name="opening_of_files_by_change",
                ),
            )
        ),
    ]
