from django.db import migrations

# What a row of the address book shows, in one place: list, cards and table read it by key.  Where somebody
# works is not part of it: that depends on what the reader may see.
# Every contact that has rows of a kind has one main row among them (contacts.rows): plain joins find it.
ROW = """
CREATE VIEW contacts_row AS
SELECT c.id, c.kind, c.name, c.title, c.position, c.photo, c.updated_at,
  a.postcode, a.city,
  t.number AS phone,
  e.address AS email
FROM contacts_contact c
LEFT JOIN contacts_address a ON a.contact_id = c.id AND a.is_main
LEFT JOIN contacts_phone t ON t.contact_id = c.id AND t.is_main
LEFT JOIN contacts_email e ON e.contact_id = c.id AND e.is_main
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_search_columns")]

    operations = [migrations.RunSQL(ROW, "DROP VIEW contacts_row")]
