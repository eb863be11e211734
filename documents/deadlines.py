"""Where a contract stands today, in a word.  Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from documents.models import Document
from timecount.jinja import day

# So many days ahead, a deadline is near.
NEAR = timedelta(days=60)


@dataclass(frozen=True)
class Standing:
    """`on` is the day that counts; `tone` as badges have it."""

    words: str
    tone: str
    on: date | None = None


def standing(document: Document, today: date) -> Standing:
    until, last = document.valid_until, document.notice_by
    if document.cancelled_on or (until and until < today):
        return _over(document, today)
    if last is not None and today <= last <= today + NEAR:
        return Standing(_("notice by %(day)s") % {"day": day(last)}, "warning", last)
    if until is None:
        return Standing(_("open-ended"), "success")
    words = {"day": day(until)}
    if until > today + NEAR:
        return Standing(_("until %(day)s") % words, "success", until)
    text = _("renews itself after %(day)s") if document.renews else _("ends on %(day)s")
    return Standing(text % words, "info" if document.renews else "warning", until)


def _over(document: Document, today: date) -> Standing:
    """It has ended, or notice was given."""
    until, words = document.valid_until, {"day": day(document.valid_until)}
    if until is None or until >= today:
        return Standing(_("notice given, ends on %(day)s") % words if until else _("notice given"), "warning", until)
    if document.cancelled_on:
        return Standing(_("ended on %(day)s") % words, "secondary", until)
    return Standing(_("expired since %(day)s") % words, "danger", until)
