"""Whether a contact is closed is looked up contact by contact: a join would go through all files for a few of them."""

from django.db import migrations

CLOSE = """
CREATE OR REPLACE FUNCTION customers_close(contacts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM contacts_contact WHERE id = ANY(contacts) ORDER BY id FOR NO KEY UPDATE;
  UPDATE contacts_contact c SET is_closed = asked.is_closed
  FROM (SELECT DISTINCT asked.id, coalesce((SELECT bool_and(known.access = 'restricted')
      FROM customers_known known WHERE known.contact_id = asked.id), false) AS is_closed
    FROM unnest(contacts) AS asked(id)) AS asked
  WHERE c.id = asked.id AND c.is_closed IS DISTINCT FROM asked.is_closed;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0012_responsible_of_openings")]

    operations = [migrations.RunSQL(CLOSE, migrations.RunSQL.noop)]
