from django.db import migrations

# As before; "later" is asked first, for it is asked for every row of an import.
REFRESH = """
CREATE OR REPLACE FUNCTION contacts_refresh(bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('timecount.search_later', true) = 'on' THEN RETURN; END IF;
  UPDATE contacts_contact c SET sort_key = s.sort_key, search = s.search, updated_at = now()
  FROM contacts_searchable s
  WHERE s.contact_id = $1 AND c.id = $1 AND (c.sort_key, c.search) IS DISTINCT FROM (s.sort_key, s.search);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0009_search_later")]

    # Backward it stays: it does the same.
    operations = [migrations.RunSQL(REFRESH, migrations.RunSQL.noop)]
