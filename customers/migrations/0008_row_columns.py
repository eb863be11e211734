from django.db import migrations

# As in `row_view`, with more at the end for the columns that people choose.  Tags are a subselect: it is asked only
# where somebody reads them.
ROW = """
CREATE OR REPLACE VIEW customers_row AS
SELECT k.contact_id, k.number, k.status, k.access, k.industry, k.customer_since, k.updated_at, k.responsible_id,
  c.name, c.kind, c.photo,
  u.name AS responsible_name,
  a.street, a.postcode, a.city,
  t.number AS phone,
  e.address AS email,
  p.person_id, x.name AS person_name, xt.number AS person_phone, xe.address AS person_email,
  k.search_name, k.blocked_reason, k.language, k.vat_id, k.tax_number, k.debtor_account, k.invoice_email,
  k.created_at, a.country, w.url AS website,
  ARRAY(SELECT tag.name FROM contacts_contact_tags own JOIN lists_tag tag ON tag.id = own.tag_id
    WHERE own.contact_id = k.contact_id ORDER BY tag.name) AS tags
FROM customers_customer k
JOIN contacts_contact c ON c.id = k.contact_id
LEFT JOIN accounts_user u ON u.id = k.responsible_id
LEFT JOIN contacts_address a ON a.contact_id = k.contact_id AND a.is_main
LEFT JOIN contacts_phone t ON t.contact_id = k.contact_id AND t.is_main
LEFT JOIN contacts_email e ON e.contact_id = k.contact_id AND e.is_main
LEFT JOIN contacts_website w ON w.contact_id = k.contact_id AND w.is_main
LEFT JOIN LATERAL (SELECT person_id FROM contacts_assignment
  WHERE organisation_id = k.contact_id AND (valid_until IS NULL OR valid_until >= current_date)
  ORDER BY is_main DESC, id LIMIT 1) p ON true
LEFT JOIN contacts_contact x ON x.id = p.person_id
LEFT JOIN contacts_phone xt ON xt.contact_id = p.person_id AND xt.is_main
LEFT JOIN contacts_email xe ON xe.contact_id = p.person_id AND xe.is_main
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0007_grant_lines"), ("contacts", "0005_tag_history"), ("lists", "0001_initial")]

    # Backward it stays: columns that nobody reads are in nobody's way.
    operations = [migrations.RunSQL(ROW, migrations.RunSQL.noop)]
