"""Who stands in for whom, from and until: appointed by the absent person, in the own profile."""

from datetime import date, timedelta

from django.core import signing
from django.utils.translation import gettext as _

from accounts.history import writing
from accounts.models import Substitution, User
from timecount.errors import Refused
from timecount.jinja import day

SALT = "accounts.substitution"
SECONDS = 24 * 60 * 60


class StandsInAlready(Refused):
    """The same person in the same time, or a part of it."""


class CannotStandIn(Refused):
    """Nobody for themselves, nobody who cannot sign in."""


def appoint(*, absent: User, substitute: User, first_day: date, last_day: date, by: User) -> Substitution:
    if substitute == absent:
        raise CannotStandIn(_("Nobody stands in for themselves."), field="substitute")
    if not substitute.is_active:
        raise CannotStandIn(_("%(name)s is deactivated.") % {"name": substitute}, field="substitute")
    with writing(by):
        User.objects.select_for_update(no_key=True).get(pk=absent.pk)  # two clicks wait for each other
        same = Substitution.objects.filter(absent=absent, substitute=substitute)
        if other := same.filter(first_day__lte=last_day, last_day__gte=first_day).first():
            words = {"name": substitute, "first": day(other.first_day), "last": day(other.last_day)}
            text = _("%(name)s stands in already from %(first)s until %(last)s.")
            raise StandsInAlready(text % words, field="substitute")
        return Substitution.objects.create(absent=absent, substitute=substitute, first_day=first_day, last_day=last_day)


def end(*, substitution: Substitution, today: date, by: User) -> None:
    """From now on; what has not begun before today is as if it had never been."""
    with writing(by):
        kept = Substitution.objects.filter(pk=substitution.pk, first_day__lt=today)
        if not kept.update(last_day=today - timedelta(days=1)):
            Substitution.objects.filter(pk=substitution.pk).delete()


def put_back(*, absent: User, sealed: str, by: User) -> bool:
    """Undoes an end; False where nobody ended that."""
    try:
        was = signing.loads(sealed, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return False
    if was["absent"] != absent.pk:
        return False
    first, last = (date.fromisoformat(was[name]) for name in ("first_day", "last_day"))
    with writing(by):
        if not Substitution.objects.filter(pk=was["pk"], absent=absent).update(last_day=last):
            substitute = User.objects.get(pk=was["substitute"])
            appoint(absent=absent, substitute=substitute, first_day=first, last_day=last, by=by)
    return True


def seal(substitution: Substitution) -> str:
    """For the undo button: signed, so that nobody brings back what never was."""
    return signing.dumps(
        {
            "pk": substitution.pk,
            "absent": substitution.absent_id,
            "substitute": substitution.substitute_id,
            "first_day": substitution.first_day.isoformat(),
            "last_day": substitution.last_day.isoformat(),
        },
        salt=SALT,
    )


def mine(user: User, *, today: date) -> list[Substitution]:
    """Who stands in for the person now and later."""
    coming = Substitution.objects.filter(absent=user, last_day__gte=today)
    return list(coming.select_related("substitute").order_by("first_day", "id"))


def appointed_by(absent: User, pk: int) -> Substitution | None:
    return Substitution.objects.filter(pk=pk, absent=absent).select_related("substitute").first()


def stood_in_for(user: User) -> list[Substitution]:
    """For whom the person stands in today: asked only where there is anybody."""
    if not user.stand_ins:
        return []
    current = Substitution.objects.current().filter(substitute=user)
    return list(current.select_related("absent").order_by("last_day", "id"))
