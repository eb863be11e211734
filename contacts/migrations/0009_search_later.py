from django.db import migrations

# The triggers call this row by row.  Whoever writes thousands of rows at once says "later" for the transaction and
# refreshes the contacts together (contacts.searching): one update of the indexes instead of one for every row.
REFRESH = """
CREATE OR REPLACE FUNCTION contacts_refresh(bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE contacts_contact c SET sort_key = s.sort_key, search = s.search, updated_at = now()
  FROM contacts_searchable s
  WHERE {unless_later} s.contact_id = $1 AND c.id = $1 AND (c.sort_key, c.search) IS DISTINCT FROM (s.sort_key, s.search)
$$
"""
UNLESS_LATER = "coalesce(current_setting('timecount.search_later', true), '') <> 'on' AND"


class Migration(migrations.Migration):
    dependencies = [("contacts", "0008_firm_index")]

    operations = [
        migrations.RunSQL(REFRESH.format(unless_later=UNLESS_LATER), REFRESH.format(unless_later="")),
    ]
