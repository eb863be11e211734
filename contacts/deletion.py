"""Deleting a contact, and taking that back: everything that is needed for it stands in the history."""

from datetime import timedelta
from typing import Any

from django.db.models import DO_NOTHING, Model
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.access import visible
from accounts.actions import Action
from accounts.history import writing
from accounts.models import User
from contacts.models import Assignment, Contact, Kind
from contacts.rows import ROW_MODELS
from contacts.services import lock_contact
from lists.models import Tag
from timecount.errors import Refused

MOST_NAMED = 3
TAGS = "tags"
# Longer, the photo is not kept; nobody has the button so long.
RESTORABLE = timedelta(days=30)


class ContactInUse(Refused):
    """A customer, a contact person, or whatever else needs the record."""


class NothingToRestore(Refused):
    """It is there again, or somebody else deleted it."""


def delete_contact(*, contact: Contact, by: User) -> None:
    """With its addresses, telephones, e-mails and websites; refused while anything else needs it."""
    tags = ",".join(str(pk) for pk in contact.tags.order_by("pk").values_list("pk", flat=True))
    with writing(by, **{TAGS: tags}):
        current = lock_contact(contact, whole=True)
        if reason := _needed_by(by, current):
            raise ContactInUse(reason)
        current.delete()


def restore_contact(*, contact_id: int, by: User) -> Contact:
    """Brings back what `by` deleted, with the same ids."""
    if not 0 < contact_id < 2**63:
        raise NothingToRestore(_("There is nothing to restore."))
    recent = deletions(Contact).filter(pgh_created_at__gte=timezone.now() - RESTORABLE)
    deleted = recent.filter(pgh_obj_id=contact_id).order_by("-pgh_id").first()
    if deleted is None or (deleted.pgh_context or {}).get("user") != by.pk:
        raise NothingToRestore(_("There is nothing to restore."))
    if Contact.objects.filter(pk=contact_id).exists():
        raise NothingToRestore(_("The record is there already."))
    with writing(by):
        contact: Contact = _again(Contact, deleted)
        Contact.objects.filter(pk=contact.pk).update(created_at=deleted.created_at)
        for model in ROW_MODELS.values():
            for row in deletions(model).filter(pgh_context_id=deleted.pgh_context_id):
                _again(model, row)
        kept = [int(pk) for pk in deleted.pgh_context.get(TAGS, "").split(",") if pk]
        contact.tags.set(Tag.objects.filter(pk__in=kept))
        return contact


def deletions(model: type[Model]) -> Any:
    """The events that keep what was deleted."""
    events: Any = model._meta.get_field("events").related_model
    return events.objects.filter(pgh_label="delete")


def _again(model: Any, event: Any) -> Any:
    """The record as the event kept it; columns that the database fills are left to it."""
    columns = {field.attname for field in event._meta.fields if not field.name.startswith("pgh_")}
    return model.objects.create(**{name: getattr(event, name) for name in columns})


def _needed_by(user: User, contact: Contact) -> str:
    """Why it must stay, in a sentence; empty if it may go.  Names only what the person may see."""
    for relation in Contact._meta.related_objects:
        model, field = relation.related_model, relation.field
        if model in ROW_MODELS.values() or model is Assignment or relation.on_delete is DO_NOTHING:
            continue
        if model._default_manager.filter(**{field.name: contact}).exists():
            return _("%(name)s cannot be deleted as long as there is: %(what)s.") % {
                "name": contact.name,
                "what": model._meta.verbose_name,
            }
    if contact.kind == Kind.PERSON and contact.assignments.exists():
        return _("%(name)s is a contact person (%(where)s). End that first.") % {
            "name": contact.name,
            "where": _named(user, contact, "organisation", "assignments"),
        }
    if contact.people.exists():
        return _("%(name)s has contact persons (%(who)s). Remove them first.") % {
            "name": contact.name,
            "who": _named(user, contact, "person", "people"),
        }
    return ""


def _named(user: User, contact: Contact, other: str, places: str) -> str:
    seen = visible(user, Action.VIEW_CONTACT, Contact.objects.all())
    found = getattr(contact, places).filter(**{f"{other}__in": seen}).order_by("pk")
    names = list(found.values_list(f"{other}__name", flat=True)[:MOST_NAMED])
    if len(names) < getattr(contact, places).count():
        names.append(_("others"))
    return str(get_text_list(names, _("and")))
