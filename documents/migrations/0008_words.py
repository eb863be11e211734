import django.contrib.postgres.indexes
from django.db import migrations, models

# The longest that an index takes, and longer than any word is.
WORDS = """
CREATE FUNCTION documents_words(text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT array_agg(DISTINCT left(word, 100)) FROM string_to_table($1, ' ') AS word WHERE word <> ''
$$;
"""
# Without a rule that a word stands here once: uploads that bring the same new word do not wait for each other.
REFRESH = """
CREATE OR REPLACE FUNCTION documents_refresh(documents bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF documents IS NULL THEN RETURN; END IF;
  WITH changed AS (
    UPDATE documents_document d
    SET sort_key = s.sort_key, search = s.search, is_closed = s.is_closed
    FROM (SELECT * FROM documents_searchable WHERE document_id = ANY(documents) OFFSET 0) s
    WHERE d.id = s.document_id
      AND (d.sort_key, d.search, d.is_closed) IS DISTINCT FROM (s.sort_key, s.search, s.is_closed)
    RETURNING d.search
  )
  INSERT INTO documents_word (word)
  SELECT DISTINCT said.word FROM changed, unnest(documents_words(changed.search)) AS said(word)
  WHERE NOT EXISTS (SELECT FROM documents_word known WHERE known.word = said.word COLLATE "C");
END $$;
"""
FORMER = """
CREATE OR REPLACE FUNCTION documents_refresh(documents bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF documents IS NULL THEN RETURN; END IF;
  UPDATE documents_document d
  SET sort_key = s.sort_key, search = s.search, is_closed = s.is_closed
  FROM (SELECT * FROM documents_searchable WHERE document_id = ANY(documents) OFFSET 0) s
  WHERE d.id = s.document_id
    AND (d.sort_key, d.search, d.is_closed) IS DISTINCT FROM (s.sort_key, s.search, s.is_closed);
END $$;
"""
FILL = """
INSERT INTO documents_word (word)
SELECT DISTINCT said.word FROM documents_document d, unnest(documents_words(d.search)) AS said(word)
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_sending")]

    operations = [
        migrations.RunSQL(WORDS, "DROP FUNCTION documents_words"),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.TextField(db_collation="C", verbose_name="word")),
            ],
            options={"verbose_name": "word", "verbose_name_plural": "words", "ordering": ("id",)},
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex("word", models.Index(fields=["word"], name="word_itself")),
        migrations.AddIndex(
            "word",
            django.contrib.postgres.indexes.GinIndex(fields=["word"], name="word_part", opclasses=["gin_trgm_ops"]),
        ),
        migrations.RemoveIndex("document", "document_search"),
        migrations.AddIndex(
            "document",
            django.contrib.postgres.indexes.GinIndex(
                models.Func("search", function="documents_words"), name="document_words"
            ),
        ),
        migrations.RunSQL(REFRESH, FORMER),
    ]
