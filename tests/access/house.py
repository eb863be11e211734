"""A house full of restricted files, and people who hold a grant of each level.

All of them lead by their role: what they may do in a file is for the grant to say.  `own` is granted to each of them,
`team` to a team of each, `elsewhere` to a team that none of them is in; the files of `hidden` are open to cleo
alone, and canaries stand in every text of them.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from accounts.actions import FileLevel
from accounts.models import Substitution, Team, User
from contacts.models import Assignment, Contact
from contacts.rows import EmailRow, PhoneRow
from contacts.services import assign, create_person
from customers import sharing
from customers.models import Access, Customer
from customers.services import create_customer
from documents.models import Dispatch, Document, ShareLink, StoredFile, Version
from lists.models import BulkOutcome, BulkRun, BulkState, ImportRow, ImportRun, ImportState, Outcome, Tag
from tests.access.policy import HOLDS
from tests.cast import CANARY, firm, person
from tests.world import World, file_documents, write_entries
from todos.models import (
    Acknowledgement,
    ChecklistItem,
    Comment,
    DeletedEntry,
    Entry,
    Kind,
    MailWhen,
    Mention,
    News,
    NoticeKind,
    Notification,
    Status,
)

LEVELS = {
    "sees": FileLevel.SEE,
    "edits": FileLevel.EDIT,
    "bills": FileLevel.BILL,
    "shares": FileLevel.SHARE,
    "gone": FileLevel.SHARE,
}
# Typed into a search, and never the whole canary: what was typed may be shown again.
TYPED, SHOWN = CANARY[:8].lower(), CANARY[:9].lower()
PHONE, TYPED_PHONE, SHOWN_PHONE = "+4930987123654", "987123", "9871236"
VAT_ID = "DE136695976"

# A change of many that is done.
DONE: dict[str, Any] = {
    "values": {"status": "lead", "blocked_reason": ""},
    "state": BulkState.DONE,
    "counts": {outcome.name.lower(): 0 for outcome in BulkOutcome},
}


def furnish(world: World) -> None:
    cleo = world.people["cleo"]
    for who in HOLDS:
        if who not in world.people:
            world.people[who] = person(who.title(), "Leitung")
    world.people["ada"] = person("Ada", "Administration")  # administers, and is no superuser
    for name in ("own", "team", "elsewhere"):
        world.files[name] = firm(
            f"{name.title()} Bau GmbH", by=cleo, city="Bremen", responsible=cleo, access=Access.RESTRICTED
        )
        write_entries(world.files[name], cleo)
        file_documents(world.files[name], cleo)
    for who, level in LEVELS.items():
        share(world.files["own"], world.people[who], level)
        share(world.files["team"], team(f"Team {who}", world.people[who]), level)
        world.runs[who] = ImportRun.objects.create(kind="customers", file_name=f"{who}.csv", by=world.people[who])
        BulkRun.objects.create(list_key="customers", action="status", by=world.people[who], **DONE)
    share(world.files["elsewhere"], team("Woanders", world.people["elsewhere"]), FileLevel.SHARE)
    _that_does_not_count(world)
    User.objects.filter(pk=world.people["gone"].pk).update(is_active=False)
    hide(world)
    for who in (*HOLDS, "ada"):
        world.sign_in(who)
        world.people[who] = User.objects.with_rights().get(pk=world.people[who].pk)


def _that_does_not_count(world: World) -> None:
    """A grant and a substitution that are over."""
    nobody, yesterday = world.people["nobody"], timezone.localdate() - timedelta(days=1)
    share(world.files["own"], nobody, FileLevel.SHARE, until=yesterday)
    Substitution.objects.create(absent=world.people["cleo"], substitute=nobody, first_day=yesterday, last_day=yesterday)


def share(file: Customer, to: User | Team, level: FileLevel, **options: Any) -> None:
    sharing.share(customers=[file.pk], to=to, level=level, by=None, **options)


def team(name: str, *members: User) -> Team:
    made = Team.objects.create(group=Group.objects.create(name=name))
    made.group.user_set.set(members)
    return made


# --- what nobody but cleo knows ---------------------------------------------------------------


def hide(world: World) -> None:
    """More of the closed file, and a canary into every column that holds text."""
    cleo, hidden = world.people["cleo"], world.hidden
    private = create_customer(by=cleo, person={"first_name": "A", "last_name": "B"}, access=Access.RESTRICTED)
    world.files["private"] = private
    former = create_person(by=cleo, first_name="A", last_name="C", phones=[PhoneRow(number="+49301")])
    yesterday = timezone.localdate() - timedelta(days=1)
    assign(person=former, organisation=hidden.contact, by=cleo, valid_until=yesterday)
    share(hidden, team(f"{CANARY}-Team", cleo), FileLevel.EDIT)
    for file in _others(world):
        both = create_person(by=cleo, last_name="Beide")
        for organisation in (file, hidden):
            assign(person=both, organisation=organisation.contact, by=cleo, roles=["it"], widen=True)
    for contact in secret_contacts(world):
        contact.emails.get_or_create(defaults=vars(EmailRow(address="a@b.example")))
        contact.websites.get_or_create(url="https://a.example")
        contact.tags.set([Tag.objects.get_or_create(name=CANARY)[0]])
    _concern_everybody(world)
    run = world.runs["hidden"]
    ImportRow.objects.create(run=run, line=1, cells=[CANARY, PHONE], head=1, outcome=Outcome.NEW)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.DONE, total=1)
    for record in secret_records(world):
        texts = {field.name: text for field in record._meta.concrete_fields if (text := canary(record, field))}
        if texts:
            type(record)._default_manager.filter(pk=record.pk).update(**texts)
    Customer.objects.filter(pk=hidden.pk).update(vat_id=VAT_ID)
    Contact.objects.filter(pk=hidden.pk).update(photo=default_storage.save("contacts/a", ContentFile(CANARY.encode())))
    hidden.refresh_from_db()


def _concern_everybody(world: World) -> None:
    """To-dos for people who could open the hidden file when they got them and were told of them, and notes about who
    works there, too."""
    both = Contact.objects.filter(last_name="Beide")
    notes = [Entry(kind=Kind.NOTE, customer=world.hidden, text="x", contact=contact) for contact in both]
    concern(world.hidden, [*world.people.values()], Team.objects.all(), *notes)


def concern(file: Customer, people: Iterable[User], teams: Iterable[Team], *notes: Entry) -> None:
    """Something in every panel of theirs; all of it names and asks everybody, and everybody is told."""
    today = timezone.localdate()
    todo = partial(Entry, kind=Kind.TODO, customer=file, title="x", status=Status.OPEN, is_important=True)
    todos = [todo(assignee=user, due_on=today + timedelta(days=days)) for user in people for days in (0, 1)]
    entries = Entry.objects.bulk_create([*notes, *todos, *(todo(team=team, due_on=today) for team in teams)])
    news = News.objects.create(customer=file, what="status", values={"new": "lead", "reason": ""})
    for user in people:
        Mention.objects.bulk_create(Mention(entry=entry, principal=user.pk) for entry in entries)
        Acknowledgement.objects.bulk_create(Acknowledgement(entry=entry, user=user) for entry in entries)
        mail = MailWhen.NEVER if user.is_superuser or user.name == "Cleo" else MailWhen.NOW
        Notification.objects.bulk_create(
            Notification(user=user, entry=entry, kind=NoticeKind.ASSIGNED, key=str(entry.pk), mail=mail)
            for entry in entries
        )
        Notification.objects.create(user=user, news=news, kind=NoticeKind.NEWS, key=f"news:{news.pk}")


def secret_contacts(world: World) -> list[Contact]:
    """Those of the closed files whom no other file makes known."""
    people = Assignment.objects.filter(organisation=world.hidden.pk).values("person")
    mine = models.Q(pk__in=[world.hidden.pk, world.files["private"].pk])
    nobody_elses = ~models.Q(assignments__organisation__in=[file.pk for file in _others(world)])
    return list(Contact.objects.filter(mine | (models.Q(pk__in=people) & nobody_elses)).order_by("pk").distinct())


def _others(world: World) -> list[Customer]:
    return [world.acme, world.files["own"], world.files["team"]]


def secret_records(world: World) -> Iterator[models.Model]:
    yield world.runs["hidden"]
    yield from Customer.objects.filter(pk__in=[world.hidden.pk, world.files["private"].pk])
    yield from Assignment.objects.filter(organisation=world.hidden.pk)
    for model in (Entry, DeletedEntry):
        yield from model.objects.filter(customer=world.hidden.pk)
    for part in (ChecklistItem, Comment):
        yield from part.objects.filter(entry__customer=world.hidden.pk)
    yield from Document._meta.base_manager.filter(customer=world.hidden.pk)
    yield from Version.objects.filter(document__customer=world.hidden.pk)
    for way in (Dispatch, ShareLink):
        yield from way._default_manager.filter(version__document__customer=world.hidden.pk)
    for found in StoredFile.objects.filter(version__document__customer=world.hidden.pk):
        yield found
        yield from found.texts.all()
    for contact in secret_contacts(world):
        yield contact
        for rows in (contact.addresses, contact.phones, contact.emails, contact.websites):
            yield from rows.all()


def canary(record: models.Model, field: Any) -> str:
    """Nothing for what is no free text."""
    is_text = isinstance(field, models.CharField | models.TextField | models.FileField)
    if not is_text or field.choices or field.generated or not field.editable or field.name in ("kind", "secret_hash"):
        return ""
    if field.model._meta.model_name == "phone" and field.name == "number":
        return PHONE
    if isinstance(field, models.EmailField):
        return f"{CANARY}@{CANARY}.example".lower()
    if isinstance(field, models.URLField):
        return f"https://{CANARY}.example".lower()
    if field.unique:
        return f"{CANARY}-{record.pk}"
    return CANARY[: field.max_length] if (field.max_length or len(SHOWN)) >= len(SHOWN) else ""


def forget(world: World) -> None:
    """The same house without what is hidden.  The team stays: who belongs to which is known in the house."""
    contacts = [contact.pk for contact in secret_contacts(world)]
    Document._meta.base_manager.filter(customer__in=contacts).delete()
    Customer.objects.filter(pk__in=contacts).delete()
    Contact.objects.filter(pk__in=contacts).delete()
    ImportRun.objects.filter(pk=world.runs["hidden"].pk).delete()
    Tag.objects.filter(name=CANARY).delete()
