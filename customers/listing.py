"""The customer list as declared to the list machinery: its sorts and filters."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contacts.models import ContactTag
from customers.models import Access, Customer, CustomerRow, Status
from lists.declaring import Filter, ListOf, Option, Sort, choices
from lists.models import Tag
from lists.words import fold

ME, NOBODY = "me", "none"


def _status(user: User, values: Sequence[str]) -> Q:
    return Q(status__in=values)


def _access(user: User, values: Sequence[str]) -> Q:
    return Q(access__in=values)


def _responsible(user: User, values: Sequence[str]) -> Q:
    ids = [user.pk if value == ME else int(value) for value in values if value != NOBODY]
    nobody = Q(responsible=None) if NOBODY in values else Q()
    return (Q(responsible__in=ids) if ids else Q()) | nobody


def _responsible_option(user: User, value: str) -> Option | None:
    if value == ME:
        return Option(ME, _("My customers"))
    if value == NOBODY:
        return Option(NOBODY, _("Nobody responsible"))
    if not (value.isascii() and value.isdigit() and len(value) < 18):
        return None
    name = User.objects.filter(pk=int(value)).values_list("name", flat=True).first()
    return Option(value, name) if name else None


def _responsible_offered(user: User) -> Sequence[Option]:
    colleagues = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("name", "id")
    return [
        Option(NOBODY, _("Nobody responsible")),
        *(Option(str(pk), name) for pk, name in colleagues.values_list("pk", "name")[:50]),
    ]


def _tag(user: User, values: Sequence[str]) -> Q:
    return Q(Exists(ContactTag.objects.filter(contact_id=OuterRef("pk"), tag__name__in=values)))


def _tag_option(user: User, value: str) -> Option | None:
    return Option(value, value) if Tag.objects.filter(name=value).exists() else None


def _tag_offered(user: User) -> Sequence[Option]:
    return [Option(name, name) for name in Tag.objects.order_by("name", "id").values_list("name", flat=True)[:50]]


def _place_option(user: User, value: str) -> Option | None:
    value = " ".join(value.split())[:80]
    return Option(value, value) if value else None


def _place(user: User, values: Sequence[str]) -> Q:
    """A town as it is written, or the beginning of a postcode."""
    wanted = Q()
    for value in values:
        if value.isascii() and value.isdigit():
            wanted |= Q(postcode__startswith=value)
        else:
            wanted |= Q(place_key=fold(value))
    return wanted


def _industry(user: User, values: Sequence[str]) -> Q:
    return Q(industry__in=values)


_status_option, _status_offered = choices(Status.choices)
_access_option, _access_offered = choices(Access.choices)

CUSTOMERS = ListOf(
    key="customers",
    model=Customer,
    row=CustomerRow,
    sorts=(
        Sort("name", _("Name"), ("sort_key", "contact")),
        Sort("-name", _("Name, Z first"), ("-sort_key", "-contact")),
        Sort("-changed", _("Last changed"), ("-updated_at", "-contact"), shown="updated_at"),
        Sort("changed", _("Longest unchanged"), ("updated_at", "contact"), shown="updated_at"),
        Sort("number", _("Number"), ("number_key", "contact"), shown="number"),
        Sort("-number", _("Number, highest first"), ("-number_key", "-contact"), shown="number"),
        Sort("place", _("Town"), ("place_key", "sort_key", "contact"), shown="city"),
        Sort("-place", _("Town, Z first"), ("-place_key", "-sort_key", "-contact"), shown="city"),
    ),
    filters=(
        Filter("status", _("Visibility status"), _status_option, _status, _status_offered, as_chips=True),
        Filter("responsible", _("Responsible"), _responsible_option, _responsible, _responsible_offered),
        Filter("place", _("Town or postcode"), _place_option, _place),
        Filter("industry", _("Industry"), _place_option, _industry),
        Filter("tag", _("Tag"), _tag_option, _tag, _tag_offered),
        Filter("access", _("Access"), _access_option, _access, _access_offered),
    ),
    prefix_fields=("sort_key", "number"),
)
