"""What happens to users.  Photos lie in the storage under a name of their own, never overwritten."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import tasks
from accounts.actions import Module
from accounts.administrators import NotYourself, somebody_administers
from accounts.history import writing
from accounts.models import Invitation, ModuleRight, Role, Team, Theme, User
from accounts.preferences import prefer
from timecount.errors import Refused
from timecount.extensions import ordered, registry
from timecount.storage import forget_files

PHOTOS = "users/"


class CannotBeInvited(Refused):
    """The invitation would reach nobody."""


class SamePerson(Refused):
    """Whoever hands over and whoever takes over are two people."""


# --- the own profile ------------------------------------------------------------------------


def change_profile(
    *,
    user: User,
    name: str,
    phone: str,
    language: str,
    theme: str,
    view: str,
    photo: File[bytes] | None,
    by: User,
) -> None:
    """A new default view counts from now on in every list: the last view of each is forgotten."""
    with writing(by=by):
        user.name, user.phone, user.language, user.theme = name, phone, language, theme
        if view != user.preferences.get("view"):
            prefer(user, view=view, views={})
        user.save(update_fields=["name", "phone", "language", "theme"])
        if photo is not None:
            _change_photo(user, photo)


def remove_photo(*, user: User, by: User) -> None:
    with writing(by=by):
        _change_photo(user, None)


def _change_photo(user: User, photo: File[bytes] | None) -> None:
    before = user.photo.name
    name = default_storage.save(f"{PHOTOS}{uuid.uuid4().hex}.webp", photo) if photo else ""
    user.photo.name = name
    user.save(update_fields=["photo"])
    if before:
        transaction.on_commit(lambda: default_storage.delete(before), robust=True)


def forget_photos(*, now: datetime) -> int:
    """Delete the photos that no user has; how many."""

    def needed(names: list[str]) -> set[str]:
        return set(User.objects.filter(photo__in=names).values_list("photo", flat=True))

    return forget_files(PHOTOS, needed=needed, now=now)


def change_theme(*, user: User, theme: Theme, by: User) -> None:
    with writing(by=by):
        user.theme = theme
        user.save(update_fields=["theme"])


def change_language(*, user: User, language: str, by: User) -> None:
    with writing(by=by):
        user.language = language
        user.save(update_fields=["language"])


def finish_first_steps(*, user: User, by: User) -> None:
    with writing(by=by):
        prefer(user, first_steps=None)


# --- coming and going -----------------------------------------------------------------------


def invite(*, user: User, by: User) -> Invitation:
    """Asks for the e-mail that lets the person in; it is sent after the commit, repeatedly if need be."""
    if not user.is_active:
        raise CannotBeInvited(_("%(user)s is deactivated.") % {"user": user})
    if user.last_login:
        raise CannotBeInvited(_("%(user)s has signed in already.") % {"user": user})
    with writing(by=by):
        invitation = Invitation.objects.create(user=user, by=by)
        prefer(user, first_steps=True)
        tasks.send_invitation.defer(invitation_id=invitation.pk)
    return invitation


def deactivate(*, user: User, by: User) -> None:
    """Out at once, on every device."""
    if user == by:
        raise NotYourself(_("Nobody can deactivate themselves."))
    with writing(by=by), somebody_administers(by):
        user.is_active = False
        user.save(update_fields=["is_active"])
        end_sessions(user=user)


def activate(*, user: User, by: User) -> None:
    with writing(by=by):
        user.is_active = True
        user.save(update_fields=["is_active"])


def end_sessions(*, user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def end_session(*, session: UserSession) -> None:
    """Out at once, on this device only."""
    session.end()


def remove_second_factor(*, user: User, by: User) -> None:
    """For somebody who has lost the telephone: they set up a new one at the next sign-in."""
    with writing(by=by):
        Authenticator.objects.filter(user=user).delete()
        end_sessions(user=user)


def forget_addresses(*, user: User) -> None:
    """After a new e-mail address: allauth remembers the former ones and would let them in."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()


def hand_over(*, of: User, to: User, by: User) -> None:
    """All that the house knows to be a person's own becomes somebody else's."""
    if of == to:
        raise SamePerson(_("Choose somebody else: these things are theirs already."), field="to")
    with writing(by=by):
        for holding in ordered(registry.holdings):
            if holding.hand_over:
                holding.hand_over(of=of, to=to, by=by)


# --- roles and teams ------------------------------------------------------------------------


def assign(*, user: User, roles: Iterable[Role], teams: Iterable[Group], by: User) -> None:
    """Exactly these roles and teams."""
    with writing(by=by), somebody_administers(by):
        user.groups.set([*(role.group_id for role in roles), *(team.pk for team in teams)])


def change_rights(*, role: Role, rights: Mapping[Module, int], by: User) -> None:
    """What the role holds in these modules from now on; 0 is nothing."""
    with writing(by=by), somebody_administers(by):
        for module, level in rights.items():
            if level:
                ModuleRight.objects.update_or_create(role=role, module=module, defaults={"level": level})
            else:
                ModuleRight.objects.filter(role=role, module=module).delete()


def change_grid(*, changes: Iterable[tuple[Role, Mapping[Module, int]]], by: User) -> None:
    """Many roles at once: all of it or nothing."""
    with writing(by=by), somebody_administers(by):
        for role, rights in changes:
            change_rights(role=role, rights=rights, by=by)


def change_members(*, team: Team, join: Iterable[User], leave: Iterable[User], by: User) -> None:
    with writing(by=by):
        team.group.user_set.add(*join)
        team.group.user_set.remove(*leave)
