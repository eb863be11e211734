"""The panel in which a file is shared: on which ways it is open, and what a change of them would do."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions import FileLevel, Level
from accounts.models import Team, User
from customers import sharing
from customers.models import Access, Customer, TeamGrant, UserGrant
from customers.selectors.readers import Reader, enumerated, everybody, readers
from customers.sentences import granted

NAMED = 6


@dataclass(frozen=True)
class Way:
    """The responsible person, or a grant to a person or a team.  `principal`: as in `Opening`."""

    principal: int
    name: str
    level: FileLevel
    until: date | None = None
    since: datetime | None = None
    by: str = ""
    is_responsible: bool = False
    is_active: bool = True

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until < timezone.localdate()

    @property
    def is_team(self) -> bool:
        return self.principal < 0

    @property
    def called(self) -> str:
        return _("team %(name)s") % {"name": self.name} if self.is_team else self.name

    @property
    def level_name(self) -> str:
        return str(FileLevel(self.level).label)


class Sharing:
    """All ways to a file, and the people who come along them."""

    def __init__(self, customer: Customer, *also: int) -> None:
        self.customer = customer
        self.ways = ways(customer)
        self._principals = {*(way.principal for way in self.ways), *also}

    @cached_property
    def readers(self) -> list[Reader]:
        return readers(self._principals)

    @property
    def counting(self) -> set[int]:
        """The principals to whom it is open today, were it restricted."""
        return {way.principal for way in self.ways if not way.is_over}

    @property
    def is_restricted(self) -> bool:
        return self.customer.access == Access.RESTRICTED

    @cached_property
    def people(self) -> int:
        """How many see the file now."""
        return len(self.seeing(self.counting)) if self.is_restricted else everybody()

    def seeing(self, principals: Collection[int]) -> list[Reader]:
        return [reader for reader in self.readers if reader.opens(principals)]

    def members(self, way: Way) -> str:
        """The active ones of a team."""
        names = [reader.name for reader in self.readers if way.principal in reader.own]
        text = ngettext("%(n)d member", "%(n)d members", len(names)) % {"n": len(names)}
        return f"{text}: {enumerated(names, NAMED)}" if names else text

    def standing_in(self) -> list[tuple[str, str]]:
        """Who sees the file today because they stand in, and for whom."""
        counting = self.counting
        return [
            (reader.name, enumerated(sorted({reader.stands_in[key] for key in counting & reader.stands_in.keys()})))
            for reader in self.seeing(counting)
            if not reader.is_superuser and reader.own.isdisjoint(counting)
        ]

    def superusers(self) -> str:
        return enumerated([reader.name for reader in self.readers if reader.is_superuser], NAMED)

    def without(self, way: Way) -> str:
        """What withdrawing it would do."""
        if not self.is_restricted or way.is_over:
            return ""
        kept = {one.principal for one in self.ways if one is not way and not one.is_over}
        lost = [reader.name for reader in self.seeing(self.counting) if not reader.opens(kept)]
        if not lost:
            return _("Nobody loses the file by that.")
        return ngettext("Then %(who)s loses the file.", "Then %(who)s lose the file.", len(lost)) % {
            "who": enumerated(lost, NAMED)
        }

    # --- what a change would do ------------------------------------------------------------------

    def restricted(self, by: User) -> str:
        """`by` keeps it if nobody else could share it."""
        keeper = set() if sharing.has_keeper(self.customer) else {by.pk}
        seeing = self.seeing(self.counting | keeper)
        after = [reader.name for reader in seeing]
        may_stay = by.pk in [reader.id for reader in seeing]
        text = ngettext(
            "Then %(after)d person instead of %(before)d sees this file: %(who)s.",
            "Then %(after)d people instead of %(before)d see this file: %(who)s.",
            len(after),
        )
        told: str = text % {"after": len(after), "before": self.people, "who": enumerated(after, NAMED) or "–"}
        return told if may_stay else f"{told} {_('You are not among them.')}"

    def opened(self) -> str:
        text = _("Then everybody with the module Customers sees this file: %(after)d people instead of %(before)d.")
        return text % {"after": everybody(), "before": self.people}

    def shared(self, to: User | Team, level: FileLevel, until: date | None) -> "Effect":
        """`to` must have been among the principals that this was made with."""
        principal = to.pk if isinstance(to, User) else -to.pk
        new = Way(principal, str(to), level, until)
        stored = next((way for way in self.ways if way.principal == principal and not way.is_responsible), None)
        return Effect(self._who_sees(new), self._compared(stored, new), [*self._roles(new)])

    def _who_sees(self, new: Way) -> str:
        if not self.is_restricted:
            text = _("%(n)d people see this file as long as it is open to the module; the grant counts once it is not.")
            return text % {"n": self.people}
        others = {way.principal for way in self.ways if way.is_responsible or way.principal != new.principal}
        kept = {way.principal for way in self.ways if way.principal in others and not way.is_over}
        before = self.seeing(self.counting)
        after = self.seeing(kept if new.is_over else kept | {new.principal})
        come = [reader.name for reader in after if reader not in before]
        gone = [reader.name for reader in before if reader not in after]
        return _told(len(before), len(after), come, gone)

    def _compared(self, stored: Way | None, new: Way) -> str:
        words = {"name": new.called, "new": granted(new.level, new.until)}
        if stored is None:
            return _("%(name)s: %(new)s") % words
        return _("%(name)s: %(new)s instead of %(old)s") % {**words, "old": granted(stored.level, stored.until)}

    def _roles(self, new: Way) -> Iterator[str]:
        """Whom their roles keep from what the grant allows."""
        behind = [reader for reader in self.readers if new.principal in reader.own and not reader.is_superuser]
        if without := [reader.name for reader in behind if reader.right < Level.READ]:
            text = ngettext(
                "%(who)s has no role in the module Customers and sees the file only with one.",
                "%(who)s have no role in the module Customers and see the file only with one.",
                len(without),
            )
            yield text % {"who": enumerated(without, NAMED)}
        if new.level > FileLevel.SEE and (only := [reader.name for reader in behind if reader.right == Level.READ]):
            text = ngettext(
                "%(who)s may only read customers and can only read the file, even if you grant “%(level)s”.",
                "%(who)s may only read customers and can only read the file, even if you grant “%(level)s”.",
                len(only),
            )
            yield text % {"who": enumerated(only, NAMED), "level": FileLevel(new.level).label}
        if new.is_team and not behind:
            yield _("Nobody is in this team yet.")


@dataclass(frozen=True)
class Effect:
    """Who sees the file afterwards; what is different for the one who is granted it; where roles say less."""

    who_sees: str
    compared: str
    warnings: list[str]


def _told(before: int, after: int, come: Sequence[str], gone: Sequence[str]) -> str:
    words = {"before": before, "after": after}
    text = ngettext(
        "Then %(after)d person instead of %(before)d sees this file",
        "Then %(after)d people instead of %(before)d see this file",
        after,
    )
    if not come and not gone:
        text = ngettext(
            "As before, %(after)d person sees this file", "As before, %(after)d people see this file", after
        )
    changes = [
        *([_("new: %(who)s") % {"who": enumerated(come, NAMED)}] if come else []),
        *([_("no longer: %(who)s") % {"who": enumerated(gone, NAMED)}] if gone else []),
    ]
    return "; ".join([text % words, *changes]) + "."


def called(whom: User | Team) -> str:
    return whom.name if isinstance(whom, User) else _("team %(name)s") % {"name": whom}


def ways(customer: Customer) -> list[Way]:
    """The responsible person first, then people, then teams."""
    found = []
    if keeper := User.objects.filter(pk=customer.responsible_id).first():
        found.append(Way(keeper.pk, keeper.name, FileLevel.SHARE, is_responsible=True, is_active=keeper.is_active))
    people = UserGrant.objects.filter(content_object=customer).select_related("user", "granted_by")
    teams = TeamGrant.objects.filter(content_object=customer).select_related("group", "granted_by")
    found += [
        _way(one.user_id, one.user.name, one, is_active=one.user.is_active) for one in people.order_by("user__name")
    ]
    found += [_way(-one.group_id, one.group.name, one) for one in teams.order_by("group__name")]
    return found


def _way(principal: int, name: str, grant: UserGrant | TeamGrant, *, is_active: bool = True) -> Way:
    by = grant.granted_by.name if grant.granted_by else ""
    return Way(principal, name, FileLevel(grant.level), grant.until, grant.granted_at, by, is_active=is_active)


def grant_of(customer: Customer, principal: int) -> UserGrant | TeamGrant | None:
    """What a person or a team was granted in this file."""
    related = ("content_object", "user" if principal > 0 else "group")
    found: UserGrant | TeamGrant | None = (
        sharing.grants_to(principal).filter(content_object=customer).select_related(*related).first()
    )
    return found
