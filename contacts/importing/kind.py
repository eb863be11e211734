"""Contacts as something that can be imported: registered for the machinery in `lists.imports`."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.importing import grouping, plans, undoing, writing
from contacts.importing.columns import COLUMNS, NEEDS
from contacts.importing.sentences import PROPOSALS, SENTENCES
from contacts.importing.showing import shown
from contacts.listing import CONTACTS
from contacts.models import Contact
from lists.imports.kinds import ImportKind, Undoing
from lists.own.importing import import_columns


def _named(user: User | None, keys: Collection[int]) -> Mapping[int, str]:
    found = Contact.objects.filter(pk__in=keys)
    seen = visible(user, Action.VIEW_CONTACT, found) if user else found
    return dict(seen.values_list("pk", "name"))


def _undo(run: int, targets: Sequence[int], by: User | None) -> Mapping[int, Undoing]:
    return undoing.undo(run, targets, by, undoing.Subject())


KIND = ImportKind(
    key="contacts",
    label=_("Contacts"),
    action=Action.IMPORT_CONTACTS,
    columns=COLUMNS,
    own_columns=partial(import_columns, CONTACTS.key),
    needs=NEEDS,
    sentences=SENTENCES,
    place=grouping.place,
    plan=plans.plan,
    write=writing.write,
    undo=_undo,
    named=_named,
    record_url_name="contacts:contact",
    questions=plans.QUESTIONS,
    shown=shown,
    proposals=PROPOSALS,
)
