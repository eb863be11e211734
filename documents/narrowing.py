"""The filters of the list of documents: what a value of the address means, and what it lets through."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from customers.models import Customer
from customers.numbering import numbers_meant
from customers.selectors.picking import customers_called
from documents.models import Document, DocumentTag, DocumentType, Scan
from lists.declaring import Option
from lists.models import Tag
from timecount.addresses import record_key
from timecount.extensions import Label
from timecount.jinja import day

MOST_OFFERED = 50
YEARS_OFFERED = 11
EXPIRED, NOTICE = "expired", "notice"
NOTICE_DAYS = 30
EXPIRIES: Sequence[tuple[str, Label]] = (
    (EXPIRED, _("expired")),
    ("30", _("ends within 30 days")),
    ("90", _("ends within 90 days")),
    (NOTICE, _("notice by, within 30 days")),
)
CHECKED: Sequence[tuple[str, Label]] = (
    (Scan.UNCHECKED, Scan.UNCHECKED.label),
    (Scan.FAILED, Scan.FAILED.label),
    (Scan.CLEAN, Scan.CLEAN.label),
    ("flagged", _("with a warning (macros, encrypted …)")),
)
CONFIDENTIAL: Sequence[tuple[str, Label]] = (("yes", _("only confidential")), ("no", _("without confidential")))
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")


def type_option(user: User, value: str) -> Option | None:
    found = DocumentType.objects.filter(pk=record_key(value) or 0).first()
    return Option(str(found.pk), found.name) if found else None


def types_offered(user: User) -> Sequence[Option]:
    """Also those that are no longer given, as long as something has them: that is known in the house."""
    return [Option(str(pk), name) for pk, name in DocumentType.objects.values_list("pk", "name")]


def of_type(user: User, values: Sequence[str]) -> Q:
    return Q(type__in=[int(value) for value in values])


def customer_option(user: User, value: str) -> Option | None:
    """A number, as people type it, or a whole name; of a customer that one may see."""
    text = " ".join(value.split())[:80]
    files = visible(user, Action.VIEW_CUSTOMER, Customer.objects.select_related("contact"))
    found = list(files.filter(number__in=numbers_meant(text))[:2]) or customers_called(user, text)
    return Option(found[0].number, found[0].contact.name) if len(found) == 1 else None


def of_customer(user: User, values: Sequence[str]) -> Q:
    """By key: an index has the documents of a customer in the order of the list."""
    return Q(customer__in=list(Customer.objects.filter(number__in=values).values_list("pk", flat=True)))


def _known_tags(user: User) -> QuerySet[Tag]:
    seen = visible(user, Action.VIEW_DOCUMENT, Document.objects.all()).order_by().values("pk")
    return Tag.objects.filter(Exists(DocumentTag.objects.filter(tag=OuterRef("pk"), document__in=seen)))


def tag_option(user: User, value: str) -> Option | None:
    return Option(value, value) if _known_tags(user).filter(name=value).exists() else None


def tags_offered(user: User) -> Sequence[Option]:
    names = _known_tags(user).order_by("name", "id").values_list("name", flat=True)
    return [Option(name, name) for name in names[:MOST_OFFERED]]


def tagged(user: User, values: Sequence[str]) -> Q:
    return Q(Exists(DocumentTag.objects.filter(document=OuterRef("pk"), tag__name__in=values)))


def day_option(user: User, value: str) -> Option | None:
    found = _day(value)
    return Option(found.isoformat(), day(found)) if found else None


def _day(value: str) -> date | None:
    for form in _DAYS:
        try:
            return datetime.strptime(value.strip(), form).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
    return None


def dated_from(user: User, values: Sequence[str]) -> Q:
    return Q(dated__gte=min(values))


def dated_until(user: User, values: Sequence[str]) -> Q:
    return Q(dated__lte=max(values))


def year_option(user: User, value: str) -> Option | None:
    return Option(value, value) if re.fullmatch(r"(19|20|21)[0-9]{2}", value) else None


def years_offered(user: User) -> Sequence[Option]:
    this = timezone.localdate().year
    return [Option(str(year), str(year)) for year in range(this, this - YEARS_OFFERED, -1)]


def of_year(user: User, values: Sequence[str]) -> Q:
    within = (Q(dated__range=(date(int(year), 1, 1), date(int(year), 12, 31))) for year in values)
    return Q(*within, _connector=Q.OR)


def expiring(user: User, values: Sequence[str]) -> Q:
    today = timezone.localdate()
    return Q(*(_expiring(value, today) for value in values), _connector=Q.OR)


def _expiring(value: str, today: date) -> Q:
    if value == EXPIRED:
        return Q(ends__lt=today)
    if value == NOTICE:
        return Q(notice_by__range=(today, today + timedelta(days=NOTICE_DAYS)))
    return Q(ends__range=(today, today + timedelta(days=int(value))))


def of_kind(user: User, values: Sequence[str]) -> Q:
    return Q(current__file__kind__in=values)


def checked(user: User, values: Sequence[str]) -> Q:
    scans = [value for value in values if value != "flagged"]
    flagged = ~Q(current__file__flags=[]) if "flagged" in values else Q()
    return (Q(current__file__scan__in=scans) if scans else Q()) | flagged


def confidential(user: User, values: Sequence[str]) -> Q:
    return Q(is_confidential__in=[value == "yes" for value in values])
