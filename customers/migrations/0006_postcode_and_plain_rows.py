from django.db import migrations

SEARCHABLE = """
CREATE OR REPLACE VIEW customers_searchable AS
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
CREATE OR REPLACE FUNCTION customers_refresh(bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE customers_customer k
  SET sort_key = s.sort_key, place_key = s.place_key, postcode = s.postcode, search = s.search, updated_at = now()
  FROM customers_searchable s
  WHERE s.contact_id = $1 AND k.contact_id = $1 AND (k.sort_key, k.place_key, k.postcode, k.search)
    IS DISTINCT FROM (s.sort_key, s.place_key, s.postcode, s.search)
$$
"""

# Every contact that has rows of a kind has one main row among them (contacts.rows): plain joins find it.
ROW = """
CREATE OR REPLACE VIEW customers_row AS
SELECT k.contact_id, k.number, k.status, k.access, k.industry, k.customer_since, k.updated_at, k.responsible_id,
  c.name, c.kind, c.photo,
  u.name AS responsible_name,
  a.street, a.postcode, a.city,
  t.number AS phone,
  e.address AS email,
  p.person_id, x.name AS person_name, xt.number AS person_phone, xe.address AS person_email
FROM customers_customer k
JOIN contacts_contact c ON c.id = k.contact_id
LEFT JOIN accounts_user u ON u.id = k.responsible_id
LEFT JOIN contacts_address a ON a.contact_id = k.contact_id AND a.is_main
LEFT JOIN contacts_phone t ON t.contact_id = k.contact_id AND t.is_main
LEFT JOIN contacts_email e ON e.contact_id = k.contact_id AND e.is_main
LEFT JOIN LATERAL (SELECT person_id FROM contacts_assignment
  WHERE organisation_id = k.contact_id AND (valid_until IS NULL OR valid_until >= current_date)
  ORDER BY is_main DESC, id LIMIT 1) p ON true
LEFT JOIN contacts_contact x ON x.id = p.person_id
LEFT JOIN contacts_phone xt ON xt.contact_id = p.person_id AND xt.is_main
LEFT JOIN contacts_email xe ON xe.contact_id = p.person_id AND xe.is_main
"""

FILL = """
UPDATE customers_customer k SET postcode = s.postcode FROM customers_searchable s
WHERE s.contact_id = k.contact_id AND k.postcode <> s.postcode
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_covering_indexes"), ("contacts", "0004_covering_index")]

    operations = [
        migrations.RunSQL(SEARCHABLE, migrations.RunSQL.noop),
        migrations.RunSQL(REFRESH, migrations.RunSQL.noop),
        migrations.RunSQL(ROW, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
