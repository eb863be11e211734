"""What can be done to many documents at once."""

from django.utils.translation import gettext_lazy, ngettext

from accounts.actions import Action
from documents.bulk.move import MOVE
from documents.bulk.tags import TAG, UNTAG
from documents.bulk.trash import TRASH
from documents.bulk.type import TYPE
from documents.listing import DOCUMENTS
from documents.selectors.lists import candidates
from lists.bulk.actions import BulkList
from timecount.jinja import number


def counted(count: int) -> str:
    return ngettext("%(count)s document", "%(count)s documents", count) % {"count": number(count)}


BULK = BulkList(
    DOCUMENTS,
    gettext_lazy("Documents"),
    Action.VIEW_DOCUMENT,
    candidates,
    counted,
    (TYPE, TAG, UNTAG, MOVE, TRASH),
)
