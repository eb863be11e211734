import django.contrib.postgres.indexes
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# As in `row_columns`, with the values of own fields at the end.
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
  ARRAY(SELECT tag.name FROM contacts_contact_tags tagged JOIN lists_tag tag ON tag.id = tagged.tag_id
    WHERE tagged.contact_id = k.contact_id ORDER BY tag.name) AS tags,
  k.own
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
# Backward: a view cannot lose a column in its place.
BEFORE = "DROP VIEW customers_row;" + ROW.replace("OR REPLACE ", "").replace(",\n  k.own", "")


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0011_own_fields"),
        ("customers", "0010_files_later"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="customer",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="customer",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="customer",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="customer",
            name="own",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="further details"),
        ),
        migrations.AddField(
            model_name="customerevent",
            name="own",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="further details"),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=django.contrib.postgres.indexes.GinIndex(fields=["own"], name="customer_by_own"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_customerevent" ("access", "account_holder", "blocked_reason", "buyer_reference", "contact_id", "created_at", "customer_since", "debtor_account", "iban", "industry", "invoice_email", "language", "number", "own", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "responsible_id", "search_name", "status", "tax_number", "vat_id") VALUES (NEW."access", NEW."account_holder", NEW."blocked_reason", NEW."buyer_reference", NEW."contact_id", NEW."created_at", NEW."customer_since", NEW."debtor_account", NEW."iban", NEW."industry", NEW."invoice_email", NEW."language", NEW."number", NEW."own", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."contact_id", NEW."responsible_id", NEW."search_name", NEW."status", NEW."tax_number", NEW."vat_id"); RETURN NULL;',
                    hash="ed15ea337014900c6ae7e4b9993d603b9c85ab64",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a36e0",
                    table="customers_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."access" IS DISTINCT FROM (NEW."access") OR OLD."account_holder" IS DISTINCT FROM (NEW."account_holder") OR OLD."blocked_reason" IS DISTINCT FROM (NEW."blocked_reason") OR OLD."buyer_reference" IS DISTINCT FROM (NEW."buyer_reference") OR OLD."contact_id" IS DISTINCT FROM (NEW."contact_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."customer_since" IS DISTINCT FROM (NEW."customer_since") OR OLD."debtor_account" IS DISTINCT FROM (NEW."debtor_account") OR OLD."iban" IS DISTINCT FROM (NEW."iban") OR OLD."industry" IS DISTINCT FROM (NEW."industry") OR OLD."invoice_email" IS DISTINCT FROM (NEW."invoice_email") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."own" IS DISTINCT FROM (NEW."own") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."responsible_id" IS DISTINCT FROM (NEW."responsible_id") OR OLD."search_name" IS DISTINCT FROM (NEW."search_name") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."tax_number" IS DISTINCT FROM (NEW."tax_number") OR OLD."vat_id" IS DISTINCT FROM (NEW."vat_id"))',
                    func='INSERT INTO "customers_customerevent" ("access", "account_holder", "blocked_reason", "buyer_reference", "contact_id", "created_at", "customer_since", "debtor_account", "iban", "industry", "invoice_email", "language", "number", "own", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "responsible_id", "search_name", "status", "tax_number", "vat_id") VALUES (NEW."access", NEW."account_holder", NEW."blocked_reason", NEW."buyer_reference", NEW."contact_id", NEW."created_at", NEW."customer_since", NEW."debtor_account", NEW."iban", NEW."industry", NEW."invoice_email", NEW."language", NEW."number", NEW."own", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."contact_id", NEW."responsible_id", NEW."search_name", NEW."status", NEW."tax_number", NEW."vat_id"); RETURN NULL;',
                    hash="738d8589a42942f558b035c3365e7bca16331cf4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ca86d",
                    table="customers_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "customers_customerevent" ("access", "account_holder", "blocked_reason", "buyer_reference", "contact_id", "created_at", "customer_since", "debtor_account", "iban", "industry", "invoice_email", "language", "number", "own", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "responsible_id", "search_name", "status", "tax_number", "vat_id") VALUES (OLD."access", OLD."account_holder", OLD."blocked_reason", OLD."buyer_reference", OLD."contact_id", OLD."created_at", OLD."customer_since", OLD."debtor_account", OLD."iban", OLD."industry", OLD."invoice_email", OLD."language", OLD."number", OLD."own", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."contact_id", OLD."responsible_id", OLD."search_name", OLD."status", OLD."tax_number", OLD."vat_id"); RETURN NULL;',
                    hash="bd01b1c5538d66dfcd91f74ff7133013693d4780",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_939ca",
                    table="customers_customer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(ROW, BEFORE),
    ]
