import datetime as dt

from django.db import migrations, models
from django.db.models.functions import Coalesce

# The text of the pages as its words, each once and in order: a search asks for words, and what a document of two
# hundred pages holds of them is a tenth of its text.  The signs around them go.
SEARCHABLE = """
CREATE OR REPLACE VIEW documents_searchable AS
SELECT d.id AS document_id,
  left(fold(d.title), 200) AS sort_key,
  (concat_ws(' ', fold(concat_ws(' ', d.title, k.number, c.name, f.name,
    (SELECT string_agg(t.name, ' ' ORDER BY t.id) FROM documents_documenttag own
       JOIN lists_tag t ON t.id = own.tag_id WHERE own.document_id = d.id),
    nullif(d.note, ''))),
    (SELECT left(string_agg(word, ' ' ORDER BY word), 2000000) FROM (
       SELECT DISTINCT btrim(said, '.,;:!?()[]{}"''„“”»«<>*_|') COLLATE "C" AS word
       FROM documents_page p, string_to_table(p.search, ' ') said WHERE p.file_id = f.id) words
     WHERE word <> ''))) COLLATE "default" AS search,
  k.access = 'restricted' AS is_closed
FROM documents_document d
JOIN customers_customer k ON k.contact_id = d.customer_id
JOIN contacts_contact c ON c.id = d.customer_id
LEFT JOIN documents_version v ON v.id = d.current_id
LEFT JOIN documents_storedfile f ON f.id = v.file_id
"""
FORMER = """
CREATE OR REPLACE VIEW documents_searchable AS
SELECT d.id AS document_id,
  left(fold(d.title), 200) AS sort_key,
  fold(concat_ws(' ', d.title, k.number, c.name, f.name,
    (SELECT string_agg(t.name, ' ' ORDER BY t.id) FROM documents_documenttag own
       JOIN lists_tag t ON t.id = own.tag_id WHERE own.document_id = d.id),
    nullif(d.note, ''),
    (SELECT left(string_agg(p.text, ' ' ORDER BY p.number), 2000000) FROM documents_page p WHERE p.file_id = f.id)
  )) AS search,
  k.access = 'restricted' AS is_closed
FROM documents_document d
JOIN customers_customer k ON k.contact_id = d.customer_id
JOIN contacts_contact c ON c.id = d.customer_id
LEFT JOIN documents_version v ON v.id = d.current_id
LEFT JOIN documents_storedfile f ON f.id = v.file_id
"""
REMAKE = """
UPDATE documents_document d SET search = s.search
FROM (SELECT * FROM documents_searchable OFFSET 0) s
WHERE s.document_id = d.id AND d.search IS DISTINCT FROM s.search
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_kept_as_said")]

    operations = [
        migrations.RemoveIndex(model_name="document", name="document_by_end"),
        migrations.AddField(
            model_name="document",
            name="ends",
            field=models.GeneratedField(
                expression=Coalesce("valid_until", models.Value(dt.date(9999, 12, 31))),
                output_field=models.DateField(),
                db_persist=True,
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="search",
            field=models.GeneratedField(
                expression=models.Func("text", function="fold"),
                output_field=models.TextField(db_collation="C"),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("trashed_at", None)),
                fields=["is_closed", "ends", "id"],
                include=("type", "customer", "is_confidential"),
                name="document_by_end",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("trashed_at", None)),
                fields=["is_closed", "type", "-dated", "-id"],
                include=("customer", "is_confidential"),
                name="document_by_type",
            ),
        ),
        migrations.RunSQL(SEARCHABLE, FORMER),
        migrations.RunSQL(REMAKE, migrations.RunSQL.noop),
    ]
