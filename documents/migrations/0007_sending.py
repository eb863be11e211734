from typing import Any

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

GREETING = "{Anrede}\n\n"
CLOSING = "\n\nMit freundlichen Grüßen\n{Absender}"
# Name, subject, text.
TEMPLATES = (
    (
        "Dokument senden",
        "{Dokument} vom {Datum}",
        "im Anhang erhalten Sie „{Dokument}“ vom {Datum} (Version {Version}).\n\nBei Fragen sind wir gern für Sie da.",
    ),
    (
        "Zur Unterschrift",
        "Zur Unterschrift: {Dokument}",
        "im Anhang erhalten Sie „{Dokument}“. Bitte senden Sie uns ein unterschriebenes Exemplar zurück.",
    ),
)


def fill(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    templates = apps.get_model("documents", "MailTemplate").objects.using(alias)
    templates.bulk_create(
        [
            templates.model(name=name, subject=subject, text=f"{GREETING}{text}{CLOSING}", position=10 * place)
            for place, (name, subject, text) in enumerate(TEMPLATES, 1)
        ]
    )
    apps.get_model("documents", "ArchiveSettings").objects.using(alias).create(id=1)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_finding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ArchiveSettingsEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, serialize=False)),
                (
                    "share_links",
                    models.BooleanField(
                        default=False,
                        help_text="Outsiders fetch a version at a secret address. While this is off, no link works.",
                        verbose_name="share links",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "addresses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.EmailField(max_length=254), verbose_name="to"
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("text", models.TextField(verbose_name="text")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written")),
                ("claimed_at", models.DateTimeField(editable=False, null=True, verbose_name="claimed")),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="sent")),
                (
                    "error",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("away", "the mail server or the archive did not answer"),
                            ("refused", "the mail server refused it"),
                            ("closed", "whoever sent it may not send the document any more"),
                            ("lost", "the archive does not have these bytes"),
                        ],
                        editable=False,
                        max_length=7,
                        verbose_name="error",
                    ),
                ),
            ],
            options={
                "verbose_name": "dispatch",
                "verbose_name_plural": "dispatches",
                "ordering": ("-created_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="DispatchEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "addresses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.EmailField(max_length=254), verbose_name="to"
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("text", models.TextField(verbose_name="text")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written")),
                ("claimed_at", models.DateTimeField(editable=False, null=True, verbose_name="claimed")),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="sent")),
                (
                    "error",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("away", "the mail server or the archive did not answer"),
                            ("refused", "the mail server refused it"),
                            ("closed", "whoever sent it may not send the document any more"),
                            ("lost", "the archive does not have these bytes"),
                        ],
                        editable=False,
                        max_length=7,
                        verbose_name="error",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MailTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("text", models.TextField(max_length=20000, verbose_name="text")),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "e-mail template",
                "verbose_name_plural": "e-mail templates",
                "ordering": ("position", "name", "id"),
            },
        ),
        migrations.CreateModel(
            name="ShareLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("recipient", models.CharField(blank=True, max_length=200, verbose_name="for whom")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="revoked")),
                ("most", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="downloads at most")),
                ("downloads", models.PositiveIntegerField(default=0, editable=False, verbose_name="downloads")),
            ],
            options={
                "verbose_name": "share link",
                "verbose_name_plural": "share links",
                "ordering": ("-created_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="ShareLinkEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("recipient", models.CharField(blank=True, max_length=200, verbose_name="for whom")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="revoked")),
                ("most", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="downloads at most")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ArchiveSettings",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                (
                    "share_links",
                    models.BooleanField(
                        default=False,
                        help_text="Outsiders fetch a version at a secret address. While this is off, no link works.",
                        verbose_name="share links",
                    ),
                ),
            ],
            options={
                "verbose_name": "settings of the archive",
                "verbose_name_plural": "settings of the archive",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_archive")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="archivesettings",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_archivesettingsevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "share_links") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."share_links"); RETURN NULL;',
                    hash="c131e1ea972e571d82423c14cf7df1b7dd8242ba",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b9ac4",
                    table="documents_archivesettings",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="archivesettings",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "documents_archivesettingsevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "share_links") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."share_links"); RETURN NULL;',
                    hash="449b51fe42cecc2acaaa9eb58eebec9dfe750825",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1191c",
                    table="documents_archivesettings",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="archivesettings",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_archivesettingsevent" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "share_links") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."share_links"); RETURN NULL;',
                    hash="6585135ef487dbd21e982a667f7bac7e528993f9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e0c56",
                    table="documents_archivesettings",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="archivesettingsevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="documents.archivesettings",
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sent by",
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="dispatches",
                to="documents.version",
                verbose_name="version",
            ),
        ),
        migrations.AddField(
            model_name="dispatchevent",
            name="by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sent by",
            ),
        ),
        migrations.AddField(
            model_name="dispatchevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="documents.dispatch",
            ),
        ),
        migrations.AddField(
            model_name="dispatchevent",
            name="version",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="documents.version",
                verbose_name="version",
            ),
        ),
        migrations.AddField(
            model_name="sharelink",
            name="created_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="made by",
            ),
        ),
        migrations.AddField(
            model_name="sharelink",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="share_links",
                to="documents.version",
                verbose_name="version",
            ),
        ),
        migrations.AddField(
            model_name="sharelinkevent",
            name="created_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="made by",
            ),
        ),
        migrations.AddField(
            model_name="sharelinkevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="documents.sharelink",
            ),
        ),
        migrations.AddField(
            model_name="sharelinkevent",
            name="version",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="documents.version",
                verbose_name="version",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("addresses__len__gt", 0)), name="dispatch_goes_somewhere"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at", None), ("error", ""), _connector="OR"), name="dispatch_sent_or_not"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dispatch",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_dispatchevent" ("addresses", "by_id", "claimed_at", "created_at", "error", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "subject", "text", "version_id") VALUES (NEW."addresses", NEW."by_id", NEW."claimed_at", NEW."created_at", NEW."error", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."sent_at", NEW."subject", NEW."text", NEW."version_id"); RETURN NULL;',
                    hash="96366a63eb1e9e9706d7a45063db19459ac54a18",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_edbee",
                    table="documents_dispatch",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dispatch",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "documents_dispatchevent" ("addresses", "by_id", "claimed_at", "created_at", "error", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "subject", "text", "version_id") VALUES (NEW."addresses", NEW."by_id", NEW."claimed_at", NEW."created_at", NEW."error", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."sent_at", NEW."subject", NEW."text", NEW."version_id"); RETURN NULL;',
                    hash="28c04347f03a32cf3aecdee0cead9768ff73fbdb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_36f86",
                    table="documents_dispatch",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dispatch",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_dispatchevent" ("addresses", "by_id", "claimed_at", "created_at", "error", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "subject", "text", "version_id") VALUES (OLD."addresses", OLD."by_id", OLD."claimed_at", OLD."created_at", OLD."error", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."sent_at", OLD."subject", OLD."text", OLD."version_id"); RETURN NULL;',
                    hash="e416133798cd5f4ce0127d5018d5296eecabc708",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e3f4e",
                    table="documents_dispatch",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sharelink",
            constraint=models.CheckConstraint(
                condition=models.Q(("most", None), ("downloads__lte", models.F("most")), _connector="OR"),
                name="link_is_not_overdrawn",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharelink",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_sharelinkevent" ("created_at", "created_by_id", "expires_at", "id", "most", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "revoked_at", "version_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."expires_at", NEW."id", NEW."most", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recipient", NEW."revoked_at", NEW."version_id"); RETURN NULL;',
                    hash="636a51ca45f1a0720c51f10b516ed60daa838129",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9f43b",
                    table="documents_sharelink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharelink",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."most" IS DISTINCT FROM (NEW."most") OR OLD."recipient" IS DISTINCT FROM (NEW."recipient") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id"))',
                    func='INSERT INTO "documents_sharelinkevent" ("created_at", "created_by_id", "expires_at", "id", "most", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "revoked_at", "version_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."expires_at", NEW."id", NEW."most", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recipient", NEW."revoked_at", NEW."version_id"); RETURN NULL;',
                    hash="858164964166ee695c5b8adf212c47c01c9e4092",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ad8a8",
                    table="documents_sharelink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharelink",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "documents_sharelinkevent" ("created_at", "created_by_id", "expires_at", "id", "most", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "revoked_at", "version_id") VALUES (OLD."created_at", OLD."created_by_id", OLD."expires_at", OLD."id", OLD."most", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recipient", OLD."revoked_at", OLD."version_id"); RETURN NULL;',
                    hash="c6067b16d33836de58f7908daf29f694a7e292dc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d393a",
                    table="documents_sharelink",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
