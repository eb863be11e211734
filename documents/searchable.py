"""The folded columns of documents, which a view defines and triggers keep in step; made anew where they differ."""

from django.db import connection

_REBUILD = """
SELECT count(*), documents_refresh(array_agg(d.id)) FROM documents_document d
JOIN documents_searchable s ON s.document_id = d.id
WHERE (d.sort_key, d.search, d.is_closed) IS DISTINCT FROM (s.sort_key, s.search, s.is_closed)
"""


def rebuild() -> int:
    """How many differed.  "Changed" stays as it is: nobody changed anything."""
    with connection.cursor() as cursor:
        cursor.execute(_REBUILD)
        return int(cursor.fetchone()[0])
