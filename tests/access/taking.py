"""Ways in which somebody sees a file, and ways in which they lose it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.actions import FileLevel
from accounts.models import ModuleRight, Substitution, User
from contacts.models import Contact
from customers import sharing
from customers.models import Customer, UserGrant
from customers.services import change_customer
from tests.access.checks import called, foreign_is_missing, places, shows
from tests.access.house import concern, share, team
from tests.access.urls import AWAY, METHODS, OF_FILES, About, call, path_of, status_of
from tests.world import World, taken_back
from todos import feeds

WHO = "nobody"
TEAM = "Kommt und geht"
Change = Callable[[World, Customer], object]


def granted(world: World, file: Customer) -> None:
    share(file, world.people[WHO], FileLevel.SHARE)


def in_team(world: World, file: Customer) -> None:
    share(file, team(TEAM, world.people[WHO]), FileLevel.SHARE)


def stands_in(world: World, file: Customer) -> None:
    today = timezone.localdate()
    absent = User.objects.get(pk=file.responsible_id)
    Substitution.objects.create(absent=absent, substitute=world.people[WHO], first_day=today, last_day=today)


def responsible(world: World, file: Customer) -> None:
    Customer.objects.filter(pk=file.pk).update(responsible=world.people[WHO])


def open_to_all(world: World, file: Customer) -> None:
    sharing.unrestrict(customer=file, by=None)


def withdrawn(world: World, file: Customer) -> None:
    sharing.withdraw(grants=UserGrant.objects.filter(user=world.people[WHO]), by=None)


def ended(world: World, file: Customer) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    share(file, world.people[WHO], FileLevel.SHARE, until=yesterday)


def handed_over(world: World, file: Customer) -> None:
    sharing.hand_over(of=world.people[WHO], to=world.people["cleo"], by=None)


def left_team(world: World, file: Customer) -> None:
    world.people[WHO].groups.remove(Group.objects.get(name=TEAM))


def team_deleted(world: World, file: Customer) -> None:
    Group.objects.get(name=TEAM).delete()


def substitution_over(world: World, file: Customer) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Substitution.objects.update(first_day=yesterday, last_day=yesterday)


def absent_one_lost_it(world: World, file: Customer) -> None:
    change_customer(customer=file, by=None, responsible=world.people["anna"])


def others_responsible(world: World, file: Customer) -> None:
    change_customer(customer=file, by=None, responsible=world.people["cleo"])


def restricted(world: World, file: Customer) -> None:
    sharing.restrict(customer=file, by=None)


def without_role(world: World, file: Customer) -> None:
    world.people[WHO].groups.clear()


def without_module(world: World, file: Customer) -> None:
    ModuleRight.objects.filter(role__group__user=world.people[WHO]).delete()


def deactivated(world: World, file: Customer) -> None:
    User.objects.filter(pk=world.people[WHO].pk).update(is_active=False)


TAKEN: list[tuple[Change, Change]] = [
    (granted, withdrawn),
    (granted, ended),
    (granted, handed_over),
    (granted, without_role),
    (granted, without_module),
    (granted, deactivated),
    (in_team, left_team),
    (in_team, team_deleted),
    (stands_in, substitution_over),
    (stands_in, absent_one_lost_it),
    (responsible, others_responsible),
    (open_to_all, restricted),
]

BOTH = [f"{given.__name__}, {taken.__name__}" for given, taken in TAKEN]
# What the address-book entry of a missing right answers is no longer about the file.
OTHER_RIGHTS = (deactivated, without_role, without_module)


def still_open(world: World, ways: list[tuple[Change, Change]] = TAKEN, *, part: int = 0, of: int = 1) -> Iterator[str]:
    """What was taken away is gone with the next request, in a session that stays open: every URL, every list.

    `of` says in how many parts they are asked; places where a file shows come up in several of the parts.
    """
    for given, taken in ways:
        with taken_back():
            wrongs = _still_open(world, given, taken, OF_FILES[part::of], slice(part % 4, None, 4 if of > 1 else 1))
            yield from (f"{taken.__name__}: {wrong}" for wrong in wrongs)


def _still_open(world: World, given: Change, taken: Change, names: Sequence[str], some: slice) -> Iterator[str]:
    file = Customer.objects.select_related("contact", "responsible").get(pk=world.files["elsewhere"].pk)
    client, about, name = world.client(WHO), About(file), Contact.objects.get(pk=file.pk).name
    concern(file, [world.people[WHO]], [team("Immer", world.people[WHO])])
    asked = places(name, urlsplit(feeds.create(by=world.people[WHO])).path)[some]
    paths = [(name, path_of(name, about)) for name in names]
    given(world, file)
    yield from (f"{name} was not open" for name, path in paths if status_of(call(client, "GET", path)) in (AWAY, 403))
    client.get(path_of("customers:file", about))  # now it is one of those opened lately
    if (shown := shows(client, name, asked)) != asked:
        yield f"only shown at {shown}"
    taken(world, file)
    gone = {AWAY} if taken is deactivated else {404, 405}
    whole = len(names) == len(OF_FILES)
    for url, path in paths:
        for method, answer in called(client, path, METHODS, whole=whole):
            if status_of(answer) not in gone:
                yield f"{method} {url}: {answer.status_code}"
    yield from (f"{address} shows it" for address in shows(client, name, asked))
    if taken not in OTHER_RIGHTS:
        known = world.hidden
        world.hidden = file
        yield from foreign_is_missing(world, names[: 9 if whole else 2], ("GET",), [WHO])
        world.hidden = known
