"""The objects of a backup by key and by hash, in a file of SQLite's that nobody else sees.

A million of them would be half a gigabyte of memory otherwise.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from timecount.backup.shelf import Entry

TABLES = """
CREATE TABLE entry (key text PRIMARY KEY, size int, sha256 text, etag text, headers text) WITHOUT ROWID;
CREATE TABLE hash (sha256 text PRIMARY KEY) WITHOUT ROWID;
"""


class Index:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, entries: Iterable[Entry]) -> None:
        """Of two with the same key the later one counts."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)",
            ((each.key, each.size, each.sha256, each.etag, json.dumps(each.headers)) for each in entries),
        )

    def find(self, key: str) -> Entry | None:
        row = self._connection.execute("SELECT * FROM entry WHERE key = ?", [key]).fetchone()
        if row is None:
            return None
        key, size, sha256, etag, headers = row
        return Entry(key, size, sha256, etag, json.loads(headers))

    def take(self, key: str) -> Entry | None:
        """Find it, once."""
        entry = self.find(key)
        self._connection.execute("DELETE FROM entry WHERE key = ?", [key])
        return entry

    def left(self) -> list[str]:
        """Some of the keys that nobody took."""
        return [key for (key,) in self._connection.execute("SELECT key FROM entry ORDER BY key LIMIT 20")]

    def mark(self, sha256: str) -> bool:
        """True the first time."""
        return self._connection.execute("INSERT OR IGNORE INTO hash VALUES (?)", [sha256]).rowcount == 1

    def marked(self, sha256: str) -> bool:
        return self._connection.execute("SELECT 1 FROM hash WHERE sha256 = ?", [sha256]).fetchone() is not None


@contextmanager
def index() -> Iterator[Index]:
    connection = sqlite3.connect("")  # a temporary file that goes with the connection
    try:
        connection.executescript(TABLES)
        yield Index(connection)
    finally:
        connection.close()
