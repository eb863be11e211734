from django.db import migrations

# As in `row_view`, with more at the end for the columns that people choose.  Tags are a subselect: it is asked only
# where somebody reads them.
ROW = """
CREATE OR REPLACE VIEW contacts_row AS
SELECT c.id, c.kind, c.name, c.title, c.position, c.photo, c.updated_at,
  a.postcode, a.city,
  t.number AS phone,
  e.address AS email,
  c.salutation, c.first_name, c.last_name, c.birthday, c.created_at, a.street, a.country, w.url AS website,
  ARRAY(SELECT tag.name FROM contacts_contact_tags own JOIN lists_tag tag ON tag.id = own.tag_id
    WHERE own.contact_id = c.id ORDER BY tag.name) AS tags
FROM contacts_contact c
LEFT JOIN contacts_address a ON a.contact_id = c.id AND a.is_main
LEFT JOIN contacts_phone t ON t.contact_id = c.id AND t.is_main
LEFT JOIN contacts_email e ON e.contact_id = c.id AND e.is_main
LEFT JOIN contacts_website w ON w.contact_id = c.id AND w.is_main
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0005_tag_history"), ("lists", "0001_initial")]

    # Backward it stays: columns that nobody reads are in nobody's way.
    operations = [migrations.RunSQL(ROW, migrations.RunSQL.noop)]
