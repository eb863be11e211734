"""What must hold, as questions to a running house.  Each yields what it found wrong: nothing, or sentences.

The tests ask them of the application as it is; `test_leaks.py` asks them again with a leak in it, and there every
one of them must find something.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import batched, islice, product
from typing import Any
from urllib.parse import quote_plus

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import FileLevel
from accounts.models import User
from contacts.models import Assignment
from customers import sharing
from customers.models import Customer, UserGrant
from customers.services import change_customer
from lists.imports import working
from lists.models import ImportRun
from tests.access.house import SHOWN, SHOWN_PHONE, forget, secret_contacts
from tests.access.policy import HOLDS, answer, edge
from tests.access.questions import Question, questions
from tests.access.urls import (
    ADMIN,
    ALL_METHODS,
    AWAY,
    FINE,
    HIDES,
    METHODS,
    NEEDS,
    NOTHING,
    OF_FILES,
    OF_UPLOADS,
    WITH_OBJECT,
    About,
    admin_path,
    call,
    differs,
    said,
    status_of,
)
from tests.access.urls import path_of as path_to
from tests.cast import CANARY
from tests.customers import importing
from tests.world import World, taken_back
from todos import mailing

# What is not there either for whoever may: a photo, something to restore.
ABSENT = {
    "accounts:end_substitute",
    "todos:revoke_feed",
    "accounts:restore_substitute",
    "accounts:sign_out_device",
    "contacts:photo",
    "contacts:restore",
    "contacts:restore_place",
    "customers:restore_person",
    "customers:undo_sharing",
    "todos:notice",
    "todos:photo",
    # nobody sent the bytes of these documents; uploads are those of somebody else
    "documents:picture",
    "documents:thumbnail",
    *OF_UPLOADS,
}
GRANTED = ("own", "team")
# People of a file are no organisation: contacts:add_person answers "nothing here" for them.
EXPECTED = {"done": FINE, "refused": {403, 405}, "missing": HIDES}


def granted_as_held(
    world: World,
    names: Iterable[str] = OF_FILES,
    methods: Sequence[str] = METHODS,
    *,
    whole: bool = True,
) -> Iterator[str]:
    """Every person of the policy × file: done, refused or missing, as the grant says; or a part of them, where `whole`
    is false."""
    for name in names:
        turn = OF_FILES.index(name)
        files = GRANTED if whole else [GRANTED[turn % 2]]
        people = HOLDS if whole else edge(NEEDS[name], HOLDS, turn // 2)
        for file, who in product(files, people):
            path = path_to(name, About(world.files[file]))
            for method, given in called(world.client(who), path, methods, whole=whole or turn % 3 == 0):
                yield from _as_held(world, name, who, method, status_of(given))


def called(client: Client, path: str, methods: Sequence[str], *, whole: bool) -> Iterator[tuple[str, Any]]:
    """With each method; where not `whole`, with the first that the view takes, for the gate stands before them all."""
    for method in methods:
        given = call(client, method, path)
        yield method, given
        if not whole and given.status_code != 405:
            return


def _as_held(world: World, name: str, who: str, method: str, given: int) -> Iterator[str]:
    expected = answer(NEEDS[name], HOLDS[who])
    allowed = EXPECTED[expected] | ({404} if expected == "done" and name in ABSENT else set())
    if not world.people[who].is_active:
        allowed = {AWAY}
    if given not in allowed:
        yield f"{who} {method} {name}: {given}, not {expected}"


def foreign_is_missing(
    world: World,
    names: Iterable[str] = WITH_OBJECT,
    methods: Sequence[str] = ALL_METHODS,
    people: Iterable[str] = ("nobody", "shares"),
) -> Iterator[str]:
    """A file that one may not see, and an id that nothing has: the same answer byte for byte."""
    closed = About(world.hidden, world.runs["hidden"])
    for name, who, method in product(names, people, methods):
        foreign = call(world.client(who), method, path_to(name, closed))
        missing = call(world.client(who), method, path_to(name, NOTHING))
        is_active = world.people[who].is_active
        if status_of(foreign) not in (HIDES if is_active else {AWAY}):
            yield f"{who} {method} {name}: {foreign.status_code} for a foreign file"
        elif is_active and differs(foreign, missing):
            yield f"{who} {method} {name}: another {foreign.status_code} than for a missing file"


# --- nothing shows --------------------------------------------------------------------------

# Whom a file in which the question may be asked is open to.
ASKERS = {"lena": "acme", "ben": "acme", "edits": "own", "shares": "team"}


def no_canary_shows(world: World, people: Iterable[str] = ("shares",), *, every: int = 1) -> Iterator[str]:
    """No answer, header, mail or log line holds what stands in a file that one may not see.

    Only every second question, every third, … is asked where `every` says so.
    """
    for who in people:
        file = world.files.get(ASKERS[who], world.acme)
        with taken_back(), _logged() as lines:
            _mention(world, file)
            about = About(file, world.runs.get(who), world.people["anna"].pk)
            for question in islice(questions(world, about), 0, None, every):
                given = asked(world, who, question)
                if shown(given, question) or given.status_code == 500:
                    yield f"{who}, {given.status_code}: {question}"
            mailing.send(now=timezone.now())
            yield from (f"{who}: log: {line}" for line in lines if _canaries(line))
    yield from (f"mail: {message.subject}" for message in mail.outbox if _canaries(str(message.message())))


def _mention(world: World, file: Any) -> None:
    """The file has the hidden one as its parent, again, and once had a hidden person as a contact person."""
    cleo = world.people["cleo"]
    for parent in (world.hidden, None, world.hidden):
        file = change_customer(customer=file, by=cleo, parent=parent)
    for contact in secret_contacts(world):
        if contact.kind == "person":
            Assignment.objects.create(person=contact, organisation=file.contact, position="x")
    Assignment.objects.filter(organisation=file.pk, position="x").delete()


def asked(world: World, who: str, question: Question) -> Any:
    client = world.client(who)
    if question.data is None:
        return call(client, "GET", question.path, question.query)
    return call(client, "POST", question.path, question.data)


def shown(answer: Any, question: Question) -> bool:
    _status, body, headers = said(answer)
    return _canaries(body.decode(), *question.typed) or _canaries(str(headers), *question.typed)


def _canaries(text: str, *typed: str) -> bool:
    """Numbers are shown in groups; what was typed comes back, also in addresses.  Teams are no secret."""
    plain = "".join(text.split()).lower().replace(f"{CANARY}-Team".lower(), "")
    for words in typed:
        for written in (words, quote_plus(words), words.lstrip("+")):
            plain = plain.replace("".join(written.split()).lower(), "")
    return SHOWN in plain or SHOWN_PHONE in plain


@contextmanager
def _logged() -> Iterator[list[str]]:
    lines: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    root, listener = logging.getLogger(), Listener()
    level = root.level
    root.addHandler(listener)
    root.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        root.setLevel(level)
        root.removeHandler(listener)


def same_without(world: World, people: Iterable[str] = ("shares",), *, every: int = 1) -> Iterator[str]:
    """Every answer is the same, byte for byte, in a house in which the hidden files are not: no count, chip, order,
    suggestion or warning knows of them."""
    for who in people:
        file = world.files.get(ASKERS[who], world.acme)
        about = About(file, world.runs.get(who), world.people["anna"].pk)
        wanted = (one for one in islice(questions(world, about), 0, None, every) if not one.tells)
        for some in batched(wanted, 40):
            before = [said(asked(world, who, question)) for question in some]
            with taken_back():
                forget(world)
                after = [said(asked(world, who, question)) for question in some]
            for question, one, other in zip(some, before, after, strict=True):
                if one != other or one[0] == 500:
                    yield f"{who}: {question}"


# --- where a file shows -----------------------------------------------------------------------


def shows(client: Any, name: str, addresses: Iterable[str]) -> list[str]:
    return [address for address in addresses if name in client.get(address).content.decode()]


def places(name: str, calendar: str) -> list[str]:
    """Where a person meets a file, its contacts, or what is to be done there, without its address."""
    word = name.split(maxsplit=1)[0]
    return [
        f"/customers/?q={word}",
        "/customers/?sort=-changed&place=Bremen",
        "/customers/?access=restricted&access=module&sort=number",
        f"/contacts/?q={word}",
        "/contacts/?sort=-changed",
        f"/search/?q={word}",
        f"/customers/pick/customer/?q={word}",
        "/customers/panels/recent/",
        reverse("customers:at_hand"),
        f"/contacts/duplicates/organisation/?organisation_name={quote_plus(name)}",
        *(reverse(f"todos:panel_{panel}") for panel in ("today", "waiting", "news", "coming")),
        reverse("todos:mine"),
        f"{reverse('todos:mine')}?whose=teams",
        reverse("todos:calendar"),
        reverse("todos:notices"),
        f"{reverse('todos:call')}?nr=040123456",
        calendar,  # the secret address of the person
    ]


# --- imports --------------------------------------------------------------------------------


def imports_tell_nothing(world: World, who: str = "lena") -> Iterator[str]:
    """Of a file that one may not see, an import only says that the number is taken."""
    user, hidden = world.people[who], world.hidden
    number, name = Customer.objects.values_list("number", "contact__name").get(pk=hidden.pk)
    lines = (f"{number};{name};;;;;;;;;", f";{name};;;;;;;;;", f"N-1;{name};;;;;;;;;", f"{number};Andere;;;;;;;;;")
    with taken_back():
        with_them = _told(user, lines)
    with taken_back():
        forget(world)
        without = _told(user, lines)
    for line, (one, other) in enumerate(zip(with_them, without, strict=True)):
        if one != other and number not in lines[line]:
            yield f"line {line}: {one} instead of {other}"
        if _canaries(str(one), number, name):
            yield f"line {line}: {one}"
        if number in lines[line] and one[0] != "skipped":
            yield f"line {line}: a file that is not open would be changed: {one}"
    with taken_back():
        sharing.share(customers=[hidden.pk], to=user, level=FileLevel.EDIT, by=None)
        run = importing.checked(user, *lines)
        working.check(run.pk)
        sharing.withdraw(grants=UserGrant.objects.filter(user=user, content_object=hidden), by=None)
        later = importing.told(ImportRun.objects.get(pk=run.pk), User.objects.with_rights().get(pk=user.pk))
        named = f"{number} {name}"  # as an import calls it
        yield from (f"later, line {line}: {told}" for line, told in later.items() if named in str(told))


def _told(user: User, lines: Iterable[str]) -> list[Any]:
    run = importing.checked(user, *lines)
    working.check(run.pk)
    run.refresh_from_db()
    return [*importing.told(run).values()]


# --- the administration ------------------------------------------------------------------------


def administration_is_closed(
    world: World, names: Iterable[str] = tuple(ADMIN), methods: Sequence[str] = ("GET", "POST")
) -> Iterator[str]:
    """For everybody but administrators, who get through; the history of files and contacts is for superusers."""
    for name, method in product(names, methods):
        path = admin_path(name)
        for who in (None, *(who for who in world.people if who not in ("boss", "ada"))):
            given = call(world.client(who) if who else Client(), method, path)
            location = given.headers.get("Location", "")
            away = given.status_code == 302 and (location == "/admin/" or location.startswith(DOORS))
            if not away and given.status_code not in (403, 404, 405):
                yield f"{who or 'a stranger'} {method} {name}: {given.status_code}"
    for name, who in product(names, ("boss", "ada")):
        given = call(world.client(who), "GET", admin_path(name))
        is_history = "event_" in name and "accessevent" not in name
        # where nothing is there, Django leads back to its index before it asks who wants to know
        through = {302, 403} if is_history and who != "boss" else {200, 302, 403, 405}
        if name.endswith(("_changelist", ":index")):
            through = {403} if is_history and who != "boss" else {200}
        if given.status_code not in through and name not in NOTHING_THERE:
            yield f"{who} GET {name}: {given.status_code}"


DOORS = ("/accounts/", "/admin/login/")
# What needs more to be asked for, or a record of which there is none here.
NOTHING_THERE = {"admin:view_on_site"}
