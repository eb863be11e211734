from typing import Any

from django.db import migrations

# § 147 Abs. 3 AO, § 14b Abs. 1 UStG, § 257 Abs. 4 HGB, as of 2025 (BEG IV).
YEARS = {"none": 0, "letter": 6, "voucher": 8, "books": 10}
# Name, retention, whether it has a validity.
TYPES = (
    ("Vertrag", "letter", True),
    ("Schriftverkehr", "letter", False),
    ("Vereinbarung", "letter", True),
    ("Preisliste", "letter", True),
    ("Angebot", "letter", False),
    ("Rechnung", "voucher", False),
    ("Foto", "none", False),
    ("Sonstiges", "none", False),
)

# Whatever writes: a period that runs is raised, never lowered, and what is on hold or still kept is not deleted.
GUARD = """
CREATE FUNCTION documents_stays_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.legal_hold OR (OLD.retention <> 'none' AND coalesce(OLD.retained_until, 'infinity') >= current_date) THEN
      RAISE EXCEPTION 'document % is kept by law', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF NEW.retained_until < OLD.retained_until OR (NEW.retained_until IS NULL AND OLD.retained_until IS NOT NULL
      AND NEW.retention = 'none') THEN
    RAISE EXCEPTION 'the period of document % cannot be lowered', OLD.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays_kept BEFORE UPDATE OF retained_until, retention OR DELETE ON documents_document
  FOR EACH ROW EXECUTE FUNCTION documents_stays_kept();
"""


def fill(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    periods = apps.get_model("documents", "RetentionPeriod").objects.using(alias)
    periods.bulk_create([periods.model(retention=key, years=years) for key, years in YEARS.items()])
    types = apps.get_model("documents", "DocumentType").objects.using(alias)
    types.bulk_create(
        [
            types.model(name=name, retention=retention, has_validity=valid, position=10 * place)
            for place, (name, retention, valid) in enumerate(TYPES, 1)
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_search_columns")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(GUARD, "DROP FUNCTION documents_stays_kept CASCADE"),
    ]
