"""What somebody could ask to find out about a file that they may not see."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from contacts.listing import CONTACTS
from contacts.models import Assignment, Contact
from customers.listing import CUSTOMERS
from customers.models import Customer
from documents.listing import DOCUMENTS
from lists.declaring import VIEWS
from tests.access.house import PHONE, TYPED, TYPED_PHONE, VAT_ID
from tests.access.urls import URLS, WITH_OBJECT, WITHOUT_OBJECT, About, path_of
from tests.cast import CANARY
from tests.world import World

# Like the hidden name, and not the canary.
ALMOST = CANARY.replace("v", "x")
EMAIL = f"{CANARY}@{CANARY}.example".lower()
WORDS = (TYPED, TYPED_PHONE, PHONE, ALMOST, "Bau", "10001")
OF_LIST = ("list", "chips", "filters", "export_csv", "export_xlsx")
LISTS = tuple((of, [f"{of.key}:{page}" for page in OF_LIST]) for of in (CUSTOMERS, CONTACTS, DOCUMENTS))
NEW = {"organisation_name": ALMOST, "first_name": ALMOST, "last_name": ALMOST, "status": "active", "access": "module"}


@dataclass(frozen=True)
class Question:
    """With `data` it is posted.  `tells`: that a number is taken is no secret, only whose it is."""

    path: str
    query: dict[str, str] = field(default_factory=dict)
    data: dict[str, Any] | None = None
    tells: bool = False

    @property
    def typed(self) -> list[str]:
        """What may be shown again, longest first."""
        values = [*self.query.values(), *map(str, (self.data or {}).values())]
        return sorted({value for value in values if len(value) > 2}, key=len, reverse=True)


def questions(world: World, about: About) -> Iterator[Question]:
    """`about` is a file that is open to whoever asks; a person who works there works at the hidden one, too."""
    hidden = About(world.hidden, world.runs["hidden"])
    yield from (Question(path_of(name, about)) for name in [*WITHOUT_OBJECT, *WITH_OBJECT])
    yield from (Question(path_of(name, hidden)) for name in WITH_OBJECT)
    if about.file:
        both = Contact.objects.get(last_name="Beide", assignments__organisation=about.file.pk).pk
        for name in ("contacts:contact", "contacts:edit", "customers:of_contact"):
            yield Question(reverse(name, args=[both]))
    yield from _of_lists(world.hidden.pk)
    yield from _of_searches(about)
    yield from _of_todos(world, about)
    yield from _of_many(world, about)
    yield from _of_forms(world, about)


def _of_lists(secret: int) -> Iterator[Question]:
    for list_of, (listing, chips, filters, *exports) in LISTS:
        sorts = [{"sort": sort.key} for sort in list_of.sorts]
        views = [{"view": view} for view in VIEWS]
        values = (CANARY, "none", "restricted", "organisation")
        narrowed = [{kind.key: value} for kind in list_of.filters for value in values]
        words = [{"q": word} for word in WORDS]
        for query in [*sorts, *views, *narrowed, *words, *({**word, **sorts[2]} for word in words)]:
            yield Question(reverse(listing), query)
        for query in [*narrowed, *words]:
            yield Question(reverse(chips), query)
        yield Question(reverse(filters), {"tag": CANARY})
        for query in [*sorts[:2], *words, {"selected": str(secret)}]:
            yield from (Question(reverse(export), query) for export in exports)


def _of_searches(about: About) -> Iterator[Question]:
    for word in WORDS:
        yield Question(reverse("todos:search"), {"q": word})
        yield Question(reverse("todos:call"), {"nr": word})
        for name in ("customers:pick_customer", "accounts:pick_colleague", "accounts:pick_person_or_team"):
            yield Question(reverse(name), {"q": word, "field": "q"})
        yield Question(path_of("customers:add_person", about), {"q": word})
        yield Question(path_of("contacts:assign", about), {"q": word})
        names = {"organisation_name": word, "first_name": word, "last_name": word}
        for name in ("contacts:duplicate_people", "contacts:duplicate_organisations"):
            yield Question(reverse(name), {**names, "emails-0-address": EMAIL, "phones-0-number": PHONE})


def _of_todos(world: World, about: About) -> Iterator[Question]:
    for whose in ("mine", "teams", "given"):
        yield Question(reverse("todos:mine"), {"whose": whose})
    yield Question(reverse("todos:understood"), {"title": f"{TYPED} @Cleo morgen"})
    hidden = world.hidden
    for typed in (TYPED, str(hidden.number), CANARY):
        yield Question(reverse("todos:new"), data={"kind": "note", "text": "x", "customer": typed})
    if about.file:
        for person in people_of(hidden):
            data = {"kind": "note", "text": "x", "contact": str(person)}
            yield Question(path_of("todos:add", about), data=data)


def _of_many(world: World, about: About) -> Iterator[Question]:
    """Changes of many at once: foreign keys among the picked ones, and everything that a filter shows."""
    picked = "&".join(f"selected={key}" for key in (world.hidden.pk, about.file.pk if about.file else 0))
    for app in ("customers", "contacts"):
        for selection in (picked, f"selected={world.hidden.pk}", "all=1", f"all=1&q={TYPED}"):
            path = f"{reverse(f'{app}:bulk')}?{selection}"
            yield Question(path)
            for do, data in (("status", {"status": "lead"}), ("share", {"to": "Cleo", "level": "1"})):
                yield Question(f"{path}&do={do}")
                yield Question(f"{path}&do={do}", data={**data, "expected": "1"})


def _of_forms(world: World, about: About) -> Iterator[Question]:
    hidden = world.hidden
    taken = Customer.objects.values_list("number", flat=True).get(pk=hidden.pk)
    same = {"email": EMAIL, "phone": PHONE, "vat_id": VAT_ID, "responsible": "Cleo"}
    for kind in ("organisation", "person"):
        form = {**NEW, "kind": kind}
        yield Question(reverse("customers:new"), data={**form, "number": "", "proposed": ""})
        yield Question(reverse("customers:new"), data={**form, "number": taken}, tells=True)
        yield Question(reverse("customers:likely"), data={**form, **same})
        yield Question(reverse("customers:new"), data={**form, **same, "number": "", "proposed": ""})
    for contact in {hidden.pk, *people_of(hidden)}:
        yield Question(reverse("customers:new"), {"contact": str(contact)})
        yield Question(path_of("contacts:assign", about), {"other": str(contact)})
        yield Question(path_of("contacts:assign", about) + f"?other={contact}", data={"position": "x"})
        if "customers:assign_person" in URLS and about.file:
            yield Question(reverse("customers:assign_person", args=[about.file.pk, contact]), data={})
    people = {"first_name": ALMOST, "last_name": ALMOST, "email": EMAIL, "phone": PHONE}
    for name in ("customers:add_person", "customers:likely_people"):
        yield Question(path_of(name, about), data=people)
    rows = {"emails-0-address": EMAIL, "phones-0-number": PHONE}
    for name in ("contacts:new_person", "contacts:new_organisation", "contacts:add_person"):
        yield Question(path_of(name, about), data={**NEW, **rows})
    if about.file:
        yield from _of_fields(about.file, taken)


def _of_fields(file: Customer, taken: str) -> Iterator[Question]:
    for name, typed in (("number", taken), ("parent", taken), ("parent", TYPED), ("parent", CANARY)):
        path = reverse("customers:edit_field", args=[file.pk, name])
        yield Question(path, data={name: typed}, tells=name == "number")


def people_of(file: Customer) -> list[int]:
    places = Assignment.objects.filter(organisation=file.pk).order_by("pk")
    return list(Contact.objects.filter(pk__in=places.values("person")).values_list("pk", flat=True))
