"""All documents as declared to the list machinery: their sorts, filters and columns."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.actions import Action
from accounts.models import User
from documents import narrowing
from documents.holding import holding
from documents.kinds import KINDS
from documents.models import Document, DocumentRow, Scan
from documents.people import contacts_of_rows
from lists.declaring import Column, Filter, Kind, ListOf, Sort, choices
from timecount.jinja import day


def _kilobytes(row: Any) -> int:
    return int(-(-row.size // 1024))


def _tells(row: Any) -> str:
    return " · ".join(filter(None, [row.type_name, day(row.dated), row.customer_name]))


def _with_the_right(user: User) -> bool:
    return may(user, Action.VIEW_CONFIDENTIAL)


_kind_option, _kinds_offered = choices([*KINDS.items()])
_expiry_option, _expiry_offered = choices(narrowing.EXPIRIES)
_checked_option, _checked_offered = choices(narrowing.CHECKED)
_confidential_option, _confidential_offered = choices(narrowing.CONFIDENTIAL)

DOCUMENTS = ListOf(
    key="documents",
    label=_("Documents"),
    icon="files",
    action=Action.VIEW_DOCUMENT,
    model=Document,
    row=DocumentRow,
    sorts=(
        Sort("-dated", _("Newest first"), ("-dated", "-id"), shown="dated"),
        Sort("dated", _("Oldest first"), ("dated", "id"), shown="dated"),
        Sort("title", _("Title"), ("sort_key", "id"), shown="title"),
        Sort("-title", _("Title, Z first"), ("-sort_key", "-id"), shown="title"),
        Sort("-changed", _("Last changed"), ("-updated_at", "-id"), shown="updated_at"),
        Sort("changed", _("Longest unchanged"), ("updated_at", "id"), shown="updated_at"),
        Sort("ends", _("Ends soonest"), ("ends", "id"), shown="valid_until"),
        Sort("-ends", _("Ends last"), ("-ends", "-id"), shown="valid_until"),
    ),
    filters=(
        Filter("type", _("Type"), narrowing.type_option, narrowing.of_type, narrowing.types_offered, as_chips=True),
        Filter("expiry", _("Validity"), _expiry_option, narrowing.expiring, _expiry_offered),
        Filter("customer", _("Customer"), narrowing.customer_option, narrowing.of_customer),
        Filter("tag", _("Tag"), narrowing.tag_option, narrowing.tagged, narrowing.tags_offered),
        Filter("from", _("Dated from"), narrowing.day_option, narrowing.dated_from, kind="date"),
        Filter("until", _("Dated until"), narrowing.day_option, narrowing.dated_until, kind="date"),
        Filter("year", _("Year"), narrowing.year_option, narrowing.of_year, narrowing.years_offered),
        Filter("kind", _("Kind of file"), _kind_option, narrowing.of_kind, _kinds_offered),
        Filter("checked", _("Virus scan and warnings"), _checked_option, narrowing.checked, _checked_offered),
        Filter(
            "confidential",
            _("Confidential"),
            _confidential_option,
            narrowing.confidential,
            _confidential_offered,
            is_for=_with_the_right,
        ),
    ),
    columns=(
        Column("title", _("Title"), by_default=True, sort="title"),
        Column("type", _("Type"), shows="type_name", by_default=True),
        Column("dated", _("Date"), Kind.DATE, by_default=True, sort="dated"),
        Column(
            "customer",
            _("Customer"),
            Kind.RECORD,
            reads=lambda row: (row.customer_id, row.customer_name),
            by_default=True,
            leads_to="customers:file",
        ),
        Column("number", _("Customer number"), Kind.CODE, shows="customer_number"),
        Column("valid_until", _("Valid until"), Kind.DATE, by_default=True, sort="ends"),
        Column("notice_by", _("Notice by"), Kind.DATE, by_default=True),
        Column("tags", _("Tags"), Kind.TAGS, by_default=True),
        Column("versions", _("Versions"), Kind.NUMBER, by_default=True),
        Column("changed", _("Changed"), Kind.MOMENT, shows="updated_at", by_default=True, sort="changed"),
        Column("valid_from", _("Valid from"), Kind.DATE),
        Column("cancelled_on", _("Notice given"), Kind.DATE),
        Column("retained_until", _("Kept until"), Kind.DATE),
        Column(
            "contact",
            _("Contact person"),
            Kind.RECORD,
            brought=contacts_of_rows,
            leads_to="contacts:contact",
        ),
        Column("confidential", _("Confidential"), Kind.YES_NO, shows="is_confidential"),
        Column("file_name", _("File name")),
        Column("kind", _("Kind of file"), Kind.CHOICE, shows="file_kind", choices=KINDS),
        Column("size", _("Size in KB"), Kind.NUMBER, reads=_kilobytes),
        Column("pages", _("Pages"), Kind.NUMBER),
        Column("scan", _("Virus scan"), Kind.CHOICE, choices=dict(Scan.choices)),
        Column("created", _("Filed"), Kind.MOMENT, shows="created_at"),
        Column("created_by", _("Filed by"), shows="created_by_name"),
    ),
    record="documents:document",
    edit=Action.EDIT_DOCUMENT,
    tells=_tells,
    holding=holding,
    row_cost=0.5,  # a walk unpacks every text that it passes
)
