from django.db import migrations, models

# What a row of the customer list shows, in one place: list, cards, table and export read it by key.
ROW = """
CREATE VIEW customers_row AS
SELECT k.contact_id, k.number, k.status, k.access, k.industry, k.customer_since, k.updated_at, k.responsible_id,
  c.name, c.kind, c.photo,
  u.name AS responsible_name,
  a.street, a.postcode, a.city,
  t.number AS phone,
  e.address AS email,
  p.person_id, p.person_name, p.person_phone, p.person_email
FROM customers_customer k
JOIN contacts_contact c ON c.id = k.contact_id
LEFT JOIN accounts_user u ON u.id = k.responsible_id
LEFT JOIN LATERAL (SELECT street, postcode, city FROM contacts_address
  WHERE contact_id = k.contact_id ORDER BY is_main DESC, id LIMIT 1) a ON true
LEFT JOIN LATERAL (SELECT number FROM contacts_phone
  WHERE contact_id = k.contact_id ORDER BY is_main DESC, id LIMIT 1) t ON true
LEFT JOIN LATERAL (SELECT address FROM contacts_email
  WHERE contact_id = k.contact_id ORDER BY is_main DESC, id LIMIT 1) e ON true
LEFT JOIN LATERAL (
  SELECT s.person_id, x.name AS person_name,
    (SELECT number FROM contacts_phone WHERE contact_id = x.id ORDER BY is_main DESC, id LIMIT 1) AS person_phone,
    (SELECT address FROM contacts_email WHERE contact_id = x.id ORDER BY is_main DESC, id LIMIT 1) AS person_email
  FROM contacts_assignment s JOIN contacts_contact x ON x.id = s.person_id
  WHERE s.organisation_id = k.contact_id AND (s.valid_until IS NULL OR s.valid_until >= current_date)
  ORDER BY s.is_main DESC, s.id LIMIT 1) p ON true
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_number_ranges"), ("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(ROW, "DROP VIEW customers_row"),
        migrations.CreateModel(
            name="CustomerRow",
            fields=[("contact_id", models.BigIntegerField(primary_key=True, serialize=False))],
            options={"managed": False, "db_table": "customers_row"},
        ),
    ]
