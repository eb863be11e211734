"""A world that many tests look at from every side: built and committed once per module.

Each test gets a copy of it, in a transaction that is taken back; `taken_back` does the same for
one call of many in a test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from customers.models import Customer
from documents.models import StoredFile, Upload
from documents.services import trash
from lists.models import BulkOutcome, BulkRun, BulkState, ImportRun
from tests.cast import closed_file, open_file, person
from tests.documents.making import document, ways_out
from todos import services
from todos.models import Kind, Priority

ROLES = {
    "anna": "Sachbearbeitung",
    "ben": "Lesen",
    "cleo": "Sachbearbeitung",
    "paula": "Buchhaltung",
    "lena": "Leitung",
    "dora": None,
    "emil": "Administration",
    "boss": "Administration",
}


@dataclass
class World:
    """The cast and their files; lena leads, dora has no role, emil is deactivated."""

    people: dict[str, User]
    acme: Customer
    hidden: Customer
    runs: dict[str, ImportRun]
    sessions: dict[str, str] = field(default_factory=dict)
    # What a module adds.
    files: dict[str, Customer] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """A new browser with the sign-in that the person already has; costs no statement."""
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    def sign_in(self, who: str) -> None:
        client = Client()
        client.force_login(self.people[who])
        self.sessions[who] = client.cookies[settings.SESSION_COOKIE_NAME].value


def build() -> World:
    people = {
        name: person(name.title(), *([role] if role else []), superuser=name == "boss") for name, role in ROLES.items()
    }
    people["emil"].is_active = False
    people["emil"].save()
    anna, cleo = people["anna"], people["cleo"]
    runs = {
        name: ImportRun.objects.create(kind="customers", file_name=f"{name}.csv", by=by)
        for name, by in [("open", anna), ("hidden", cleo)]
    }
    for by in (anna, cleo):
        BulkRun.objects.create(
            list_key="customers",
            action="status",
            values={"status": "lead", "blocked_reason": ""},
            by=by,
            state=BulkState.DONE,
            counts={outcome.name.lower(): 0 for outcome in BulkOutcome},
        )
    world = World(people, open_file(anna), closed_file(cleo), runs)
    for file, by in ((world.acme, anna), (world.hidden, cleo)):
        write_entries(file, by)
        file_documents(file, by)
    for name in people:
        world.sign_in(name)
    return world


def write_entries(file: Customer, by: User) -> None:
    """A to-do with all that belongs to one, a note, and one of which somebody may take the deletion back."""
    todo = services.add(
        by=by,
        kind=Kind.TODO,
        customer=file,
        title="Anrufen",
        text="Wegen **Mai**",
        due_on=timezone.localdate(),
        priority=Priority.HIGH,
        assignee=by,
        checklist=["Vertrag", "Ausweis"],
    )
    services.comment(entry=todo, text="Morgen wieder", by=by)
    services.add(by=by, kind=Kind.NOTE, customer=file, text="Zahlt pünktlich", contact=file.contact)
    services.delete(entry=services.add(by=by, kind=Kind.NOTE, customer=file, text="Falsch"), by=by)


def file_documents(file: Customer, by: User) -> None:
    """A document with its text, sent once and shared once, one in the trash, and an upload that somebody has not
    finished.
    """
    contract = document(
        file, "Wartungsvertrag", "Die Anlage wird jährlich gewartet", by=by, retention="none", file={"form": "pdf"}
    )
    ways_out(contract, by)
    trashed = document(file, "Altes Angebot", "Gilt nicht mehr", by=by, type="Foto", retention="none")
    trash(document=trashed, by=by)
    waiting = StoredFile.objects.create(name="foto.jpg", size=10, created_by=by)
    Upload.objects.create(file=waiting, customer=file)


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens inside is undone, as if it were a test of its own."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]  # a service's own outermost transaction stays allowed
    with atomic:
        yield
        transaction.set_rollback(True)
