"""All URLs as the URLconf has them, and how to ask for each about a certain file."""

import io
import re
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from contacts.models import Assignment, Kind
from customers.models import Customer
from documents.models import Dispatch, Document, ShareLink, TrashedDocument, Upload
from lists.models import BulkRun, ImportRun
from tests.access.policy import POLICY
from tests.world import taken_back
from todos.models import DeletedEntry, Entry

MISSING = 999_999_999
# In every run; `make soak` adds the other methods and people.
METHODS = ["GET", "POST"]
ALL_METHODS = ["GET", "POST", "PUT", "DELETE"]
# What an allowed request may answer: shown, done, asked again, or not with this method.
FINE = {200, 204, 302, 400, 405, 409, 422}
HIDES = {404, 405}
# What somebody is told who is led to the sign-in; a download is led elsewhere, with the same 302.
AWAY = 401
# Different in every answer: tokens, signed values with their time, the key of what was just made.
CHANCE = re.compile(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ?")[^"]+|"\.?[\w-]+:\w{6}:[\w-]{43}"')
KEY = re.compile(r"\d+")


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


EVERY = list(patterns(get_resolver()))
URLS = {name: pattern for name, pattern in EVERY if not name.startswith("admin:")}
ADMIN = {name: pattern for name, pattern in EVERY if name.startswith("admin:") and pattern.name}
NEEDS = {name: need for need, names in POLICY.items() for name in names if name in URLS}
# What somebody was told, or is sending, is their own: tests/todos/test_notices.py, tests/documents/test_uploading.py.
OF_UPLOADS = ("documents:upload", "documents:finish", "documents:cancel")
# About that a document was sent or shared.
OF_WAYS_OUT = {"documents:send_again": Dispatch, "documents:revoke_link": ShareLink}
OF_NOBODY_ELSE = ("contacts:restore", "todos:notice", *OF_UPLOADS)
# contacts:restore takes what was deleted from a signed form and opens nothing; what is for administrators, or for
# whoever is signed in, asks for no right in a module.
WITH_OBJECT = [
    name
    for name, need in NEEDS.items()
    if URLS[name].pattern.converters and name not in OF_NOBODY_ELSE and need not in ("use", "administer")
]
OF_FILE_OR_CONTACT = ("todos:stream", "todos:add", "todos:follow", "todos:of_contact")
OF_COLLEAGUES = ("accounts:photo", "accounts:view_as", "explaining:person")
# Asked about an entry, not about the file in which it stands.
OF_ENTRIES = [name for name in WITH_OBJECT if name.startswith("todos:") and name not in OF_FILE_OR_CONTACT]
# Asked about a document, not about the file in which it lies.
OF_DOCUMENTS = [
    name
    for name in WITH_OBJECT
    if name.startswith("documents:") and not str(URLS[name].pattern).startswith(("customers/", "documents/bulk/"))
]
WITHOUT_OBJECT = [name for name in NEEDS if name not in WITH_OBJECT]
# What somebody set going themselves: an import, a change of many.
OF_RUNS = ("customers:import_", "contacts:import_", "customers:bulk_", "contacts:bulk_", "documents:bulk_")
OF_FILES = [name for name in WITH_OBJECT if not name.startswith(OF_RUNS)]


