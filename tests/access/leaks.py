"""Defects that the proof must find: each is put into the running application, one at a time.

`found_by` names the checks that must go red.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from accounts import access, recording
from accounts.access import gate
from accounts.actions import Action, FileLevel
from accounts.backends import RoleBackend
from accounts.models import SubstitutionQuerySet, User
from accounts.ways import Seen, Way
from contacts.models import Contact
from customers import access as rule
from customers.models import Customer, Opening
from lists import finding
from lists.models import ImportRun, Tag
from tests.access.urls import URLS
from timecount.extensions import registry
from todos import mailing
from todos.models import Entry, Notification
from todos.selectors import notices

Patch = pytest.MonkeyPatch


@dataclass(frozen=True)
class Leak:
    name: str
    found_by: tuple[str, ...]
    seed: Callable[[Patch], None]


LEAKS: list[Leak] = []


def leak(name: str, *found_by: str) -> Callable[[Callable[[Patch], None]], Callable[[Patch], None]]:
    def keep(seed: Callable[[Patch], None]) -> Callable[[Patch], None]:
        LEAKS.append(Leak(name, found_by, seed))
        return seed

    return keep


def everything(_user: Any, _action: Any, queryset: Any) -> Any:
    return queryset


def everything_seen(_user: Any, _action: Any, model: Any) -> Seen:
    return Seen(model.objects.all, [Way(model.objects.all())])


# --- the gate -------------------------------------------------------------------------------


def regate(patch: Patch, name: str, model: Any, action: Action | None) -> None:
    """Behind another gate, or behind none that asks about the object."""
    view = URLS[name].callback
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__

    def ungated(request: Any, *args: Any, pk: int, **kwargs: Any) -> Any:
        obj = model.objects.filter(pk=pk).first()
        if obj is None:
            raise Http404
        return view(request, obj, *args, **kwargs)

    patch.setattr(URLS[name], "callback", gate(action, opens=model)(view) if action else ungated)


for _name, _model in (
    ("customers:file", Customer),
    ("customers:latest", Customer),
    ("customers:people", Customer),
    ("contacts:contact", Contact),
    ("contacts:photo", Contact),
    ("contacts:edit", Contact),
    ("todos:stream", Customer),
    ("todos:entry", Entry),
    ("todos:edit", Entry),
):
    leak(f"{_name} without a gate", "foreign", "canaries")(partial(regate, name=_name, model=_model, action=None))
for _name, _action in (
    ("customers:edit", Action.VIEW_CUSTOMER),
    ("customers:status", Action.VIEW_CUSTOMER),
    ("customers:delete", Action.VIEW_CUSTOMER),
    ("customers:sharing", Action.EDIT_CUSTOMER),
    ("customers:restrict", Action.EDIT_CUSTOMER),
):
    leak(f"{_name} behind the gate of {_action}", "levels")(partial(regate, name=_name, model=Customer, action=_action))


@leak("notes and to-dos are shown whatever the file", "canaries", "same", "agreement", "revocation")
def _all_entries(patch: Patch) -> None:
    _rules(patch, Entry, visible=everything)


@leak("a note opens itself to whom it names, whatever the file", "foreign", "agreement")
def _named_entries(patch: Patch) -> None:
    _rules(patch, Entry, opens=lambda user, action, entry: True)


@leak("refused first, looked up later: 403 tells that the file is there", "foreign")
def _forbidden(patch: Patch) -> None:
    real = access._opened

    def opened(user: Any, action: Any, seen_by: Any, model: Any, pk: int) -> Any:
        obj = model.objects.filter(pk=pk).first()
        if obj is not None and not access.may(user, action, obj):
            raise PermissionDenied
        return real(user, action, seen_by, model, pk)

    patch.setattr(access, "_opened", opened)


@leak("the page for what is missing is another one for what is foreign", "foreign")
def _other_page(patch: Patch) -> None:
    real = access._opened

    def opened(user: Any, action: Any, seen_by: Any, model: Any, pk: int) -> Any:
        try:
            return real(user, action, seen_by, model, pk)
        except Http404:
            user.stands_in_for = None
            if model.objects.filter(pk=pk).exists():
                raise PermissionDenied from None
            raise

    patch.setattr(access, "_opened", opened)


@leak("a refusal is logged with the name of the file", "canaries")
def _logged(patch: Patch) -> None:
    real = recording.record

    def record(kind: Any, *, key: Any = None, of: Any = None, **more: Any) -> None:
        if kind == "refused" and of in (Customer, Contact):
            import logging

            logging.getLogger("timecount").info("refused: %s", of.objects.filter(pk=key).first())
        real(kind, key=key, of=of, **more)

    patch.setattr(recording, "record", record)


@leak("whoever is deactivated stays", "levels", "revocation")
def _deactivated(patch: Patch) -> None:
    patch.setattr(RoleBackend, "user_can_authenticate", lambda self, user: True)
    patch.setattr(User, "is_active", property(lambda self: True, lambda self, value: None))


@leak("rights of a person are kept between requests", "revocation")
def _stale(patch: Patch) -> None:
    known: dict[int, Any] = {}
    real = RoleBackend.get_user
    patch.setattr(RoleBackend, "get_user", lambda self, key: known.setdefault(key, real(self, key)))


@leak("whoever left a team is remembered as its member", "revocation")
def _members(patch: Patch) -> None:
    teams: dict[int, set[int]] = {}
    real = User._granted

    def granted(self: User, name: str) -> Any:
        found = real(self, name)
        if name != "team_ids":
            return found
        teams.setdefault(self.pk, set()).update(found)
        return [*teams[self.pk]]

    patch.setattr(User, "_granted", granted)


# --- the rule -------------------------------------------------------------------------------


def _rules(patch: Patch, model: Any, **parts: Any) -> None:
    patch.setitem(registry.access_rules, model, replace(registry.access_rules[model], **parts))


@leak("the join lets everything through", "agreement", "canaries")
def _join(patch: Patch) -> None:
    _rules(patch, Customer, visible=everything)


@leak("the rule for one file is always true", "agreement", "foreign", "levels")
def _always(patch: Patch) -> None:
    _rules(patch, Customer, opens=lambda user, action, obj: True)


@leak("the rule for one contact is always true", "agreement", "foreign", "levels")
def _always_of_contacts(patch: Patch) -> None:
    _rules(patch, Contact, opens=lambda user, action, obj: True)


@leak("the join of contacts lets everything through", "agreement", "canaries")
def _join_of_contacts(patch: Patch) -> None:
    _rules(patch, Contact, visible=everything)


@leak("imports of others are open", "foreign", "canaries")
def _imports(patch: Patch) -> None:
    _rules(patch, ImportRun, visible=everything, opens=lambda user, action, obj: True)


@leak("lists walk all restricted files, only the index is asked for mine", "agreement", "same", "canaries")
def _walk(patch: Patch) -> None:
    def seen(user: Any, action: Any) -> Seen:
        whole = partial(rule.visible_customers, user, action, Customer.objects.all())
        return Seen(
            whole, [Way(Customer.objects.filter(rule.OPEN_FILES)), Way(Customer.objects.filter(~rule.OPEN_FILES))]
        )

    _rules(patch, Customer, seen=seen)


@leak("the index of lists finds everything, only the walk asks for mine", "agreement")
def _index(patch: Patch) -> None:
    real = rule.seen_contacts
    _rules(patch, Contact, seen=lambda user, action: replace(real(user, action), compose=Contact.objects.all))


@leak("grants count for ever", "agreement", "levels")
def _for_ever(patch: Patch) -> None:
    patch.setattr(
        rule, "_openings", lambda action, files: Opening.objects.filter(is_file=files, level__gte=action.file_level)
    )


@leak("every grant allows everything", "agreement", "levels")
def _any_level(patch: Patch) -> None:
    real = rule._openings
    patch.setattr(rule, "_openings", lambda action, files: real(Action.VIEW_CUSTOMER, files=files))


@leak("the rule for one file asks for no level", "agreement", "levels")
def _no_level(patch: Patch) -> None:
    patch.setattr(rule, "_level", lambda user, customer: FileLevel.SHARE)


@leak("substitutions never end", "agreement", "levels")
def _substitutions(patch: Patch) -> None:
    from accounts import models

    patch.setattr(SubstitutionQuerySet, "current", lambda self: self.filter(Q()))
    models._signed_in_statement.cache_clear()


# --- questions about many -------------------------------------------------------------------


def unfiltered(patch: Patch, name: str) -> None:
    patch.setattr(name, everything if name.endswith("visible") else everything_seen)


for _name, _where, _found in (
    ("a form looks up all customers", "customers.selectors.picking.visible", ("same",)),
    ("suggestions of customers", "customers.selectors.picking.seen", ("canaries", "same")),
    ("the warning about duplicates", "contacts.duplicates.visible", ("canaries", "same")),
    ("duplicates by VAT id", "customers.selectors.duplicates.visible", ("canaries", "same")),
    ("'number taken' names the owner", "customers.services.visible", ("canaries",)),
    ("names in the history", "customers.history.visible", ("canaries",)),
    ("places on the page of a contact", "contacts.selectors.contact.visible", ("canaries", "same")),
    ("the other one of an assignment", "contacts.selectors.contact.seen", ("canaries", "same")),
    ("workplaces in the list of contacts", "contacts.workplaces.visible", ("canaries", "same")),
    ("files on the page of a contact", "customers.selectors.panels.visible", ("canaries", "same")),
    ("the panel of what was changed", "customers.selectors.panels.seen", ("canaries", "same")),
    ("the family of a file", "customers.selectors.overview.visible", ("canaries",)),
    ("people who could work there", "customers.selectors.people.seen", ("canaries", "same")),
    ("whoever becomes a contact person", "customers.selectors.people.visible", ("same",)),
    ("the list of customers, the global search", "customers.selectors.lists.seen", ("canaries", "same", "agreement")),
    ("the list of contacts", "contacts.selectors.lists.seen", ("canaries", "same", "agreement")),
    ("the list of documents", "documents.selectors.lists.seen", ("canaries", "same")),
    ("what was opened lately", "lists.recent.visible", ("revocation",)),
    ("to-dos on the start page", "todos.selectors.panels.visible", ("canaries", "same", "revocation")),
    ("what one is asked to acknowledge", "todos.selectors.entries.visible", ("canaries", "same", "revocation")),
    ("my to-dos", "todos.selectors.tasks.visible", ("canaries", "same", "revocation")),
    ("to-dos in calendar and feed", "todos.selectors.calendar.visible", ("canaries", "same", "revocation")),
    ("who is calling", "todos.calls.visible", ("canaries", "same")),
    ("what a change of many takes hold of", "lists.bulk.selection.seen", ("same",)),
    ("what an import knows already", "customers.importing.book.visible", ("imports",)),
    ("how an import calls whom it found", "customers.importing.kind.visible", ("imports",)),
):
    leak(_name, *_found)(partial(unfiltered, name=_where))


@leak("the chips count before they filter", "same", "agreement")
def _chips(patch: Patch) -> None:
    real = finding.count
    patch.setattr(
        "customers.selectors.lists.count",
        lambda list_of, seen, words: real(list_of, everything_seen(None, None, Customer), words=words),
    )


@leak("the total of a list counts before it filters", "same", "agreement")
def _total(patch: Patch) -> None:
    real = finding.find
    patch.setattr(
        "customers.selectors.lists.find",
        lambda *args, **more: replace(real(*args, **more), total=Customer.objects.count()),
    )


@leak("tags of all records are offered", "canaries", "same")
def _tags(patch: Patch) -> None:
    for app in ("customers", "contacts"):
        patch.setattr(f"{app}.listing._known_tags", lambda user: Tag.objects.order_by("name"))


@leak("the parent company's name in the master data", "canaries")
def _parent(patch: Patch) -> None:
    patch.setattr("customers.selectors.master_data.may", lambda *asked: True)


@leak("the parent company's name in the form", "canaries")
def _parent_in_form(patch: Patch) -> None:
    patch.setattr("customers.forms.picks.may", lambda *asked: True)


@leak("similar names are looked for among all", "canaries")
def _similar(patch: Patch) -> None:
    real = finding._similar
    patch.setattr(
        finding,
        "_similar",
        lambda list_of, seen, words: real(list_of, everything_seen(0, 0, list_of.model), words=words),
    )


@leak("the administration is open to whoever is signed in", "administration")
def _admin(patch: Patch) -> None:
    patch.setattr(admin.site, "has_permission", lambda request: request.user.is_authenticated)
    patch.setattr(RoleBackend, "has_perm", lambda *asked: True)


@leak("notices of what somebody could open once", "canaries", "revocation")
def _all_notices(patch: Patch) -> None:
    def told(user: Any) -> Any:
        return Notification.objects.filter(user=user)

    patch.setattr(notices, "told", told)
    patch.setattr(mailing, "told", told)
