from django.db import migrations, models

# What a row of the address book shows, in one place: list, cards and table read it by key.  Where somebody
# works is not part of it: that depends on what the reader may see.
ROW = """
CREATE VIEW contacts_row AS
SELECT c.id, c.kind, c.name, c.title, c.position, c.photo, c.updated_at,
  a.postcode, a.city,
  t.number AS phone,
  e.address AS email
FROM contacts_contact c
LEFT JOIN LATERAL (SELECT postcode, city FROM contacts_address
  WHERE contact_id = c.id ORDER BY is_main DESC, id LIMIT 1) a ON true
LEFT JOIN LATERAL (SELECT number FROM contacts_phone
  WHERE contact_id = c.id ORDER BY is_main DESC, id LIMIT 1) t ON true
LEFT JOIN LATERAL (SELECT address FROM contacts_email
  WHERE contact_id = c.id ORDER BY is_main DESC, id LIMIT 1) e ON true
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_search_columns")]

    operations = [
        migrations.RunSQL(ROW, "DROP VIEW contacts_row"),
        migrations.CreateModel(
            name="ContactRow",
            fields=[("id", models.BigIntegerField(primary_key=True, serialize=False))],
            options={"managed": False, "db_table": "contacts_row"},
        ),
    ]
