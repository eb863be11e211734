from django.db import migrations

# What the narrow table of openings must hold, and which contacts are closed.  The triggers, the rebuild and the
# test that compares all read these views.  Level 4 is FileLevel.SHARE: responsible people may do everything.
VIEWS = """
CREATE VIEW customers_principals AS
SELECT contact_id AS customer_id, responsible_id::integer AS principal, 4::smallint AS level, NULL::date AS until
FROM customers_customer WHERE responsible_id IS NOT NULL
UNION ALL
SELECT content_object_id, user_id::integer, level, until FROM customers_usergrant
UNION ALL
SELECT content_object_id, -group_id::integer, level, until FROM customers_teamgrant;

CREATE VIEW customers_known AS
SELECT contact_id AS customer_id, contact_id, access FROM customers_customer
UNION ALL
SELECT k.contact_id, s.person_id, k.access
FROM contacts_assignment s JOIN customers_customer k ON k.contact_id = s.organisation_id;

CREATE VIEW customers_openings AS
SELECT p.principal, k.contact_id, k.contact_id AS customer_id, true AS is_file, p.level, p.until,
  k.sort_key, k.search_head, k.search_is_long, k.status, ''::varchar(12) AS kind, true AS is_closed
FROM customers_customer k JOIN customers_principals p ON p.customer_id = k.contact_id
WHERE k.access = 'restricted'
UNION ALL
SELECT p.principal, c.id, known.customer_id, false, p.level, p.until,
  c.sort_key, c.search_head, c.search_is_long, ''::varchar(10), c.kind, c.is_closed
FROM customers_known known JOIN customers_principals p ON p.customer_id = known.customer_id
JOIN contacts_contact c ON c.id = known.contact_id
WHERE known.access = 'restricted';

CREATE VIEW customers_closed AS
SELECT contact_id, bool_and(access = 'restricted') AS is_closed FROM customers_known GROUP BY contact_id;
"""

# Two transactions that share one file wait for each other: each begins with what the other one left.
FUNCTIONS = """
CREATE FUNCTION customers_open(files bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM customers_customer WHERE contact_id = ANY(files) ORDER BY contact_id FOR NO KEY UPDATE;
  DELETE FROM customers_opening WHERE customer_id = ANY(files);
  INSERT INTO customers_opening (principal, contact_id, customer_id, is_file, level, until,
    sort_key, search_head, search_is_long, status, kind, is_closed)
  SELECT * FROM customers_openings WHERE customer_id = ANY(files);
END $$;

CREATE FUNCTION customers_close(contacts bigint[]) RETURNS void LANGUAGE sql AS $$
  UPDATE contacts_contact c SET is_closed = asked.is_closed
  FROM (SELECT asked.id, coalesce(bool_and(known.access = 'restricted'), false) AS is_closed
    FROM unnest(contacts) AS asked(id) LEFT JOIN customers_known known ON known.contact_id = asked.id
    GROUP BY asked.id) AS asked
  WHERE c.id = asked.id AND c.is_closed IS DISTINCT FROM asked.is_closed
$$;

CREATE FUNCTION customers_people(files bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(id) FROM (
    SELECT unnest(files) UNION SELECT person_id FROM contacts_assignment WHERE organisation_id = ANY(files)
  ) AS known(id)
$$;
"""

