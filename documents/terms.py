"""What follows from the dates of a document: the last day to give notice, how long it is kept, who is reminded."""

from datetime import date

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from documents import retention, validity
from documents.models import Document
from timecount.jinja import day
from todos.following_up import drop, follow_up
from todos.models import TITLE_LENGTH

# What only a document has whose type has a validity.
OF_VALIDITY = ("valid_from", "valid_until", "notice", "renews", "cancelled_on")


def term_of(document: Document) -> validity.Term:
    return validity.Term(
        valid_from=document.valid_from,
        valid_until=document.valid_until,
        notice=document.notice,
        unit=document.notice_unit,
        renews=document.renews,
        cancelled_on=document.cancelled_on,
    )


def reckon(document: Document) -> None:
    """Sets what is computed; to be called before a document is saved."""
    if not document.type.has_validity:
        for name in OF_VALIDITY:
            setattr(document, name, None)
    document.notice_by = validity.notice_by(term_of(document))
    document.retained_until = retention.period_of(document)


def remind(document: Document, *, by: User | None) -> None:
    """Brings the follow-ups in step with the last day to give notice; without one they go."""
    wanted = {} if document.trashed_at else _wanted(document.notice_by, today=timezone.localdate())
    for days in validity.FOLLOW_UP_DAYS:
        if days not in wanted:
            drop(key=_key(document, days), by=by)
            continue
        title, text = _words(document)
        follow_up(
            key=_key(document, days),
            customer=document.customer,
            title=title,
            text=text,
            due_on=wanted[days],
            contact=document.contact,
            by=by,
        )


def forget_reminders(document: Document, *, by: User | None) -> None:
    for days in validity.FOLLOW_UP_DAYS:
        drop(key=_key(document, days), by=by)


def _wanted(notice_by: date | None, *, today: date) -> dict[int, date]:
    """Those that come, and the last one that would have come already: whoever files a contract late hears of it."""
    if notice_by is None or notice_by < today:
        return {}
    dated = dict(zip(validity.FOLLOW_UP_DAYS, validity.follow_up_days(notice_by), strict=True))
    past = [days for days, due_on in dated.items() if due_on < today]
    return {days: due_on for days, due_on in dated.items() if due_on >= today or days == min(past)}


def _key(document: Document, days: int) -> str:
    return f"documents.notice:{document.pk}:{days}"


def _words(document: Document) -> tuple[str, str]:
    """Whoever opens the file reads them: of a confidential document they do not say what it is."""
    with translation.override(settings.LANGUAGE_CODE):  # written for the house, whoever saves it
        last = day(document.notice_by)
        if document.is_confidential:
            return _("Last day to give notice %(day)s: confidential document") % {"day": last}, ""
        title = _("Last day to give notice %(day)s: %(title)s") % {"day": last, "title": document.title}
        text = f"{settings.BASE_URL}/documents/{document.pk}/"
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1]}…", text
