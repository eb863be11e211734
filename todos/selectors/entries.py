"""Entries as a page shows them, with all that belongs to them, in a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Prefetch, Q, prefetch_related_objects

from accounts.access import may, visible
from accounts.actions import Action
from accounts.models import User
from contacts.models import Contact
from customers.models import Customer
from todos.models import Acknowledgement, Comment, Entry, Following, Kind, Status
from todos.nameable import names_for

PAGE = 30
_RELATED = ("author", "assignee", "team__group", "done_by", "customer__contact")

_PARTS = (
    "checklist",
    Prefetch("comments", Comment.objects.select_related("author").order_by("created_at", "id")),
    Prefetch("acknowledgements", Acknowledgement.objects.select_related("user").order_by("user__name", "id")),
)


@dataclass(frozen=True)
class Stream:
    """`older` is the key to begin the next page before."""

    entries: Sequence[Entry]
    older: int | None
    open: Sequence[Entry] = field(default_factory=list)
    contacts: dict[int, str] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)


def stream(user: User, customer: Customer, *, before: int | None = None) -> Stream:
    """What is open stands first, on the first page; then everything else, the newest first."""
    entries = _related(user).filter(customer=customer)
    past = entries.filter(~Q(status=Status.OPEN)).order_by("-created_at", "-id")
    if before:
        mark = Entry.objects.filter(pk=before, customer=customer).values_list("created_at", "id").first()
        past = past.filter(Q(created_at__lt=mark[0]) | Q(created_at=mark[0], id__lt=mark[1])) if mark else past.none()
    page = list(past[: PAGE + 1])
    still = (
        []
        if before
        else list(
            entries.filter(status=Status.OPEN).order_by(models.F("due_on").asc(nulls_last=True), "id")[: 5 * PAGE]
        )
    )
    shown = page[:PAGE]
    every = [*still, *shown]
    prefetch_related_objects(every, *_PARTS)
    older = shown[-1].pk if len(page) > PAGE else None
    return Stream(shown, older, still, contact_names(user, every), names_in(every))


def whole_entry(user: User, entry: Entry) -> Entry:
    """One that the gate has opened."""
    return _related(user).prefetch_related(*_PARTS).get(pk=entry.pk)


def to_acknowledge(user: User) -> Sequence[Entry]:
    """What is important, and waits for this person."""
    related = unread(user).select_related("author", "customer__contact", "team__group")
    return list(related.fetch_mode(models.FETCH_RAISE)[:PAGE])


def unread(user: User) -> "models.QuerySet[Entry]":
    waiting = Acknowledgement.objects.filter(user=user, acknowledged_at=None).values("entry")
    found = visible(user, Action.VIEW_TODO, Entry.objects.filter(pk__in=waiting, is_important=True))
    return found.order_by("-created_at", "-id")


def notes_of_mine(user: User) -> Sequence[Entry]:
    """Notes and calls without a customer."""
    own = Entry.objects.filter(customer=None, author=user).exclude(kind=Kind.TODO)
    return list(own.order_by("-created_at", "-id").fetch_mode(models.FETCH_RAISE)[:PAGE])


def follows(user: User, customer: Customer) -> bool:
    return Following.objects.filter(user=user, customer=customer).exists()


def about_contact(user: User, contact: Contact, *, limit: int) -> Sequence[Entry]:
    found = visible(user, Action.VIEW_TODO, Entry.objects.filter(contact=contact))
    related = found.select_related("author", "customer__contact", "assignee", "team__group")
    return list(related.order_by("-created_at", "-id").fetch_mode(models.FETCH_RAISE)[:limit])


def contact_names(user: User, entries: Iterable[Entry]) -> dict[int, str]:
    """Whom entries are about, as far as the reader may see them."""
    keys = {entry.contact_id for entry in entries if entry.contact_id}
    if not keys or not may(user, Action.VIEW_CONTACT):
        return {}
    return dict(visible(user, Action.VIEW_CONTACT, Contact.objects.filter(pk__in=keys)).values_list("pk", "name"))


def names_in(entries: Iterable[Entry]) -> dict[str, int]:
    """Whom the texts may name."""
    return names_for(
        text for entry in entries for text in (entry.text, *(comment.text for comment in entry.comments.all()))
    )


def _related(user: User) -> "models.QuerySet[Entry]":
    return visible(user, Action.VIEW_TODO, Entry.objects.select_related(*_RELATED)).fetch_mode(models.FETCH_RAISE)
