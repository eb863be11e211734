from django.db import migrations

# Written with OR, the condition made every change of a contact read through all customers.
REFRESH = """
CREATE OR REPLACE FUNCTION customers_contact_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM customers_refresh(k.contact_id) FROM customers_customer k
  WHERE k.contact_id IN (
    SELECT NEW.id UNION SELECT organisation_id FROM contacts_assignment WHERE person_id = NEW.id);
  RETURN NULL;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0006_postcode_and_plain_rows")]

    operations = [migrations.RunSQL(REFRESH, migrations.RunSQL.noop)]
