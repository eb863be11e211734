from django.db import migrations

# What the folded columns of a contact must hold.  The triggers, the rebuild and the test that compares
# all read this one view.
SEARCHABLE = r"""
CREATE VIEW contacts_searchable AS
SELECT c.id AS contact_id,
  left(fold(CASE WHEN c.kind = 'person' THEN c.last_name || ' ' || c.first_name ELSE c.organisation_name END), 200)
    AS sort_key,
  fold(concat_ws(' ', c.title, c.name, c.position,
    (SELECT string_agg(concat_ws(' ', a.postcode, a.city), ' ' ORDER BY a.id)
       FROM contacts_address a WHERE a.contact_id = c.id),
    (SELECT string_agg(regexp_replace(p.number, '\D', '', 'g'), ' ' ORDER BY p.id)
       FROM contacts_phone p WHERE p.contact_id = c.id),
    (SELECT string_agg(e.address, ' ' ORDER BY e.id)
       FROM contacts_email e WHERE e.contact_id = c.id))) AS search
FROM contacts_contact c
"""

REFRESH = """
CREATE FUNCTION contacts_refresh(bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE contacts_contact c SET sort_key = s.sort_key, search = s.search, updated_at = now()
  FROM contacts_searchable s
  WHERE s.contact_id = $1 AND c.id = $1 AND (c.sort_key, c.search) IS DISTINCT FROM (s.sort_key, s.search)
$$
"""

TRIGGERS = """
CREATE FUNCTION contacts_contact_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM contacts_refresh(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER searchable AFTER INSERT OR UPDATE OF kind, organisation_name, title, first_name, last_name, position
  ON contacts_contact FOR EACH ROW EXECUTE FUNCTION contacts_contact_searchable();

CREATE FUNCTION contacts_row_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM contacts_refresh(CASE WHEN TG_OP = 'DELETE' THEN OLD.contact_id ELSE NEW.contact_id END);
  RETURN NULL;
END $$;
CREATE TRIGGER searchable AFTER INSERT OR UPDATE OR DELETE
  ON contacts_address FOR EACH ROW EXECUTE FUNCTION contacts_row_searchable();
CREATE TRIGGER searchable AFTER INSERT OR UPDATE OR DELETE
  ON contacts_phone FOR EACH ROW EXECUTE FUNCTION contacts_row_searchable();
CREATE TRIGGER searchable AFTER INSERT OR UPDATE OR DELETE
  ON contacts_email FOR EACH ROW EXECUTE FUNCTION contacts_row_searchable();
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]

    operations = [
        migrations.RunSQL(SEARCHABLE, "DROP VIEW contacts_searchable"),
        migrations.RunSQL(REFRESH, "DROP FUNCTION contacts_refresh(bigint)"),
        migrations.RunSQL(
            TRIGGERS,
            "DROP FUNCTION contacts_row_searchable() CASCADE; DROP FUNCTION contacts_contact_searchable() CASCADE",
        ),
    ]
