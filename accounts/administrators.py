"""Somebody always administers: nobody locks themselves out, or everybody."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actions import Action
from accounts.models import ModuleRight, User
from timecount.errors import Refused

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('accounts.administrators'))"


class NotYourself(Refused):
    """Somebody would lock themselves out."""


class LastAdministrator(Refused):
    """Nobody could administer any more, or make somebody a superuser."""


def superusers() -> QuerySet[User]:
    found: QuerySet[User] = User.objects.filter(is_active=True, is_superuser=True)
    return found


def administrators() -> QuerySet[User]:
    """Active people who may administer: superusers, and by a role."""
    needed = Action.ADMINISTER
    rights = ModuleRight.objects.filter(module=needed.module, level__gte=needed.level)
    roles = User.groups.through.objects.filter(user=OuterRef("pk"), group__role__rights__in=rights)
    found: QuerySet[User] = User.objects.filter(Q(is_superuser=True) | Exists(roles), is_active=True)
    return found


@contextmanager
def somebody_administers(by: User | None) -> Iterator[None]:
    """Takes back what would leave nobody who administers, no superuser, or `by` without the administration.

    Under a lock: two who demote each other at the same moment would both find one left.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        led, were = superusers().exists(), administrators().exists()
        mine = administrators().filter(pk=by.pk) if by else User.objects.none()
        was = mine.exists()
        yield
        if were and not administrators().exists():
            raise LastAdministrator(_("Nobody could administer Timecount any more. Let somebody else do it first."))
        if led and not superusers().exists():
            raise LastAdministrator(_("Somebody must have all rights. Give them to somebody else first."))
        if was and not mine.exists():
            raise NotYourself(_("You would lock yourself out of the administration. Let somebody else do this."))
