"""Contact persons of a file: who does what, since when; and somebody new."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.fields import EmailField, PhoneField
from contacts.models import Assignment, Contact, PersonRole, Salutation
from contacts.rows import EmailRow, PhoneRow
from contacts.services import AssignmentFields
from customers.services import PrivatePerson
from timecount.editing import Change, EditForm
from timecount.fields import LineField

PLACE = ("roles", "position", "is_main", "valid_from", "valid_until")


def _column(model: Any, name: str) -> Any:
    return model._meta.get_field(name)


def _line(model: Any, name: str) -> LineField:
    column = _column(model, name)
    return LineField(
        label=capfirst(column.verbose_name),
        max_length=column.max_length,
        required=False,
        help_text=column.help_text,
    )


def _day(name: str, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=capfirst(_column(Assignment, name).verbose_name),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d"),
        **options,
    )


def _roles() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=PersonRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _refuse_backwards(form: forms.Form) -> None:
    begin, end = form.cleaned_data.get("valid_from"), form.cleaned_data.get("valid_until")
    if begin and end and end < begin:
        form.add_error("valid_until", _("The end lies before the beginning."))


class Place(EditForm):
    """What a person does here, and from when until when."""

    roles = _roles()
    position = _line(Assignment, "position")
    is_main = forms.BooleanField(label=gettext_lazy("Main contact person"), required=False)
    valid_from = _day("valid_from")
    valid_until = _day("valid_until", help_text=gettext_lazy("the last day"))

    def __init__(self, data: Any = None, *, assignment: Assignment, last_change: Any) -> None:
        def changed(name: str) -> Change | None:
            return last_change(assignment, name)  # type: ignore[no-any-return]

        super().__init__(data, stored={name: getattr(assignment, name) for name in PLACE}, last_change=changed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _refuse_backwards(self)
        return cleaned


class NewPerson(forms.Form):
    """Somebody who is not in the address book yet."""

    salutation = forms.ChoiceField(
        label=capfirst(_column(Contact, "salutation").verbose_name),
        choices=Salutation.choices,
        required=False,
    )
    title = _line(Contact, "title")
    first_name = _line(Contact, "first_name")
    last_name = _line(Contact, "last_name")
    phone = PhoneField(label=gettext_lazy("Telephone"), required=False)
    email = EmailField(label=gettext_lazy("E-mail"), required=False)
    roles = _roles()
    position = _line(Assignment, "position")
    is_main = forms.BooleanField(label=gettext_lazy("Main contact person"), required=False)
    valid_from = _day("valid_from")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned["first_name"] or cleaned["last_name"]):
            self.add_error("last_name", _("A contact needs a name."))
        return cleaned

    def person(self) -> PrivatePerson:
        given = self.cleaned_data
        phones = [PhoneRow(number=given["phone"])] if given["phone"] else []
        emails = [EmailRow(address=given["email"])] if given["email"] else []
        return PrivatePerson(
            salutation=given["salutation"],
            title=given["title"],
            first_name=given["first_name"],
            last_name=given["last_name"],
            phones=phones,
            emails=emails,
        )

    def place(self) -> AssignmentFields:
        given = self.cleaned_data
        return AssignmentFields(
            roles=given["roles"],
            position=given["position"],
            is_main=given["is_main"],
            valid_from=given["valid_from"],
        )
