"""The contact persons of documents: a module of its own has to allow to see them."""

from collections.abc import Sequence
from typing import Any

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.models import Contact


def contacts_of_rows(user: User, rows: Sequence[Any]) -> dict[int, tuple[int, str]]:
    """Key and name by the key of the document, as far as the person may look them up."""
    keys = {row.contact_id for row in rows if row.contact_id}
    named = dict(visible(user, Action.VIEW_CONTACT, Contact.objects.filter(pk__in=keys)).values_list("pk", "name"))
    return {row.id: (row.contact_id, named[row.contact_id]) for row in rows if row.contact_id in named}
