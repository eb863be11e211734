import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lists", "0005_import_questions"),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(db_index=False, editable=False, max_length=40)),
                ("label", models.CharField(max_length=60, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=10, verbose_name="place")),
                ("is_retired", models.BooleanField(default=False, verbose_name="retired")),
            ],
            options={
                "verbose_name": "choice",
                "verbose_name_plural": "choices",
                "ordering": ("field_id", "position", "id"),
            },
        ),
        migrations.CreateModel(
            name="OwnFieldEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("list_key", models.CharField(max_length=30, verbose_name="for")),
                ("key", models.SlugField(db_index=False, editable=False, max_length=40)),
                (
                    "label",
                    models.CharField(
                        help_text="as it stands in forms, lists and files", max_length=60, verbose_name="name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "text"),
                            ("number", "number"),
                            ("date", "date"),
                            ("choice", "choice"),
                            ("yes_no", "yes or no"),
                            ("link", "link"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "help_text",
                    models.CharField(
                        blank=True,
                        help_text="stands below the field: what belongs there, and for whom",
                        max_length=200,
                        verbose_name="help",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=10, help_text="small numbers come first", verbose_name="place"
                    ),
                ),
                (
                    "is_retired",
                    models.BooleanField(
                        default=False,
                        help_text="not asked for any more; what is filled in stays",
                        verbose_name="retired",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OwnField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list_key", models.CharField(max_length=30, verbose_name="for")),
                ("key", models.SlugField(db_index=False, editable=False, max_length=40)),
                (
                    "label",
                    models.CharField(
                        help_text="as it stands in forms, lists and files", max_length=60, verbose_name="name"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "text"),
                            ("number", "number"),
                            ("date", "date"),
                            ("choice", "choice"),
                            ("yes_no", "yes or no"),
                            ("link", "link"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "help_text",
                    models.CharField(
                        blank=True,
                        help_text="stands below the field: what belongs there, and for whom",
                        max_length=200,
                        verbose_name="help",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=10, help_text="small numbers come first", verbose_name="place"
                    ),
                ),
                (
                    "is_retired",
                    models.BooleanField(
                        default=False,
                        help_text="not asked for any more; what is filled in stays",
                        verbose_name="retired",
                    ),
                ),
            ],
            options={
                "verbose_name": "own field",
                "verbose_name_plural": "own fields",
                "ordering": ("list_key", "position", "id"),
                "constraints": [models.UniqueConstraint(fields=("list_key", "key"), name="own_field_key_once")],
            },
        ),
        migrations.CreateModel(
            name="OwnChoiceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("key", models.SlugField(db_index=False, editable=False, max_length=40)),
                ("label", models.CharField(max_length=60, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=10, verbose_name="place")),
                ("is_retired", models.BooleanField(default=False, verbose_name="retired")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="lists.ownchoice",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="lists.ownfield",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="ownchoice",
            name="field",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="choices", to="lists.ownfield"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownfield",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "lists_ownfieldevent" ("help_text", "id", "is_retired", "key", "kind", "label", "list_key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."help_text", NEW."id", NEW."is_retired", NEW."key", NEW."kind", NEW."label", NEW."list_key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="d3c0156f9073d90b3409f1f2d869a386e8282afd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cad54",
                    table="lists_ownfield",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownfield",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "lists_ownfieldevent" ("help_text", "id", "is_retired", "key", "kind", "label", "list_key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."help_text", NEW."id", NEW."is_retired", NEW."key", NEW."kind", NEW."label", NEW."list_key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="89b10513d1a54a6433a2786fe063e298ee2d7fab",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_885e4",
                    table="lists_ownfield",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownfield",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "lists_ownfieldevent" ("help_text", "id", "is_retired", "key", "kind", "label", "list_key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."help_text", OLD."id", OLD."is_retired", OLD."key", OLD."kind", OLD."label", OLD."list_key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;',
                    hash="e22dfaa5c5c6dedce33fe6fbc13600fedadb4854",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_266a4",
                    table="lists_ownfield",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="ownfieldevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="lists.ownfield",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownchoice",
            constraint=models.UniqueConstraint(fields=("field", "key"), name="own_choice_key_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownchoice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "lists_ownchoiceevent" ("field_id", "id", "is_retired", "key", "label", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."field_id", NEW."id", NEW."is_retired", NEW."key", NEW."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="86688715b9c2b8321f01999d56666d48d43b5b72",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7e408",
                    table="lists_ownchoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownchoice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "lists_ownchoiceevent" ("field_id", "id", "is_retired", "key", "label", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."field_id", NEW."id", NEW."is_retired", NEW."key", NEW."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="f2abbbd4c4cab8a920e619f6ce589c5f7ff6ad33",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_13685",
                    table="lists_ownchoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownchoice",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "lists_ownchoiceevent" ("field_id", "id", "is_retired", "key", "label", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."field_id", OLD."id", OLD."is_retired", OLD."key", OLD."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;',
                    hash="7ce882ab06e08c3208016b31d8af46508b569655",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8091f",
                    table="lists_ownchoice",
                    when="AFTER",
                ),
            ),
        ),
    ]
