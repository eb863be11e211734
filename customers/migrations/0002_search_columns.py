from django.db import migrations

# What the folded columns of a customer must hold: its own words, those of its contact and of every
# contact person.  The triggers, the rebuild and the test that compares all read this one view.
SEARCHABLE = """
CREATE VIEW customers_searchable AS
SELECT k.contact_id,
  c.sort_key,
  left(fold(coalesce(a.city, '')), 100) AS place_key,
  concat_ws(' ', fold(k.number), fold(k.search_name), c.search,
    (SELECT string_agg(p.search, ' ' ORDER BY s.id) FROM contacts_assignment s
       JOIN contacts_contact p ON p.id = s.person_id WHERE s.organisation_id = k.contact_id)) AS search,
  coalesce(a.postcode, '')::varchar(12) AS postcode
FROM customers_customer k JOIN contacts_contact c ON c.id = k.contact_id
LEFT JOIN contacts_address a ON a.contact_id = k.contact_id AND a.is_main
"""

REFRESH = """
CREATE FUNCTION customers_refresh(bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE customers_customer k
  SET sort_key = s.sort_key, place_key = s.place_key, postcode = s.postcode, search = s.search, updated_at = now()
  FROM customers_searchable s
  WHERE s.contact_id = $1 AND k.contact_id = $1 AND (k.sort_key, k.place_key, k.postcode, k.search)
    IS DISTINCT FROM (s.sort_key, s.place_key, s.postcode, s.search)
$$
"""

# The keys of a changed contact come by UNION: written with OR, every change would read through all customers.
TRIGGERS = """
CREATE FUNCTION customers_customer_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM customers_refresh(NEW.contact_id);
  RETURN NULL;
END $$;
CREATE TRIGGER searchable AFTER INSERT OR UPDATE OF number, search_name
  ON customers_customer FOR EACH ROW EXECUTE FUNCTION customers_customer_searchable();

CREATE FUNCTION customers_contact_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM customers_refresh(k.contact_id) FROM customers_customer k
  WHERE k.contact_id IN (
    SELECT NEW.id UNION SELECT organisation_id FROM contacts_assignment WHERE person_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER customer_searchable AFTER UPDATE OF sort_key, search
  ON contacts_contact FOR EACH ROW EXECUTE FUNCTION customers_contact_searchable();

CREATE FUNCTION customers_address_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM customers_refresh(CASE WHEN TG_OP = 'DELETE' THEN OLD.contact_id ELSE NEW.contact_id END);
  RETURN NULL;
END $$;
CREATE TRIGGER customer_searchable AFTER INSERT OR UPDATE OR DELETE
  ON contacts_address FOR EACH ROW EXECUTE FUNCTION customers_address_searchable();

CREATE FUNCTION customers_assignment_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM customers_refresh(OLD.organisation_id); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM customers_refresh(NEW.organisation_id); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER customer_searchable AFTER INSERT OR UPDATE OR DELETE
  ON contacts_assignment FOR EACH ROW EXECUTE FUNCTION customers_assignment_searchable();
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial"), ("contacts", "0002_search_columns")]

    operations = [
        migrations.RunSQL(SEARCHABLE, "DROP VIEW customers_searchable"),
        migrations.RunSQL(REFRESH, "DROP FUNCTION customers_refresh(bigint)"),
        migrations.RunSQL(
            TRIGGERS,
            "DROP FUNCTION customers_customer_searchable() CASCADE;"
            " DROP FUNCTION customers_contact_searchable() CASCADE;"
            " DROP FUNCTION customers_address_searchable() CASCADE;"
            " DROP FUNCTION customers_assignment_searchable() CASCADE",
        ),
    ]
