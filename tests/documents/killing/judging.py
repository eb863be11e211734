"""What came of it, when everything runs again and the reaper has run."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.documents.killing.people import OK, Known, Person
from tests.documents.killing.stand import Stand

LOOK = """
import json, django
django.setup()
from django.db.models import F
from documents import storage
from documents.models import Document, StoredFile, TrashedDocument, Version
from documents.reconciling import Wrong, reconcile
report = reconcile(hashes=True)
every = [*Document.objects.all(), *TrashedDocument.objects.all()]
versions = {}
for pk, document, sha256 in Version.objects.values_list("pk", "document_id", "file__sha256"):
    versions.setdefault(document, []).append([pk, sha256])
print(json.dumps({
    "wrong": {str(wrong): count for wrong, count in report.counts.items()},
    "hashed": report.hashed,
    "begun": len(list(storage.begun())),
    "under way": StoredFile.objects.exclude(state__in=("available", "purged", "deleted")).count(),
    "empty": [one.pk for one in every if one.current_id is None],
    "documents": {document.pk: [document.customer_id, versions.get(document.pk, [])] for document in every},
}))
"""
ORPHANS = ("unknown", "left")


@dataclass
class Found:
    """All empty: nothing was lost, nothing is left over."""

    lost: list[str] = field(default_factory=list)
    corrupt: list[str] = field(default_factory=list)
    without_bytes: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)


def judge(stand: Stand, people: Sequence[Person]) -> tuple[Found, int]:
    """And how many acknowledged versions were downloaded."""
    stand.everything_runs()
    reaper = stand.start_reaper("all")
    assert reaper.process.wait(120) == 0, reaper.last_words(40)
    told, found = stand.run(LOOK), Found()
    for wrong, count in told["wrong"].items():
        (found.orphans if wrong in ORPHANS else found.without_bytes).append(f"{count} {wrong}")
    found.without_bytes += [f"document {key}" for key in told["empty"]]
    for name in ("begun", "under way"):
        if told[name]:
            found.orphans.append(f"{told[name]} {name}")
    downloads = 0
    for person in people:
        for document in person.documents:
            downloads += _compare(person, document, told["documents"].get(str(document.key)), found)
    return found, downloads


def _compare(person: Person, document: Known, stored: Any, found: Found) -> int:
    if stored is None:
        if document.sure:
            found.lost.append(f"document {document.key}")
        return 0
    customer, versions = stored
    if customer not in document.customers:
        found.lost.append(f"document {document.key} is not where it was moved")
    by_hash = {sha256: key for key, sha256 in versions}
    for sha256 in document.hashes:
        if sha256 not in by_hash:
            found.lost.append(f"a version of document {document.key}")
        elif document.sure and person.download(f"/documents/versions/{by_hash[sha256]}/download/") != (OK, sha256):
            found.corrupt.append(f"a version of document {document.key}")
    return len(document.hashes) if document.sure else 0
