"""Puts papers into the files of the demo: made, looked at and stored like those that people upload, all in one go."""

import base64
import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import batched
from pathlib import Path
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone

from accounts.history import writing
from accounts.models import User
from contacts.demo.parties import Dice
from contacts.models import Assignment
from contacts.tags import tag_called
from customers.models import Customer
from documents import previews, storage, terms
from documents.converting import can_make_pdf, limits
from documents.demo import plan
from documents.demo.papers import Party
from documents.demo.plan import Draft, Edition
from documents.formats import FORMATS, Flag, Kind
from documents.models import Document, DocumentTag, DocumentType, Page, Reading, State, StoredFile, Version
from documents.tasks import read_file

# Of so many customers, the first ones of the demo and some among the others have papers.
AMONG, MOST, STORIES = 400, 60, 10
AT_ONCE, WORKERS, PUTS = 75, 2, 4
# Follow-ups of contracts that can be cancelled later are of no use to whoever tries the demo, and take long.
SOON = timedelta(days=60)
SECONDS = 14  # as long as a text may take to be read
SALUTATIONS = {"mr": "Sehr geehrter Herr", "mrs": "Sehr geehrte Frau"}


# In the morning of the day that stands on them, each by itself a little later.
_FILED = """
WITH filed AS (
  SELECT document, file, current_date - days + time '08:00' + random() * interval '1 hour' AS moment
  FROM unnest(%s::bigint[], %s::uuid[], %s::int[]) AS given (document, file, days)
), of_files AS (
  UPDATE documents_storedfile SET created_at = moment FROM filed WHERE id = file
), of_versions AS (
  UPDATE documents_version v SET created_at = moment FROM filed WHERE v.file_id = file
)
UPDATE documents_document d SET created_at = first, updated_at = last
FROM (SELECT document, min(moment) AS first, max(moment) AS last FROM filed GROUP BY document) each
WHERE d.id = each.document
"""


@dataclass
class Made:
    """A version with its bytes, and what the sandbox read in them."""

    draft: Draft
    edition: Edition
    by: User
    path: Path
    form: str
    size: int
    sha256: str
    id: UUID = field(default_factory=uuid4)
    texts: Sequence[str] | None = None  # None: locked
    picture: bytes = b""

    @property
    def is_drawn(self) -> bool:
        return FORMATS[self.form].kind in (Kind.PDF, Kind.IMAGE) and Flag.ENCRYPTED not in self.edition.flags

    def row(self) -> StoredFile:
        form = FORMATS[self.form]
        return StoredFile(
            id=self.id, name=self.edition.name, size=self.size, sha256=self.sha256, form=self.form, kind=form.kind,
            content_type=form.content_type, flags=sorted(self.edition.flags), created_by=self.by,
            pages=len(self.texts or ()) if self.is_drawn else 0,
            reading=Reading.FAILED if self.texts is None else Reading.DONE,
        )  # fmt: skip


def load(customers: int, seed: int) -> None:
    """Nothing where there is something already, or nobody of the demo."""
    if Version.objects.exists() or not User.objects.filter(email="anna@demo.example").exists():
        return
    with tempfile.TemporaryDirectory(prefix="timecount-") as folder:
        made = _made(_drafts(customers, seed), Path(folder))
        _store(made)
        with writing(None, through="demo"):
            _file(made)
    for one in made:
        if can_make_pdf(one.form):
            read_file.defer(file_id=str(one.id))


# --- what there will be --------------------------------------------------------------------------------------------


def _drafts(customers: int, seed: int) -> Iterator[tuple[Draft, User]]:
    anna = User.objects.get(email="anna@demo.example")
    for place, customer in enumerate(_chosen(min(customers, AMONG))):
        by = customer.responsible or anna
        dice = Dice(f"{seed}:{customer.number}:documents")
        desk = plan.Desk(customer.pk, _party(customer, by), place, timezone.localdate(), dice)
        yield from ((draft, by) for draft in plan.drafts(desk))


