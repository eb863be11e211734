"""What administrators are told when the archive is not in order."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from documents.reconciling import Report, in_words
from todos import services as todos
from todos.models import TEXT_LENGTH, Entry, Kind, Priority


def tell_administrators(report: Report, *, today: date) -> None:
    """A to-do for each of them, as long as they have no open one about it."""
    for user in User.objects.filter(is_superuser=True, is_active=True).order_by("pk"):
        reason = f"documents.check:{user.pk}:"
        if Entry.objects.open().filter(reason__startswith=reason).exists():
            continue
        with translation.override(user.language):
            title, text = _("The archive of documents is not in order"), "\n".join(in_words(report))
        todos.add(
            by=None,
            kind=Kind.TODO,
            title=title,
            text=text[:TEXT_LENGTH],
            due_on=today,
            priority=Priority.HIGH,
            assignee=user,
            reason=f"{reason}{today.isoformat()}",
        )