@dataclass(frozen=True)
class About:
    """What an address is asked about; without a file, or a run, about ids that nothing has."""

    file: Customer | None = None
    run: ImportRun | None = None
    colleague: int = MISSING

    def arguments(self, name: str) -> dict[str, Any]:
        assignment = Assignment.objects.filter(organisation=self.file.pk).first() if self.file else None
        pk = self.file.pk if self.file else MISSING
        if name.startswith(OF_RUNS):
            pk = self.run.pk if self.run else MISSING
        if ":bulk_" in name:
            pk = BulkRun.objects.get(by=self.run.by).pk if self.run else MISSING
        if name in OF_COLLEAGUES:
            pk = self.colleague
        if name in OF_ENTRIES:
            pk = (self.file and entry_of(self.file, deleted=name == "todos:restore")) or MISSING
        if name in OF_DOCUMENTS:
            pk = (self.file and document_of(self.file, name)) or MISSING
        if name in (*OF_UPLOADS, *OF_WAYS_OUT):
            pk = (self.file and belonging_to(self.file, name)) or MISSING
        if name in ("contacts:place", "contacts:remove_place") and assignment:
            pk = assignment.person_id
        values = {
            "pk": pk,
            "assignment": assignment.pk if assignment else MISSING,
            "person": assignment.person_id if assignment else MISSING,
            "name": "industry" if name.startswith("customers") else "notes",
            "key": "start",
            "version": 1 if name in OF_DOCUMENTS else "a",
            "page": 1,
            "size": "small",
            "file": uuid.UUID(int=1),
            "device": MISSING,
            "kind": Kind.PERSON,
        }
        return {key: values[key] for key in URLS[name].pattern.converters}


def entry_of(file: Customer, *, deleted: bool = False) -> int | None:
    model = DeletedEntry if deleted else Entry
    entry: Entry | None = model.objects.filter(customer=file.pk).order_by("pk").first()
    return entry.pk if entry else None


def document_of(file: Customer, name: str) -> int | None:
    """In the trash, for what is brought back from there; of what is about a version, its key."""
    model = TrashedDocument if name == "documents:restore" else Document
    found: Document | None = model._default_manager.filter(customer=file.pk).order_by("pk").first()
    if found is None:
        return None
    return found.current_id if "version" in str(URLS[name].pattern) else int(found.pk)


def belonging_to(file: Customer, name: str) -> int | None:
    """An upload, that a version was sent, that it is shared."""
    if model := OF_WAYS_OUT.get(name):
        found = model._default_manager.filter(version__document__customer=file.pk)
    else:
        found = Upload.objects.filter(customer=file.pk)
    pk: int | None = found.values_list("pk", flat=True).first()
    return pk


NOTHING = About()


def path_of(name: str, about: About = NOTHING) -> str:
    return reverse(name, kwargs=about.arguments(name))


def call(client: Client, method: str, path: str, data: Any = None) -> Any:
    """What the person gets; what the call changed is taken back."""
    with taken_back():
        if method == "GET":
            answer: Any = client.get(path, data)
        else:
            answer = client.post(path, data or {}) if method == "POST" else client.generic(method, path)
        answer.whole = answer.getvalue()  # a stream is read once, and before its rows are taken back
        return answer


def status_of(answer: Any) -> int:
    is_away = answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/")
    return AWAY if is_away else int(answer.status_code)


def readable(answer: Any) -> bytes:
    """The texts of an Excel file lie in a zip."""
    if not answer.whole.startswith(b"PK"):
        return bytes(answer.whole)
    with zipfile.ZipFile(io.BytesIO(answer.whole)) as book:
        return b" ".join(book.read(name) for name in book.namelist() if name.startswith("xl/"))


def said(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    """All that tells one answer from another."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("Date", "Set-Cookie")}
    if answer.wsgi_request.method == "POST" and "Location" in headers:
        headers["Location"] = KEY.sub("", headers["Location"])
    cookies = {f"cookie {name}": "" for name in answer.cookies if name == "messages"}
    return answer.status_code, CHANCE.sub(b"", readable(answer)), {**headers, **cookies}


def differs(answer: Any, other: Any) -> bool:
    return said(answer) != said(other)


def admin_path(name: str) -> str:
    """Of a record that there is, where the address names one and there is one."""
    model = next(
        (one for one in apps.get_models() if name.startswith(f"admin:{one._meta.label_lower.replace('.', '_')}_")), None
    )
    first = model._default_manager.order_by("pk").values_list("pk", flat=True).first() if model else None
    pattern = ADMIN[name].pattern
    groups = [*pattern.converters, *getattr(getattr(pattern, "regex", None), "groupindex", ())]
    values = {"app_label": "customers", "url": "x"}
    return reverse(name, kwargs={group: values.get(group, first or 1) for group in dict.fromkeys(groups)})
