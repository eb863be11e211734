from django.db import migrations

# What the folded columns of a document must hold: its words, those of its customer, and the text of the current
# version.  The triggers, the rebuild and the test that compares all read this one view.
SEARCHABLE = """
CREATE VIEW documents_searchable AS
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

REFRESH = """
CREATE FUNCTION documents_refresh(documents bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF documents IS NULL THEN RETURN; END IF;
  UPDATE documents_document d
  SET sort_key = s.sort_key, search = s.search, is_closed = s.is_closed
  FROM (SELECT * FROM documents_searchable WHERE document_id = ANY(documents) OFFSET 0) s
  WHERE d.id = s.document_id
    AND (d.sort_key, d.search, d.is_closed) IS DISTINCT FROM (s.sort_key, s.search, s.is_closed);
END $$;
"""

# For each statement, not for each row: the pages of a file, the files of a colleague are one piece of work.
TRIGGERS = """
CREATE FUNCTION documents_document_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM documents_refresh(array_agg(id)) FROM changed;
  RETURN NULL;
END $$;
CREATE TRIGGER searchable_insert AFTER INSERT ON documents_document
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION documents_document_searchable();

CREATE FUNCTION documents_changed_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM documents_refresh(array_agg(n.id)) FROM changed n JOIN former o USING (id)
    WHERE (n.title, n.note, n.customer_id, n.current_id) IS DISTINCT FROM (o.title, o.note, o.customer_id, o.current_id);
  RETURN NULL;
END $$;
CREATE TRIGGER searchable_update AFTER UPDATE ON documents_document
  REFERENCING OLD TABLE AS former NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION documents_changed_searchable();

CREATE FUNCTION documents_tag_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM documents_refresh(array_agg(DISTINCT document_id)) FROM changed;
  RETURN NULL;
END $$;
CREATE TRIGGER searchable_insert AFTER INSERT ON documents_documenttag
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION documents_tag_searchable();
CREATE TRIGGER searchable_delete AFTER DELETE ON documents_documenttag
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION documents_tag_searchable();

CREATE FUNCTION documents_page_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM documents_refresh(array_agg(DISTINCT v.document_id)) FROM documents_version v
    JOIN documents_document d ON d.current_id = v.id WHERE v.file_id IN (SELECT file_id FROM changed);
  RETURN NULL;
END $$;
CREATE TRIGGER searchable_insert AFTER INSERT ON documents_page
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION documents_page_searchable();
CREATE TRIGGER searchable_delete AFTER DELETE ON documents_page
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION documents_page_searchable();

CREATE FUNCTION documents_customer_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM documents_refresh(array_agg(d.id)) FROM documents_document d WHERE d.customer_id IN (
    SELECT contact_id FROM changed n JOIN former o USING (contact_id)
    WHERE (n.number, n.access) IS DISTINCT FROM (o.number, o.access));
  RETURN NULL;
END $$;
CREATE TRIGGER document_searchable AFTER UPDATE ON customers_customer
  REFERENCING OLD TABLE AS former NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION documents_customer_searchable();

CREATE FUNCTION documents_contact_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM documents_refresh(array_agg(id)) FROM documents_document WHERE customer_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER document_searchable AFTER UPDATE ON contacts_contact FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION documents_contact_searchable();
"""

# What a row of a list shows, in one place.  Tags and versions are subselects: asked only where somebody reads them.
ROW = """
CREATE VIEW documents_row AS
SELECT d.id, d.title, t.name AS type_name, d.dated, d.is_confidential, d.valid_from, d.valid_until, d.notice_by,
  d.cancelled_on, d.retained_until, d.updated_at, d.created_at,
  d.customer_id, k.number AS customer_number, c.name AS customer_name,
  d.contact_id, p.name AS contact_name,
  f.id AS file_id, f.name AS file_name, f.kind AS file_kind, f.size, f.pages, f.scan, f.flags,
  v.number AS versions, u.name AS created_by_name,
  ARRAY(SELECT tag.name FROM documents_documenttag own JOIN lists_tag tag ON tag.id = own.tag_id
    WHERE own.document_id = d.id ORDER BY tag.name) AS tags
FROM documents_document d
JOIN documents_documenttype t ON t.id = d.type_id
JOIN customers_customer k ON k.contact_id = d.customer_id
JOIN contacts_contact c ON c.id = d.customer_id
JOIN documents_version v ON v.id = d.current_id
JOIN documents_storedfile f ON f.id = v.file_id
LEFT JOIN contacts_contact p ON p.id = d.contact_id
LEFT JOIN accounts_user u ON u.id = d.created_by_id
"""

BACK = """
DROP VIEW documents_row, documents_searchable;
DROP FUNCTION documents_refresh, documents_document_searchable, documents_changed_searchable,
  documents_tag_searchable, documents_page_searchable, documents_customer_searchable,
  documents_contact_searchable CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_documents"),
        ("customers", "0012_responsible_of_openings"),
        ("contacts", "0011_own_fields"),
    ]

    operations = [migrations.RunSQL(SEARCHABLE + ";" + REFRESH + TRIGGERS + ROW, BACK)]
