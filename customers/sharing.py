"""Who may open a restricted file: restricting it, granting, withdrawing, handing over.

Every verb is one transaction in the name of `by`, and leaves somebody who may share the file: otherwise only
superusers could ever open it to anybody again.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import batched, groupby
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions import AccessKind, Action, FileLevel
from accounts.history import writing
from accounts.models import ModuleRight, Team, User
from accounts.recording import record
from contacts.models import Assignment, Contact
from customers.models import Access, Customer, TeamGrant, UserGrant
from timecount.errors import Refused
from timecount.extensions import announce

# One statement writes no more files than this: with the triggers' work, 10,000 took longer than the web waits.
BLOCK = 1_000

Grant = UserGrant | TeamGrant


class NobodyLeft(Refused):
    """Without somebody who may share it, the file would be closed for good."""


class NotActive(Refused):
    """Deactivated people are granted nothing."""


def restrict(*, customer: Customer, by: User | None) -> None:
    """From now on only for those who are responsible or have a grant; if nobody could share it, `by` can."""
    restrict_all(customers=[customer.pk], by=by)


def restrict_all(*, customers: Sequence[int], by: User | None) -> None:
    with writing(by):
        _set_access(customers, Access.RESTRICTED, by)
        _keep(customers, by)


def keep(*, customer: Customer, by: User | None) -> None:
    """Whoever restricts a file that nobody could share can share it from then on."""
    _keep([customer.pk], by)


def _keep(files: Sequence[int], by: User | None) -> None:
    lost = Customer.objects.filter(pk__in=files).exclude(_has_keeper()).values_list("pk", flat=True)
    if by and (keys := list(lost)):
        share(customers=keys, to=by, level=FileLevel.SHARE, by=by)


def unrestrict(*, customer: Customer, by: User | None) -> None:
    """For everybody with the module; the grants stay for the day when it is restricted again."""
    unrestrict_all(customers=[customer.pk], by=by)


def unrestrict_all(*, customers: Sequence[int], by: User | None) -> None:
    with writing(by):
        _set_access(customers, Access.MODULE, by)


def hold_known(files: Sequence[int]) -> None:
    """Locks whoever is known through these files, which changes of the access close or open with them.

    To be called before the files are locked: changes of a contact reach its files in this order, too.
    """
    people = Assignment.objects.filter(organisation__in=files).values("person")
    known = Contact.objects.filter(Q(pk__in=files) | Q(pk__in=people))
    list(known.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _set_access(files: Sequence[int], access: Access, by: User | None) -> None:
    hold_known(files)
    others = Customer.objects.select_for_update(no_key=True).filter(pk__in=files).exclude(access=access)
    keys = list(others.order_by("pk").values_list("pk", flat=True))
    Customer.objects.filter(pk__in=keys).update(access=access, updated_at=Now())
    _record(AccessKind.GRANT if access == Access.MODULE else AccessKind.WITHDRAW, keys, by=by)


def _record(
    kind: AccessKind,
    files: Sequence[int],
    *,
    by: User | None,
    principal: int | None = None,
    level: FileLevel | None = None,
) -> None:
    """One event: of the file, or of how many.  Without a principal it concerns everybody with the module."""
    if files:
        key, hits = (files[0], None) if len(files) == 1 else (None, len(files))
        record(kind, who=by, of=Customer, key=key, hits=hits, principal=principal, level=level)


def share(
    *, customers: Iterable[int], to: User | Team, level: FileLevel, by: User | None, until: date | None = None
) -> int:
    """Grants `to` exactly this in all these files, whatever they had there before; how many grants are different."""
    _refuse_inactive(to)
    with writing(by):
        changed = [key for block in _blocks(customers) for key in _share(block, to, level, until, by)]
        principal = to.pk if isinstance(to, User) else -to.pk
        _record(AccessKind.GRANT, changed, by=by, principal=principal, level=level)
        return len(changed)


def _blocks(keys: Iterable[int]) -> Iterator[tuple[int, ...]]:
    return batched(sorted(set(keys)), BLOCK)


def _share(keys: Sequence[int], to: User | Team, level: FileLevel, until: date | None, by: User | None) -> list[int]:
    """One statement for the block: the triggers then open the files together."""
    model, field = (UserGrant, "user_id") if isinstance(to, User) else (TeamGrant, "group_id")
    same = model.objects.filter(**{field: to.pk}, content_object__in=keys, level=level, until=until)
    unchanged = set(same.values_list("content_object_id", flat=True))
    permission = Permission.objects.get(codename="view_customer", content_type__app_label="customers")
    grants = [
        model(**{field: to.pk}, content_object_id=key, permission=permission, level=level, until=until, granted_by=by)
        for key in keys
        if key not in unchanged
    ]
    with somebody_stays(keys):
        model.objects.bulk_create(
            grants,
            update_conflicts=True,
            unique_fields=[field.removesuffix("_id"), "permission", "content_object"],
            update_fields=["level", "until", "granted_by", "granted_at"],
        )
    return [grant.content_object_id for grant in grants]


def withdraw(*, grants: Iterable[Grant], by: User | None) -> int:
    """How many grants there were."""
    asked = list(grants)
    gone = 0
    with writing(by), somebody_stays([grant.content_object_id for grant in asked]):
        for model in (UserGrant, TeamGrant):
            for block in _blocks(grant.pk for grant in asked if isinstance(grant, model)):
                gone += model.objects.filter(pk__in=block).delete()[1].get(model._meta.label, 0)
        for principal, theirs in groupby(sorted(asked, key=_principal), key=_principal):
            _record(AccessKind.WITHDRAW, [grant.content_object_id for grant in theirs], by=by, principal=principal)
    return gone


def _principal(grant: Grant) -> int:
    return int(grant.user_id if isinstance(grant, UserGrant) else -grant.group_id)


def hand_over(*, of: User, to: User, by: User | None, files: QuerySet[Customer] | None = None) -> int:
    """All files of somebody who leaves: what `of` was responsible for or was granted is `to`'s; how many files.

    With `files`, only what is among them.  Where both had a grant, the higher level and the later end count.
    """
    among = Customer.objects.all() if files is None else files
    if of == to:
        return 0
    _refuse_inactive(to)
    with writing(by, handed_over=of.pk):
        mine = set(among.filter(responsible=of).values_list("pk", flat=True))
        for block in _blocks(mine):
            Customer.objects.filter(pk__in=block, responsible=of).update(responsible=to, updated_at=Now())
        announce("responsible", of=mine, by=by, new=str(to))
        theirs = {grant.content_object_id: grant for grant in UserGrant.objects.filter(user=to)}
        grants = list(UserGrant.objects.filter(user=of, content_object__in=among).order_by("pk"))
        wanted: dict[tuple[FileLevel, date | None], list[int]] = {}
        for grant in grants:
            both = [grant, *filter(None, [theirs.get(grant.content_object_id)])]
            level = FileLevel(max(one.level for one in both))
            ends = [one.until for one in both]
            until = None if None in ends else max(end for end in ends if end)
            wanted.setdefault((level, until), []).append(grant.content_object_id)
        for (level, until), keys in wanted.items():
            share(customers=keys, to=to, level=level, until=until, by=by)
        for block in _blocks(grant.pk for grant in grants):
            UserGrant.objects.filter(pk__in=block).delete()
        _record(AccessKind.GRANT, [*mine], by=by, principal=to.pk, level=FileLevel.SHARE)
        _record(AccessKind.WITHDRAW, [*mine.union(*wanted.values())], by=by, principal=of.pk)
        return len(mine.union(*wanted.values()))


@dataclass(frozen=True)
class Before:
    """What a change found: the access, and the grant that it changed, if it did (no level: there was none)."""

    access: str
    principal: int = 0
    level: int | None = None
    until: date | None = None


def put_back(*, customer: Customer, before: Before, by: User | None) -> None:
    """Undoes one change of who may open the file."""
    with writing(by):
        if before.access != Access.RESTRICTED:
            unrestrict(customer=customer, by=by)
        if before.principal and before.level is None:
            withdraw(grants=grants_to(before.principal).filter(content_object=customer), by=by)
        elif to := before.level and whom(before.principal):
            share(customers=[customer.pk], to=to, level=FileLevel(before.level), until=before.until, by=by)
        if before.access == Access.RESTRICTED:
            restrict(customer=customer, by=by)


def grants_to(principal: int) -> Any:
    """All grants to a person, or to a team by minus its key."""
    if principal > 0:
        return UserGrant.objects.filter(user=principal)
    return TeamGrant.objects.filter(group=-principal)


def whom(principal: int) -> User | Team | None:
    found: User | Team | None
    if principal > 0:
        found = User.objects.filter(pk=principal).first()
    else:
        found = Team.objects.select_related("group").filter(pk=-principal).first()
    return found


@contextmanager
def somebody_stays(keys: Sequence[int]) -> Iterator[None]:
    """Refuses what would take the last person who may share a restricted file from it.

    The files are locked: two who withdraw each other's grant at the same moment would both find one left.
    """
    locked = Customer.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    before = _kept(list(locked.values_list("pk", flat=True)))
    yield
    if lost := before - _kept(keys):
        raise NobodyLeft(
            ngettext(
                "Somebody must be able to share the file. Grant that to somebody else first.",
                "In %(count)s files nobody could share any more. Grant that to somebody else first.",
                len(lost),
            )
            % {"count": len(lost)}
        )


def _kept(keys: Sequence[int]) -> set[int]:
    """Those of the files that are not restricted, or that an active person may share without an end."""
    kept = Q(access=Access.MODULE) | _has_keeper()
    return set(Customer.objects.filter(kept, pk__in=keys).values_list("pk", flat=True))


def has_keeper(customer: Customer) -> bool:
    """Were it restricted, somebody could share it."""
    return Customer.objects.filter(_has_keeper(), pk=customer.pk).exists()


def _has_keeper() -> Q:
    """An active person whose roles allow it, too, is responsible or holds a grant without an end."""
    lasting = Q(level=FileLevel.SHARE, until=None, content_object=OuterRef("pk"))
    people = UserGrant.objects.filter(lasting, user__in=_sharers())
    teams = TeamGrant.objects.filter(lasting, group__user__in=_sharers())
    return Q(responsible__in=_sharers()) | Exists(people) | Exists(teams)


def _sharers() -> QuerySet[User]:
    needed = Action.SHARE_CUSTOMER
    rights = ModuleRight.objects.filter(role__group__user=OuterRef("pk"), module=needed.module, level__gte=needed.level)
    people: QuerySet[User] = User.objects.filter(Q(is_superuser=True) | Exists(rights), is_active=True)
    return people


def _refuse_inactive(to: User | Team) -> None:
    if isinstance(to, User) and not to.is_active:
        raise NotActive(_("%(name)s is deactivated and is granted nothing any more.") % {"name": to})
