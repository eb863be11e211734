from django.db import migrations

# The triggers call this row by row.  Whoever makes many files at once says "later" for the transaction and refreshes
# them together (customers.searching): a new file, its address and its people would each fold it anew.
REFRESH = """
CREATE OR REPLACE FUNCTION customers_refresh(bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('timecount.files_later', true) = 'on' THEN RETURN; END IF;
  UPDATE customers_customer k
  SET sort_key = s.sort_key, place_key = s.place_key, postcode = s.postcode, search = s.search, updated_at = now()
  FROM customers_searchable s
  WHERE s.contact_id = $1 AND k.contact_id = $1 AND (k.sort_key, k.place_key, k.postcode, k.search)
    IS DISTINCT FROM (s.sort_key, s.place_key, s.postcode, s.search);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0009_openings_in_order")]

    # Backward it stays: nobody says "later" then.
    operations = [migrations.RunSQL(REFRESH, migrations.RunSQL.noop)]
