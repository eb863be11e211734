"""What can be done to many customers at once."""

from django.utils.translation import gettext_lazy, ngettext

from accounts.actions import Action
from contacts.bulk import tag_actions
from customers.bulk.access import ACCESS
from customers.bulk.responsible import RESPONSIBLE
from customers.bulk.share import SHARE
from customers.bulk.status import STATUS
from customers.listing import CUSTOMERS
from customers.selectors.lists import candidates
from lists.bulk.actions import BulkList
from timecount.jinja import number


def counted(count: int) -> str:
    return ngettext("%(count)s customer", "%(count)s customers", count) % {"count": number(count)}


BULK = BulkList(
    CUSTOMERS,
    gettext_lazy("Customers"),
    Action.VIEW_CUSTOMER,
    candidates,
    counted,
    (STATUS, RESPONSIBLE, *tag_actions(Action.EDIT_CUSTOMER), ACCESS, SHARE),
)
