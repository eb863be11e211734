"""The master data of a file: all of it, or one field of it, edited over what is stored."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from accounts.authors import last_change, last_touch
from accounts.models import User
from accounts.picks import ColleagueField, keep_stored
from contacts.fields import EmailField
from contacts.forms.contact import TagsField
from contacts.forms.row_sets import RowSet
from contacts.models import Contact, Salutation
from contacts.rows import ROW_MODELS, stored_rows, stored_tags
from contacts.selectors.contact import last_tagging
from customers import checks
from customers.forms.picks import CustomerField
from customers.master_data import OF_CONTACT, OWN, label, owner, sections_with
from customers.models import Access, Customer
from customers.selectors.master_data import changeable
from lists.own.forms import add_own_fields
from lists.own.kinds import PREFIX, Definition
from timecount.editing import Change, EditForm
from timecount.extensions import Label
from timecount.fields import LineField, TextField


class CheckedField(LineField):
    """A line that one of `customers.checks` understands."""

    def __init__(self, check: Callable[[str], str], **options: Any) -> None:
        self.check = check
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return self.check(super().to_python(value))


def _options(name: str, **options: Any) -> dict[str, Any]:
    column: Any = owner(name)._meta.get_field(name)
    known = {"label": label(name), "help_text": column.help_text, "required": False, **options}
    return {**known, "max_length": column.max_length} if column.max_length and not column.choices else known


def line(name: str, **options: Any) -> LineField:
    return LineField(**_options(name, **options))


def checked(name: str) -> CheckedField:
    """The limit of the column holds for the canonical form; typed blanks do not count."""
    return CheckedField(checks.CHECKS[name], **_options(name))


def _chosen(name: str, choices: Iterable[tuple[str, Any]], **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(choices=list(choices), **{**_options(name), **options})


def _day(name: str) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d"), **_options(name))


class MasterData(EditForm):
    """`names` leaves only these fields: that is how one field is edited in its place."""

    organisation_name = line("organisation_name", required=True)
    salutation = _chosen("salutation", Salutation.choices)
    title = line("title")
    first_name = line("first_name")
    last_name = line("last_name")
    number = line("number", required=True)
    search_name = line("search_name")
    industry = line("industry")
    customer_since = _day("customer_since")
    parent = CustomerField(label=label("parent"))
    language = _chosen("language", Customer._meta.get_field("language").flatchoices, required=True)
    responsible = ColleagueField(label=label("responsible"))
    vat_id = checked("vat_id")
    tax_number = checked("tax_number")
    debtor_account = checked("debtor_account")
    iban = checked("iban")
    account_holder = line("account_holder")
    buyer_reference = checked("buyer_reference")
    invoice_email = EmailField(label=label("invoice_email"), required=False)
    tags = TagsField()
    notes = TextField(**_options("notes"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        customer: Customer,
        user: User,
        today: date,
        own: Sequence[Definition] = (),
        names: Iterable[str] | None = None,
    ) -> None:
        self.customer, self.today, self.own = customer, today, own
        kept = tuple(names or changeable(user, customer, own))
        stored = {name: self._stored(name) for name in kept}
        super().__init__(data, stored=stored, last_change=self._last_change)
        self.fields = {name: field for name, field in self.fields.items() if name in kept or name not in NAMES}
        add_own_fields(self, own, customer.own, kept)
        keep_stored(self, user, stored)
        if "responsible" in self.fields and customer.access == Access.RESTRICTED:
            self.fields["responsible"].help_text = _(
                "You hand the file over: whoever is responsible sees and shares it."
            )
        if len(kept) == 1:
            self.fields[kept[0]].widget.attrs["autofocus"] = True

    def _record(self, name: str) -> Customer | Contact:
        return self.customer.contact if name in OF_CONTACT else self.customer

    def _stored(self, name: str) -> Any:
        if name.startswith(PREFIX):
            return self.customer.own.get(name.removeprefix(PREFIX))
        return stored_tags(self.customer.contact) if name == "tags" else getattr(self._record(name), name)

    def _last_change(self, name: str) -> Change | None:
        if name.startswith(PREFIX):
            return last_change(self.customer, OWN, name.removeprefix(PREFIX))
        return last_tagging(self.customer.contact) if name == "tags" else last_change(self._record(name), name)

    def clean_customer_since(self) -> date | None:
        return checks.customer_since(self.cleaned_data["customer_since"], today=self.today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = {"first_name", "last_name"} & self.fields.keys()
        if names and not any(cleaned.get(name, self.stored.get(name)) for name in ("first_name", "last_name")):
            self.add_error(names.pop(), ValidationError(_("A contact needs a name.")))
        return cleaned

    def show_as_typed(self) -> None:
        """Shows what was typed without judging it: nobody has asked to save yet."""
        self._errors = ErrorDict()

    def sections(self) -> list[tuple[str, Label, list[forms.BoundField]]]:
        """Key, title and fields of every section that has any; of access, it says at least where that is changed."""
        parts = [
            (key, title, [self[name] for name in names if name in self.fields])
            for key, (title, names) in sections_with(self.own).items()
        ]
        return [part for part in parts if part[2] or part[0] == "care"]


NAMES = frozenset(MasterData.base_fields) - {"seen"}


def row_sets(contact: Contact, data: Any = None) -> list[RowSet]:
    """Addresses and ways to reach the customer, over what is stored."""
    return [RowSet(kind, data, stored=stored_rows(contact, kind), last_touch=_last_touch) for kind in ROW_MODELS]


def _last_touch(kind: str, pk: int) -> Change | None:
    return last_touch(ROW_MODELS[kind], pk)


def add_row(sets: list[RowSet], data: Mapping[str, str]) -> RowSet | None:
    """The rows of which somebody wants one more, instead of saving."""
    wanted = next((row_set for row_set in sets if row_set.kind == data.get("add")), None)
    if wanted is None:
        return None
    for row_set in sets:
        row_set.show_typed()
    wanted.add_row()
    return wanted
