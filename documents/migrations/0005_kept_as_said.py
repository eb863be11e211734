from django.db import migrations

# As before, and also: a class is never lowered, a day that somebody named holds without a class, too, and days are
# those of Berlin.
GUARD = """
CREATE OR REPLACE FUNCTION documents_stays_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ranks CONSTANT text[] := ARRAY['none', 'letter', 'voucher', 'books'];
  today CONSTANT date := (now() AT TIME ZONE 'Europe/Berlin')::date;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.legal_hold OR coalesce(OLD.retained_until >= today, OLD.retention <> 'none') THEN
      RAISE EXCEPTION 'document % is kept by law', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF coalesce(NEW.retained_until < OLD.retained_until, OLD.retained_until IS NOT NULL AND NEW.retained_until IS NULL)
      OR array_position(ranks, NEW.retention::text) < array_position(ranks, OLD.retention::text) THEN
    RAISE EXCEPTION 'the period of document % cannot be lowered', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_form")]

    operations = [migrations.RunSQL(GUARD, migrations.RunSQL.noop)]
