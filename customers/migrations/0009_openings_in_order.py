"""Openings carry when a record was changed, and are found by status: lists in that order and counts are walked, too.

And two mends: whether a text outgrows its head is a change of its own, and who is known through two files that are
restricted at the same moment is closed.
"""

from django.db import migrations, models

VIEW = """
CREATE OR REPLACE VIEW customers_openings AS
SELECT p.principal, k.contact_id, k.contact_id AS customer_id, true AS is_file, p.level, p.until,
  k.sort_key, k.search_head, k.search_is_long, k.status, ''::varchar(12) AS kind, true AS is_closed, k.updated_at
FROM customers_customer k JOIN customers_principals p ON p.customer_id = k.contact_id
WHERE k.access = 'restricted'
UNION ALL
SELECT p.principal, c.id, known.customer_id, false, p.level, p.until,
  c.sort_key, c.search_head, c.search_is_long, ''::varchar(10), c.kind, c.is_closed, c.updated_at
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
    sort_key, search_head, search_is_long, status, kind, is_closed, updated_at)
  SELECT * FROM customers_openings WHERE customer_id = ANY(files);
END $$;
"""

# The contacts are locked before anybody looks at what they are known through: neither of two transactions sees what
# the other one has not committed yet.
CLOSE = """
DROP FUNCTION customers_close(bigint[]);
CREATE FUNCTION customers_close(contacts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM contacts_contact WHERE id = ANY(contacts) ORDER BY id FOR NO KEY UPDATE;
  UPDATE contacts_contact c SET is_closed = asked.is_closed
  FROM (SELECT asked.id, coalesce(bool_and(known.access = 'restricted'), false) AS is_closed
    FROM unnest(contacts) AS asked(id) LEFT JOIN customers_known known ON known.contact_id = asked.id
    GROUP BY asked.id) AS asked
  WHERE c.id = asked.id AND c.is_closed IS DISTINCT FROM asked.is_closed;
END $$;
"""

# Most changes of a file touch nothing of its openings but when it was changed.
CUSTOMER = """
CREATE OR REPLACE FUNCTION customers_customer_openings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  opened bigint[];
  known bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(contact_id) FILTER (WHERE access = 'restricted'), array_agg(contact_id)
      INTO opened, known FROM changed;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(contact_id), array_agg(contact_id) INTO opened, known FROM former;
  ELSE
    SELECT array_agg(contact_id) FILTER (WHERE 'restricted' IN (n.access, o.access)),
        array_agg(contact_id) FILTER (WHERE n.access <> o.access)
      INTO opened, known FROM changed n JOIN former o USING (contact_id)
      WHERE (n.access, n.responsible_id, n.status, n.sort_key, n.search_head, n.search_is_long)
        IS DISTINCT FROM (o.access, o.responsible_id, o.status, o.sort_key, o.search_head, o.search_is_long);
    UPDATE customers_opening p SET updated_at = n.updated_at FROM changed n
    WHERE n.access = 'restricted' AND p.customer_id = n.contact_id AND p.is_file
      AND NOT n.contact_id = ANY(coalesce(opened, '{}')) AND p.updated_at IS DISTINCT FROM n.updated_at;
  END IF;
  IF opened IS NOT NULL THEN PERFORM customers_open(opened); END IF;
  IF known IS NOT NULL THEN PERFORM customers_close(customers_people(known)); END IF;
  RETURN NULL;
END $$;
"""

CONTACT = """
CREATE OR REPLACE FUNCTION customers_contact_openings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE customers_opening SET sort_key = NEW.sort_key, search_head = NEW.search_head,
    search_is_long = NEW.search_is_long, kind = NEW.kind, is_closed = NEW.is_closed, updated_at = NEW.updated_at
  WHERE contact_id = NEW.id AND NOT is_file;
  RETURN NULL;
END $$;
DROP TRIGGER openings ON contacts_contact;
CREATE TRIGGER openings AFTER UPDATE OF sort_key, search, kind, is_closed, updated_at ON contacts_contact FOR EACH ROW
  WHEN ((OLD.sort_key, OLD.search, OLD.kind, OLD.is_closed, OLD.updated_at)
    IS DISTINCT FROM (NEW.sort_key, NEW.search, NEW.kind, NEW.is_closed, NEW.updated_at))
  EXECUTE FUNCTION customers_contact_openings();
"""

FILL = "SELECT customers_open(array_agg(contact_id)) FROM customers_customer WHERE access = 'restricted';"


class Migration(migrations.Migration):
    dependencies = [("customers", "0008_row_columns"), ("contacts", "0009_search_later")]

    operations = [
        migrations.RunSQL("DELETE FROM customers_opening", migrations.RunSQL.noop),  # a copy, made anew below
        migrations.AddField("opening", "updated_at", models.DateTimeField()),
        migrations.RunSQL(VIEW + OPEN + CLOSE + CUSTOMER + CONTACT + FILL, migrations.RunSQL.noop),
        *(
            migrations.AddIndex("opening", index)
            for index in (
                models.Index(
                    fields=["principal", "status", "contact"],
                    include=["level", "until"],
                    condition=models.Q(is_file=True),
                    name="opening_of_files_by_status",
                ),
                models.Index(
                    fields=["principal", "-updated_at", "-contact"],
                    include=["level", "until", "status"],
                    condition=models.Q(is_file=True),
                    name="opening_of_files_by_change",
                ),
                models.Index(
                    fields=["principal", "-updated_at", "-contact"],
                    include=["level", "until", "kind", "is_closed"],
                    condition=models.Q(is_file=False),
                    name="opening_of_contacts_by_change",
                ),
                models.Index(
                    fields=["principal", "is_file", "sort_key", "contact"],
                    condition=models.Q(search_is_long=True),
                    name="opening_long_search",
                ),
            )
        ),
    ]
