"""How long the law wants a document kept: until the end of a calendar year.

§ 147 Abs. 3 and 4 AO, § 257 Abs. 4 and 5 HGB, § 14b Abs. 1 UStG: the period begins with the end of the calendar year
in which the document was written, a contract ended.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from documents.models import Document, Retention, RetentionPeriod
from timecount.jinja import day

ONE_DAY = timedelta(days=1)
ORDER = (Retention.NONE, Retention.LETTER, Retention.VOUCHER, Retention.BOOKS)


def kept_until(retention: str, *, dated: date, ends: date | None, years: int) -> date | None:
    """The last day; None where nothing is prescribed."""
    if retention == Retention.NONE:
        return None
    return date(max(dated, ends or dated).year + years, 12, 31)


def goes_on(document: Document) -> bool:
    """A contract that renews itself, or has no end, and to which nobody has given notice."""
    if not document.type.has_validity or document.cancelled_on is not None or document.valid_from is None:
        return False
    return document.valid_until is None or bool(document.renews)


def period_of(document: Document) -> date | None:
    """As the document is now; None also while a contract that renews, or has no end, goes on."""
    if document.retention == Retention.NONE or goes_on(document):
        return document.retained_until  # what was raised by hand stays
    years = RetentionPeriod.objects.values_list("years", flat=True).get(retention=document.retention)
    computed = kept_until(document.retention, dated=document.dated, ends=document.valid_until, years=years)
    return max(filter(None, (computed, document.retained_until)))


@dataclass(frozen=True)
class Obstacle:
    """Why a document must not be deleted; `earliest` is the first day on which it may, where that is known."""

    reason: str
    earliest: date | None = None


def obstacle(document: Document, *, today: date) -> Obstacle | None:
    """What the law, or a legal hold, says against deleting it today."""
    if document.legal_hold:
        return Obstacle(_("It is on legal hold."))
    if document.retention != Retention.NONE and goes_on(document):
        return Obstacle(_("The contract goes on; the retention period begins when it ends."))
    until = period_of(document)
    if until is None or until < today:
        return None
    if document.retention == Retention.NONE:
        return Obstacle(_("Somebody said that it is kept until %(day)s.") % {"day": day(until)}, until + ONE_DAY)
    words = {"what": document.get_retention_display(), "day": day(until)}
    return Obstacle(_("It must be kept until %(day)s (%(what)s).") % words, until + ONE_DAY)


def may_become(old: str, new: str) -> bool:
    """A class is raised, never lowered."""
    return ORDER.index(Retention(new)) >= ORDER.index(Retention(old))