def _chosen(among: int) -> list[Customer]:
    first = list(Customer.objects.select_related("contact", "responsible").order_by("pk")[:among])
    rest, count = first[STORIES:], among * MOST // AMONG
    if count <= STORIES:
        return first[:count]
    return [*first[:STORIES], *rest[:: len(rest) // (count - STORIES)][: count - STORIES]]


def _party(customer: Customer, by: User) -> Party:
    contact = customer.contact
    address = contact.addresses.order_by("-is_main", "pk").first()
    lines = (address.street, f"{address.postcode} {address.city}") if address else ()
    main = Assignment.objects.select_related("person").filter(organisation=contact, is_main=True).first()
    person = main.person if main else None
    polite = SALUTATIONS.get(person.salutation) if person else None
    greeting = f"{polite} {person.last_name}," if polite and person else "Sehr geehrte Damen und Herren,"
    return Party(contact.name, customer.number, lines, person.name if person else "", greeting, by.name)


# --- made and looked at --------------------------------------------------------------------------------------------


def _made(drafts: Iterator[tuple[Draft, User]], folder: Path) -> list[Made]:
    """While the next ones are made, others are read and drawn."""
    wanted = [(draft, edition, by) for draft, by in drafts for edition in draft.editions]
    made: list[Made] = []
    with ThreadPoolExecutor(WORKERS) as pool:
        looking = []
        for some in batched(wanted, AT_ONCE, strict=False):
            new = [_written(*one, folder / str(len(made) + place)) for place, one in enumerate(some)]
            looking += [pool.submit(_read, new), pool.submit(_draw, new)]
            made += new
        for work in looking:
            work.result()
    return made


def _written(draft: Draft, edition: Edition, by: User, path: Path) -> Made:
    data = edition.make()
    path.write_bytes(data)
    form = next(form for form, of in FORMATS.items() if edition.name.endswith(of.endings))
    return Made(draft, edition, by, path, form, len(data), hashlib.sha256(data).hexdigest())


def _read(some: Sequence[Made]) -> None:
    """A process for many files: to start one for each takes longer than the work."""
    answers = limits.run_many("text", [(one.path, one.form, SECONDS) for one in some])
    for one, answer in zip(some, answers, strict=True):
        one.texts = answer.get("parts")


def _draw(some: Sequence[Made]) -> None:
    """What lists show of the version that holds."""
    shown = [one for one in some if one.is_drawn and one.edition is one.draft.editions[-1]]
    answers = limits.run_many("draw", [(one.path, one.form, 1, previews.WIDTHS["small"]) for one in shown])
    for one, answer in zip(shown, answers, strict=True):
        one.picture = base64.b64decode(answer.get("webp", ""))


# --- stored and filed ----------------------------------------------------------------------------------------------


def _store(made: Sequence[Made]) -> None:
    """The rows are committed before there is an object, as for every upload."""
    StoredFile.objects.bulk_create([one.row() for one in made])
    with ThreadPoolExecutor(PUTS) as pool:
        list(pool.map(_put, made))


def _put(one: Made) -> None:
    storage.put(one.id, one.path.read_bytes())
    if one.picture:
        previews.keep(one.id, 1, "small", one.picture)


def _file(made: Sequence[Made]) -> None:
    """One transaction: the documents, their versions and texts, and that the files are available."""
    files = StoredFile.objects.filter(pk__in=[one.id for one in made], state=State.RESERVED)
    files.update(state=State.AVAILABLE, state_at=timezone.now())
    types = {kind.name: kind for kind in DocumentType.objects.all()}
    documents = {id(one.draft): _document(one, types[one.draft.type]) for one in made}
    Document.objects.bulk_create(documents.values())
    _tag(made, documents)
    versions = [_version(one, documents[id(one.draft)]) for one in made]
    Version.objects.bulk_create(versions)
    for version in versions:  # the last one holds
        version.document.current = version
    Document._meta.base_manager.bulk_update(documents.values(), ["current"])
    Page.objects.bulk_create(
        Page(file_id=one.id, number=number, text=text)
        for one in made for number, text in enumerate(one.texts or (), 1) if text
    )  # fmt: skip
    _in_the_past(made, documents)
    for document in documents.values():
        if document.notice_by and timezone.localdate() <= document.notice_by < timezone.localdate() + SOON:
            terms.remind(document, by=document.created_by)


def _document(one: Made, kind: DocumentType) -> Document:
    draft, dated = one.draft, timezone.localdate() - timedelta(days=one.draft.editions[-1].days)
    document = Document(
        customer_id=draft.customer, title=draft.title, type=kind, dated=dated, note=draft.note,
        is_confidential=draft.is_confidential, retention=kind.retention, created_by=one.by,
        valid_from=draft.valid_from, valid_until=draft.valid_until, notice=draft.notice, renews=draft.renews,
        cancelled_on=draft.cancelled_on,
    )  # fmt: skip
    if draft.is_trashed:
        document.trashed_at, document.trashed_by = timezone.now(), one.by
    terms.reckon(document)
    return document


def _version(one: Made, document: Document) -> Version:
    number = one.draft.editions.index(one.edition) + 1
    return Version(document=document, number=number, file_id=one.id, comment=one.edition.comment, created_by=one.by)


def _tag(made: Sequence[Made], documents: Mapping[int, Document]) -> None:
    tags = {word: tag_called(word) for word in sorted({word for one in made for word in one.draft.tags})}
    given = {(documents[id(one.draft)].pk, tags[word].pk) for one in made for word in one.draft.tags}
    DocumentTag.objects.bulk_create(DocumentTag(document_id=document, tag_id=tag) for document, tag in sorted(given))


def _in_the_past(made: Sequence[Made], documents: Mapping[int, Document]) -> None:
    """Filed on the day that stands on them."""
    days = [(documents[id(one.draft)].pk, one.id, one.edition.days) for one in made]
    with connection.cursor() as cursor:
        cursor.execute(_FILED, [list(column) for column in zip(*days, strict=True)])
