from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# Data and query are folded by the same function: lower case, umlauts and ß as people type them without,
# accents off, white space collapsed.  Immutable, so that indexes may use it; `unaccent` is not.
FOLD = r"""
CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(translate(regexp_replace(normalize(
    replace(replace(replace(replace(replace(replace(lower(normalize($1, NFKC)),
      'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
    NFD), '[\u0300-\u036f]+', '', 'g'), 'øłđðı', 'olddi'), '\s+', ' ', 'g'))
$$
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        TrigramExtension(),
        migrations.RunSQL(FOLD, "DROP FUNCTION fold(text)"),
    ]
