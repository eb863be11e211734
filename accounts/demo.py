"""The people of the demo.  They have a password that everybody knows: local mode only."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.history import writing
from accounts.models import Team, User
from timecount.errors import Refused

PASSWORD = "kundenakte"  # noqa: S105 -- printed on the sign-in page of the demo
ADDRESS = "{}@demo.example"


class NotLocal(Refused):
    """The demo's sign-ins would open a real system to everybody."""


@dataclass(frozen=True)
class SignIn:
    """A button of the sign-in page."""

    key: str
    name: str
    role: str
    team: str
    sentence: str | Promise

    @property
    def email(self) -> str:
        return ADDRESS.format(self.key)

    @property
    def password(self) -> str:
        return PASSWORD


SIGN_INS = (
    SignIn("anna", "Anna Petersen", "Sachbearbeitung", "Nord", _("keeps customers and contacts, team Nord")),
    SignIn("ben", "Ben Yılmaz", "Lesen", "Nord", _("sees everything, changes nothing")),
    SignIn("cleo", "Cleo Baumgartner", "Sachbearbeitung", "Süd", _("keeps customers and contacts, team Süd")),
    SignIn("paula", "Paula Kowalski", "Buchhaltung", "", _("keeps tax and bank details")),
    SignIn("boss", "Birgit Oßwald", "Administration", "", _("may do everything, invites users")),
)

# Colleagues who look after customers and never sign in.
COLLEAGUES = (
    ("Jens Albrecht", "Disposition", "Nord"),
    ("Miriam Böttcher", "Sachbearbeitung", "Nord"),
    ("Thorsten Claußen", "Disposition", "Nord"),
    ("Svenja Detlefsen", "Sachbearbeitung", "Nord"),
    ("Emre Doğan", "Disposition", "Süd"),
    ("Katharina Eder", "Sachbearbeitung", "Süd"),
    ("Ludwig Fürst", "Leitung", "Süd"),
    ("Nele Harms", "Sachbearbeitung", "Nord"),
    ("Magdalena Huber", "Disposition", "Süd"),
    ("Oleksandr Kovalenko", "Disposition", "Süd"),
    ("Friederike Lüders", "Leitung", "Nord"),
    ("Stefan Mühlbauer", "Sachbearbeitung", "Süd"),
    ("Hanna Nowak", "Buchhaltung", ""),
    ("Dirk Schröder", "Disposition", "Nord"),
    ("Tuğba Şahin", "Sachbearbeitung", "Süd"),
    ("Johanna Weißenborn", "Sachbearbeitung", "Süd"),
)

_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ş": "s", "ğ": "g", "ı": "i"})


def sign_ins() -> tuple[SignIn, ...]:
    """Whom the sign-in page offers: nobody outside local mode."""
    return SIGN_INS if settings.LOCAL_MODE else ()


def load(customers: int = 0, seed: int = 0) -> None:
    """Creates the people who are missing; leaves the others as they are."""
    if not settings.LOCAL_MODE:
        raise NotLocal("The demo's sign-ins exist in local mode only (LOCAL_MODE=1).")
    with writing(by=None, through="demo"):
        for person in SIGN_INS:
            _person(person.email, person.name, person.role, person.team, password=PASSWORD)
        for name, role, team in COLLEAGUES:
            local = name.lower().translate(_ASCII).replace(" ", ".")
            _person(ADDRESS.format(local), name, role, team, password=None)
        User.objects.filter(email=ADDRESS.format("boss")).update(is_superuser=True)


def _person(email: str, name: str, role: str, team: str, *, password: str | None) -> None:
    # hashing takes its time on purpose: only where somebody is missing
    user, created = User.objects.get_or_create(
        email=email, defaults={"name": name, "password": lambda: make_password(password)}
    )
    if created:
        user.groups.add(Group.objects.get(role__isnull=False, name=role), *_team(team))


def _team(name: str) -> list[Group]:
    if not name:
        return []
    group, _created = Group.objects.get_or_create(name=name)
    Team.objects.get_or_create(group=group)
    return [group]
