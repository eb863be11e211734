"""Who sees what, and why: for those who administer access, who see number and name of every file."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.access import may, seen
from accounts.actions import Action, FileLevel, Level, Module
from accounts.models import ModuleRight, Role, Substitution, User
from accounts.ways import Seen, Way
from customers.listing import CUSTOMERS
from customers.models import Access, Customer, TeamGrant, UserGrant
from customers.reasons import UNEXPIRED, Reason, Rule, Standing, reasons, standings
from lists.finding import Found, find
from lists.places import Place
from lists.words import words_of
from timecount.extensions import Label

BY_NAME = CUSTOMERS.sorts[0]
HITS = 10
PEOPLE_ON_PAGE = 50


# --- looking up whom or what to explain -----------------------------------------------------


@dataclass(frozen=True)
class Hits:
    people: Sequence[User] = ()
    files: Sequence[Any] = ()


def hits(user: User, text: str) -> Hits:
    """People by name or e-mail, files by number or name; nothing else of a file is searched."""
    words = words_of(text)
    if not words or not may(user, Action.ADMINISTER):
        return Hits()
    called = Q(name__icontains=text.strip()) | Q(email__icontains=text.strip())
    people = User.objects.filter(called).order_by("-is_active", "name", "id")
    named = [Q(sort_key__contains=word) | Q(number__icontains=word) for word in words]
    files = Customer.objects.filter(reduce(and_, named))
    return Hits(people[:HITS], find(CUSTOMERS, _listed(files), words=words, sort=BY_NAME, size=HITS).rows)


def _listed(files: QuerySet[Customer]) -> Seen:
    """Open and restricted ones apart, as the indexes of the list keep them."""
    return Seen(lambda: files, [Way(files.filter(access=access)) for access in Access])


# --- the files of a person ------------------------------------------------------------------


@dataclass(frozen=True)
class FileOfPerson:
    key: int
    number: str
    name: str
    level: FileLevel
    reasons: Sequence[Reason]


@dataclass(frozen=True)
class PersonExplained:
    """`counts` says how many files each rule opens; a file may be open through several."""

    person: User
    standing: Standing
    roles: Sequence[Role]
    abilities: Sequence[tuple[Label, Sequence[tuple[Label, bool]]]]
    counts: dict[Rule, int]
    rule: Rule | None
    found: Found
    files: Sequence[FileOfPerson]


def explain_person(person: User, *, rule: str = "", after: str = "", before: str = "") -> PersonExplained:
    """The files that the person sees, page by page: all of them, or those that one rule opens."""
    known = standings([person])
    standing = known[person.pk]
    opened = _opened_by_rule(person, standing)
    chosen = next((one for one in opened if one.value == rule), None)
    found = Found([], 0)
    if opened:
        shown = _listed(opened[chosen]) if chosen else seen(person, Action.VIEW_CUSTOMER, Customer)
        found = find(CUSTOMERS, shown, words=(), sort=BY_NAME, place=_place(after, before))
    why = reasons(known, found.rows)
    return PersonExplained(
        person=person,
        standing=standing,
        roles=list(Role.objects.filter(group__user=person).select_related("group")),
        abilities=_abilities(person),
        counts={one: files.order_by().count() for one, files in opened.items()},
        rule=chosen,
        found=found,
        files=[_file(row, standing, why.get((person.pk, row.contact_id), [])) for row in found.rows],
    )


def _abilities(person: User) -> list[tuple[Label, list[tuple[Label, bool]]]]:
    """By module, every action in words, and whether the person may."""
    return [
        (module.label, [(action.words, may(person, action)) for action in Action if action.module == module])
        for module in Module
    ]


def _file(row: Any, standing: Standing, why: list[Reason]) -> FileOfPerson:
    return FileOfPerson(row.contact_id, row.number, row.name, standing.level(why), why)


def _place(after: str, before: str) -> Place | None:
    direction, text = ("after", after) if after else ("before", before)
    return Place.read(direction, text, Customer, BY_NAME) if text else None


def _opened_by_rule(person: User, standing: Standing) -> dict[Rule, QuerySet[Customer]]:
    """The files that each rule opens, as far as it can open any to the person."""
    files = Customer.objects.all()
    rules: dict[Rule, QuerySet[Customer]] = {}
    if person.is_active and standing.is_superuser:
        rules[Rule.SUPERUSER] = files
    if not person.is_active or standing.right < Level.READ:
        return rules
    rules[Rule.MODULE] = files.filter(access=Access.MODULE)
    rules[Rule.RESPONSIBLE] = files.filter(responsible=person)
    rules[Rule.GRANT] = files.filter(pk__in=_granted_to([person.pk]))
    if standing.teams:
        rules[Rule.TEAM] = files.filter(pk__in=_granted_to_teams(standing.teams))
    if standing.absences:
        absent = [one.absent for one in standing.absences]
        teams = {team for one in standing.absences for team in one.teams}
        granted = Q(pk__in=_granted_to(absent)) | Q(pk__in=_granted_to_teams(teams))
        rules[Rule.STAND_IN] = files.filter(Q(responsible__in=absent) | granted)
    return rules


def _granted_to(people: Sequence[int]) -> QuerySet[Any, Any]:
    return UserGrant.objects.filter(UNEXPIRED, user__in=people).order_by().values("content_object")


def _granted_to_teams(teams: set[int]) -> QuerySet[Any, Any]:
    return TeamGrant.objects.filter(UNEXPIRED, group__in=teams).order_by().values("content_object")


# --- the people of a file -------------------------------------------------------------------


@dataclass(frozen=True)
class PersonOfFile:
    person: User
    standing: Standing
    level: FileLevel
    reasons: Sequence[Reason]


@dataclass(frozen=True)
class FileExplained:
    customer: Customer
    page: Page[User]
    people: Sequence[PersonOfFile]


def explain_file(customer: Customer, *, page: str = "") -> FileExplained:
    """Everybody who can open the file, page by page."""
    shown = Paginator(people_of(customer).order_by("name", "id"), PEOPLE_ON_PAGE).get_page(page)
    known = standings(shown)
    why = reasons(known, [customer])
    return FileExplained(
        customer=customer,
        page=shown,
        people=[_person(person, known[person.pk], why.get((person.pk, customer.pk), [])) for person in shown],
    )


def _person(person: User, standing: Standing, why: list[Reason]) -> PersonOfFile:
    return PersonOfFile(person, standing, standing.level(why), why)


def people_of(customer: Customer) -> QuerySet[User]:
    """Those for whom `may` would say so, one by one."""
    rights = ModuleRight.objects.filter(module=Module.CUSTOMERS, level__gte=Level.READ)
    may_read = Exists(rights.filter(role__group__user=OuterRef("pk")))
    through = Q() if customer.access == Access.MODULE else _named(customer)
    people: QuerySet[User] = User.objects.filter(Q(is_superuser=True) | Q(may_read) & through, is_active=True)
    return people


def _named(customer: Customer) -> Q:
    people = UserGrant.objects.filter(UNEXPIRED, content_object=customer).order_by()
    teams = TeamGrant.objects.filter(UNEXPIRED, content_object=customer, group__team__isnull=False).order_by()
    members = User.groups.through.objects.filter(group__in=teams.values("group"))
    own = Q(pk=customer.responsible_id) | Q(pk__in=people.values("user")) | Q(pk__in=members.values("user"))
    standing_in = Substitution.objects.current().filter(absent__in=User.objects.filter(own).order_by()).order_by()
    return own | Q(pk__in=standing_in.values("substitute"))
