"""Random houses: people, roles, teams, files, grants with their ends, substitutions, contact persons."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from hypothesis import strategies as st

from accounts.models import Substitution, Team, User
from contacts.models import Assignment, Contact
from contacts.models import Kind as ContactKind
from customers.models import Access, Customer, Status, TeamGrant, UserGrant
from todos.models import Entry, Kind

# In every name, so that a search for it finds everything.
WORD = "bau"
ROLES = ("Sachbearbeitung", "Lesen", "Leitung", "Buchhaltung", None)
PEOPLE, TEAMS, FILES, PERSONS = 3, 2, 4, 3

person, team, file, contact = (st.integers(0, number - 1) for number in (PEOPLE, TEAMS, FILES, PERSONS))
levels = st.integers(1, 4)
# Days from today, around the edge.
ends = st.sampled_from([None, -40, -1, 0, 1, 40])
grants = st.tuples(st.sampled_from(["user", "team"]), st.integers(0, 2), file, levels, ends)


@dataclass
class Plan:
    """What a house begins with; `changes` are made one after the other."""

    people: list[tuple[str | None, bool, bool]]  # role, active, superuser
    members: set[tuple[int, int]]
    files: list[tuple[bool, int | None, int | None]]  # restricted, responsible, also a contact person at that file
    places: set[tuple[int, int]]  # contact person, file
    grants: list[tuple[str, int, int, int, int | None]]
    absences: list[tuple[int, int, int, int]]
    changes: list[tuple[str, int, int]] = field(default_factory=list)


def plans() -> st.SearchStrategy[Plan]:
    role, mostly, rarely = (
        st.sampled_from(ROLES),
        st.sampled_from([True] * 7 + [False]),
        st.sampled_from([False] * 9 + [True]),
    )
    kinds = ("access", "responsible", "end", "withdraw", "leave", "assign", "part", "delete", "rename", "level")
    return st.builds(
        Plan,
        people=st.lists(st.tuples(role, mostly, rarely), min_size=PEOPLE, max_size=PEOPLE),
        members=st.sets(st.tuples(person, team), max_size=4),
        files=st.lists(
            st.tuples(st.sampled_from([True, True, False]), st.none() | person, st.none() | file),
            min_size=FILES,
            max_size=FILES,
        ),
        places=st.sets(st.tuples(contact, file), max_size=5),
        grants=st.lists(grants, max_size=6),
        absences=st.lists(st.tuples(person, person, st.integers(-2, 2), st.integers(0, 3)), max_size=2),
        changes=st.lists(st.tuples(st.sampled_from(kinds), st.integers(0, 9), st.integers(0, 9)), max_size=5),
    )


@dataclass
class Built:
    users: list[User]
    teams: list[Team]
    files: list[Customer]
    persons: list[Contact]


def build(plan: Plan) -> Built:
    """Row by row and past the services: the triggers must keep everything in step all the same."""
    made = Built(_people(plan), _teams(), [], [])
    for user, group in plan.members:
        made.users[user].groups.add(made.teams[group].group)
    _files(made, plan)
    for grant in plan.grants:
        _grant(made, grant)
    for absence in plan.absences:
        _absence(made, *absence)
    Entry.objects.bulk_create(Entry(kind=Kind.NOTE, customer=file, text=WORD) for file in made.files)
    for kind, one, other in plan.changes:
        CHANGES[kind](made, one, other)
    return made


def _files(made: Built, plan: Plan) -> None:
    for number, (restricted, responsible, _place) in enumerate(plan.files):
        firm = Contact.objects.create(kind=ContactKind.PERSON, last_name=f"{WORD} {number}")
        made.files.append(
            Customer.objects.create(
                contact=firm,
                number=f"{WORD}-{number}",
                access=Access.RESTRICTED if restricted else Access.MODULE,
                responsible=None if responsible is None else made.users[responsible],
                status=list(Status)[number % 3],
            )
        )
    made.persons = [Contact.objects.create(kind=ContactKind.PERSON, last_name=f"{WORD} P{n}") for n in range(PERSONS)]
    for who, where in plan.places:
        Assignment.objects.create(person=made.persons[who], organisation=made.files[where].contact)
    for number, (_restricted, _responsible, place) in enumerate(plan.files):
        if place is not None and place != number:  # a customer who works at another customer
            Assignment.objects.create(person=made.files[number].contact, organisation=made.files[place].contact)


def _absence(made: Built, absent: int, substitute: int, first: int, length: int) -> None:
    if absent == substitute:
        return
    first_day = timezone.localdate() + timedelta(days=first)
    Substitution.objects.create(
        absent=made.users[absent],
        substitute=made.users[substitute],
        first_day=first_day,
        last_day=first_day + timedelta(days=length),
    )


def _people(plan: Plan) -> list[User]:
    users: list[User] = User.objects.bulk_create(
        User(email=f"p{n}@acme.example", name=f"P{n}", is_active=active, is_superuser=superuser)
        for n, (_role, active, superuser) in enumerate(plan.people)
    )
    roles = {group.name: group for group in Group.objects.filter(name__in=filter(None, ROLES))}
    for user, (role, _active, _superuser) in zip(users, plan.people, strict=True):
        if role:
            user.groups.add(roles[role])
    return users


def _teams() -> list[Team]:
    return [Team.objects.create(group=Group.objects.create(name=f"T{n}")) for n in range(TEAMS)]


def _grant(made: Built, grant: tuple[str, int, int, int, int | None]) -> None:
    kind, who, where, level, until = grant
    end = None if until is None else timezone.localdate() + timedelta(days=until)
    permission = Permission.objects.get(codename="view_customer", content_type__app_label="customers")
    given: dict[str, Any] = {"permission": permission, "content_object": made.files[where]}
    values = {"level": level, "until": end}
    if kind == "user":
        UserGrant.objects.update_or_create(**given, user=made.users[who % PEOPLE], defaults=values)
    else:
        TeamGrant.objects.update_or_create(**given, group=made.teams[who % TEAMS].group, defaults=values)


# --- what happens later --------------------------------------------------------------------


def _access(made: Built, one: int, other: int) -> None:
    Customer.objects.filter(pk=made.files[one % FILES].pk).update(access=list(Access)[other % 2])


def _responsible(made: Built, one: int, other: int) -> None:
    keeper = made.users[other % PEOPLE] if other < 2 * PEOPLE else None
    Customer.objects.filter(pk=made.files[one % FILES].pk).update(responsible=keeper)


def _end(made: Built, one: int, other: int) -> None:
    """All grants of a file get a new end."""
    until = timezone.localdate() + timedelta(days=other % 3 - 1)
    for model in (UserGrant, TeamGrant):
        model.objects.filter(content_object=made.files[one % FILES].pk).update(until=until)


def _level(made: Built, one: int, other: int) -> None:
    for model in (UserGrant, TeamGrant):
        model.objects.filter(content_object=made.files[one % FILES].pk).update(level=other % 4 + 1)


def _withdraw(made: Built, one: int, other: int) -> None:
    model = (UserGrant, TeamGrant)[other % 2]
    model.objects.filter(content_object=made.files[one % FILES].pk).delete()


def _leave(made: Built, one: int, other: int) -> None:
    """Also: deactivated, the team gone."""
    user, group = made.users[one % PEOPLE], made.teams[other % TEAMS].group
    if other % 3 == 0:
        User.objects.filter(pk=user.pk).update(is_active=False)
    elif other % 3 == 1:
        user.groups.remove(group)
    else:
        Group.objects.filter(pk=group.pk).delete()


def _assign(made: Built, one: int, other: int) -> None:
    Assignment.objects.get_or_create(
        person=made.persons[one % PERSONS], organisation=made.files[other % FILES].contact, valid_until=None
    )


def _part(made: Built, one: int, other: int) -> None:
    Assignment.objects.filter(organisation=made.files[one % FILES].pk).delete()


def _delete(made: Built, one: int, other: int) -> None:
    """A file, or a contact person."""
    if other % 2:
        Customer.objects.filter(pk=made.files[one % FILES].pk).delete()
    else:
        Contact.objects.filter(pk=made.persons[one % PERSONS].pk).delete()


def _rename(made: Built, one: int, other: int) -> None:
    Contact.objects.filter(pk=made.files[one % FILES].pk).update(last_name=f"{WORD} {other} neu")


CHANGES: dict[str, Callable[[Built, int, int], None]] = {
    "access": _access,
    "responsible": _responsible,
    "end": _end,
    "level": _level,
    "withdraw": _withdraw,
    "leave": _leave,
    "assign": _assign,
    "part": _part,
    "delete": _delete,
    "rename": _rename,
}