# For each statement, not for each row: ten thousand grants are one piece of work.
TRIGGERS = """
CREATE FUNCTION customers_customer_openings() RETURNS trigger LANGUAGE plpgsql AS $$
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
      WHERE (n.access, n.responsible_id, n.status, n.sort_key, n.search_head)
        IS DISTINCT FROM (o.access, o.responsible_id, o.status, o.sort_key, o.search_head);
  END IF;
  IF opened IS NOT NULL THEN PERFORM customers_open(opened); END IF;
  IF known IS NOT NULL THEN PERFORM customers_close(customers_people(known)); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER openings_insert AFTER INSERT ON customers_customer
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION customers_customer_openings();
CREATE TRIGGER openings_update AFTER UPDATE ON customers_customer
  REFERENCING OLD TABLE AS former NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION customers_customer_openings();
CREATE TRIGGER openings_delete AFTER DELETE ON customers_customer
  REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION customers_customer_openings();

CREATE FUNCTION customers_grant_openings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM customers_open(files) FROM (SELECT array_agg(DISTINCT content_object_id) AS files FROM changed) AS asked
    WHERE files IS NOT NULL;
  RETURN NULL;
END $$;
CREATE FUNCTION customers_assignment_openings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM customers_open(files) FROM (
    SELECT array_agg(DISTINCT k.contact_id) AS files
    FROM changed JOIN customers_customer k ON k.contact_id = changed.organisation_id WHERE k.access = 'restricted'
  ) AS asked WHERE files IS NOT NULL;
  PERFORM customers_close(people) FROM (SELECT array_agg(DISTINCT person_id) AS people FROM changed) AS asked
    WHERE people IS NOT NULL;
  RETURN NULL;
END $$;

CREATE FUNCTION customers_contact_openings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE customers_opening SET sort_key = NEW.sort_key, search_head = NEW.search_head,
    search_is_long = NEW.search_is_long, kind = NEW.kind, is_closed = NEW.is_closed
  WHERE contact_id = NEW.id AND NOT is_file;
  RETURN NULL;
END $$;
CREATE TRIGGER openings AFTER UPDATE OF sort_key, search, kind, is_closed ON contacts_contact FOR EACH ROW
  WHEN ((OLD.sort_key, OLD.search, OLD.kind, OLD.is_closed)
    IS DISTINCT FROM (NEW.sort_key, NEW.search, NEW.kind, NEW.is_closed))
  EXECUTE FUNCTION customers_contact_openings();
"""
AFTER_STATEMENT = """
CREATE TRIGGER openings_insert AFTER INSERT ON {table}
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER openings_update AFTER UPDATE ON {table}
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER openings_delete AFTER DELETE ON {table}
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
WATCHED = {
    "customers_usergrant": "customers_grant_openings",
    "customers_teamgrant": "customers_grant_openings",
    "contacts_assignment": "customers_assignment_openings",
}

# Neither changes who or what is named by such a row; that is what the services say, too.
UNMOVED = """
CREATE FUNCTION customers_stays_with_its_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a grant stays with its file, an assignment with its people' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER openings_unmoved BEFORE UPDATE OF content_object_id ON customers_usergrant FOR EACH ROW
  WHEN (OLD.content_object_id <> NEW.content_object_id) EXECUTE FUNCTION customers_stays_with_its_file();
CREATE TRIGGER openings_unmoved BEFORE UPDATE OF content_object_id ON customers_teamgrant FOR EACH ROW
  WHEN (OLD.content_object_id <> NEW.content_object_id) EXECUTE FUNCTION customers_stays_with_its_file();
CREATE TRIGGER openings_unmoved BEFORE UPDATE OF person_id, organisation_id ON contacts_assignment FOR EACH ROW
  WHEN ((OLD.person_id, OLD.organisation_id) IS DISTINCT FROM (NEW.person_id, NEW.organisation_id))
  EXECUTE FUNCTION customers_stays_with_its_file();
"""

FILL = """
UPDATE contacts_contact c SET is_closed = true FROM customers_closed s WHERE s.contact_id = c.id AND s.is_closed;
SELECT customers_open(array_agg(contact_id)) FROM customers_customer WHERE access = 'restricted';
"""

BACK = """
DROP VIEW customers_closed, customers_openings, customers_principals, customers_known;
DROP FUNCTION customers_open, customers_close, customers_people, customers_customer_openings,
  customers_grant_openings, customers_assignment_openings, customers_contact_openings,
  customers_stays_with_its_file CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_grants"), ("contacts", "0004_closed_contacts")]

    operations = [
        migrations.RunSQL(VIEWS + FUNCTIONS + TRIGGERS + UNMOVED, BACK),
        *(
            migrations.RunSQL(AFTER_STATEMENT.format(table=table, function=function), migrations.RunSQL.noop)
            for table, function in WATCHED.items()
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
