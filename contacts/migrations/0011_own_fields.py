import django.contrib.postgres.indexes
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# As in `row_columns`, with the values of own fields at the end.
ROW = """
CREATE OR REPLACE VIEW contacts_row AS
SELECT c.id, c.kind, c.name, c.title, c.position, c.photo, c.updated_at,
  a.postcode, a.city,
  t.number AS phone,
  e.address AS email,
  c.salutation, c.first_name, c.last_name, c.birthday, c.created_at, a.street, a.country, w.url AS website,
  ARRAY(SELECT tag.name FROM contacts_contact_tags tagged JOIN lists_tag tag ON tag.id = tagged.tag_id
    WHERE tagged.contact_id = c.id ORDER BY tag.name) AS tags,
  c.own
FROM contacts_contact c
LEFT JOIN contacts_address a ON a.contact_id = c.id AND a.is_main
LEFT JOIN contacts_phone t ON t.contact_id = c.id AND t.is_main
LEFT JOIN contacts_email e ON e.contact_id = c.id AND e.is_main
LEFT JOIN contacts_website w ON w.contact_id = c.id AND w.is_main
"""
# Backward: a view cannot lose a column in its place.
BEFORE = "DROP VIEW contacts_row;" + ROW.replace("OR REPLACE ", "").replace(",\n  c.own", "")


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0010_refresh_at_once"),
        ("lists", "0006_own_fields"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="contact",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="contact",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="contact",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="contact",
            name="own",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="further details"),
        ),
        migrations.AddField(
            model_name="contactevent",
            name="own",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="further details"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=django.contrib.postgres.indexes.GinIndex(fields=["own"], name="contact_by_own"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "contacts_contactevent" ("birthday", "created_at", "first_name", "id", "kind", "last_name", "notes", "organisation_name", "own", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "position", "salutation", "title") VALUES (NEW."birthday", NEW."created_at", NEW."first_name", NEW."id", NEW."kind", NEW."last_name", NEW."notes", NEW."organisation_name", NEW."own", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."photo", NEW."position", NEW."salutation", NEW."title"); RETURN NULL;',
                    hash="fb1e87250a076aa4c569e2d35d76e1a59d170823",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_60225",
                    table="contacts_contact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."birthday" IS DISTINCT FROM (NEW."birthday") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."notes" IS DISTINCT FROM (NEW."notes") OR OLD."organisation_name" IS DISTINCT FROM (NEW."organisation_name") OR OLD."own" IS DISTINCT FROM (NEW."own") OR OLD."photo" IS DISTINCT FROM (NEW."photo") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."salutation" IS DISTINCT FROM (NEW."salutation") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func='INSERT INTO "contacts_contactevent" ("birthday", "created_at", "first_name", "id", "kind", "last_name", "notes", "organisation_name", "own", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "position", "salutation", "title") VALUES (NEW."birthday", NEW."created_at", NEW."first_name", NEW."id", NEW."kind", NEW."last_name", NEW."notes", NEW."organisation_name", NEW."own", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."photo", NEW."position", NEW."salutation", NEW."title"); RETURN NULL;',
                    hash="3d3560038dc5bb29134ea7e8ec30033b625d4d2c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7498c",
                    table="contacts_contact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "contacts_contactevent" ("birthday", "created_at", "first_name", "id", "kind", "last_name", "notes", "organisation_name", "own", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "position", "salutation", "title") VALUES (OLD."birthday", OLD."created_at", OLD."first_name", OLD."id", OLD."kind", OLD."last_name", OLD."notes", OLD."organisation_name", OLD."own", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."photo", OLD."position", OLD."salutation", OLD."title"); RETURN NULL;',
                    hash="56f969460e395b4f3c8bae7744f523e371334de0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e2e36",
                    table="contacts_contact",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(ROW, BEFORE),
    ]
