"""A new customer: only what is known in the first minute; the rest is added in the file."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.picks import ColleagueField, keep_stored
from contacts.duplicates import Typed
from contacts.fields import EmailField, PhoneField
from contacts.forms.contact import TagsField
from contacts.forms.rows import AddressForm
from contacts.models import Contact, Kind, Salutation
from contacts.rows import AddressRow, EmailRow, PhoneRow
from customers.forms.master_data import CheckedField, checked, line
from customers.master_data import label
from customers.models import Access, Status
from customers.services import NumberTaken, refuse_taken
from lists.own.forms import add_own_fields
from lists.own.kinds import PREFIX, Definition, gathered
from timecount.errors import Refused
from timecount.fields import LineField

NEW_STATUS = [(status.value, status.label) for status in (Status.ACTIVE, Status.LEAD)]


class NewCustomer(forms.Form):
    """`kind` says which names there are; with a `contact` of the address book there are none."""

    organisation_name = line("organisation_name", required=True)
    salutation = forms.ChoiceField(label=label("salutation"), choices=Salutation.choices, required=False)
    title = line("title")
    first_name = line("first_name")
    last_name = line("last_name")
    street = LineField(label=gettext_lazy("Street and number"), max_length=150, required=False)
    postcode = LineField(label=gettext_lazy("Postcode"), max_length=20, required=False)
    city = LineField(label=gettext_lazy("Town"), max_length=100, required=False)
    phone = PhoneField(label=gettext_lazy("Telephone"), required=False)
    email = EmailField(label=gettext_lazy("E-mail"), required=False)
    vat_id: CheckedField = checked("vat_id")
    industry = line("industry")
    tags = TagsField()
    responsible = ColleagueField(label=label("responsible"))
    access = forms.ChoiceField(
        label=label("access"),
        choices=Access.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy("Named people: whoever is responsible, otherwise you. You can share it in the file."),
    )
    status = forms.ChoiceField(label=label("status"), choices=NEW_STATUS, widget=forms.RadioSelect)
    number = line("number", help_text=gettext_lazy("The next running number; you may type another one."))
    # The running number that was shown: left as it is, the next one of that moment is drawn.
    proposed = forms.CharField(required=False, widget=forms.HiddenInput)

    of_kind: ClassVar[dict[str, tuple[str, ...]]] = {
        Kind.ORGANISATION: ("organisation_name",),
        Kind.PERSON: ("salutation", "title", "first_name", "last_name"),
    }
    of_contact = ("street", "postcode", "city", "phone", "email", "tags")

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        kind: str,
        contact: Contact | None,
        proposed: str,
        own: Sequence[Definition] = (),
    ) -> None:
        initial = {
            "responsible": user,
            "status": Status.ACTIVE,
            "access": Access.MODULE,
            "number": proposed,
            "proposed": proposed,
        }
        super().__init__(data, initial=initial)
        self.kind, self.contact, self.user = kind, contact, user
        self.free_number = ""  # offered where the typed one is taken
        for other, names in self.of_kind.items():
            if contact is not None or other != kind:
                for name in names:
                    del self.fields[name]
        for name in self.of_contact if contact is not None else ():
            del self.fields[name]
        keep_stored(self, user, {"responsible": user})
        add_own_fields(self, own, {})

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "last_name" in self.fields and not (cleaned.get("first_name") or cleaned.get("last_name")):
            self.add_error("last_name", _("A contact needs a name."))
        return cleaned

    def clean_access(self) -> str:
        return self.cleaned_data["access"] or Access.MODULE

    def clean_number(self) -> str:
        """Taken or not: said with whatever else is wrong, not only when all of that is mended."""
        number = str(self.cleaned_data["number"])
        if number and number != self.data.get("proposed"):
            try:
                refuse_taken(number, self.user)
            except NumberTaken as refusal:
                self.free_number = refusal.free
                raise ValidationError(str(refusal)) from refusal
        return number

    def add_refusal(self, refusal: Refused) -> None:
        self.free_number = refusal.free if isinstance(refusal, NumberTaken) else ""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    def clean_postcode(self) -> str:
        """Judged as in the form of an address."""
        address = AddressForm({"postcode": self.cleaned_data["postcode"], "country": "DE"})
        if errors := address.errors.get("postcode"):
            raise ValidationError(list(errors))
        return str(address.cleaned_data["postcode"])

    def typed(self) -> Typed:
        """For the search for duplicates; also while the form is not complete."""
        given = {name: str(self.data.get(name, "")).strip() for name in self.fields}
        given.update({name: value for name, value in getattr(self, "cleaned_data", {}).items() if value})
        name = given.get("organisation_name") or f"{given.get('last_name', '')} {given.get('first_name', '')}"
        return Typed(self.kind, name.strip(), [given.get("email", "")], [given.get("phone", "")])

    def values(self) -> dict[str, Any]:
        """What `customers.services.create_customer` takes."""
        given = self.cleaned_data
        number = given["number"] if given["number"] != given["proposed"] else None
        own = (name for name in given if name.startswith(PREFIX))
        kept = ("status", "access", "industry", "responsible", "vat_id", *own)
        file = gathered({name: given[name] for name in kept})
        if self.contact is not None:
            return {**file, "number": number, "contact": self.contact}
        if self.kind == Kind.PERSON:
            names = {name: given[name] for name in self.of_kind[Kind.PERSON]}
            return {**file, "number": number, "person": {**names, **self._parts()}}
        organisation = {"name": given["organisation_name"], **self._parts()}
        return {**file, "number": number, "organisation": organisation}

    def _parts(self) -> dict[str, Any]:
        given = self.cleaned_data
        address = {name: given[name] for name in ("street", "postcode", "city")}
        return {
            "tags": given["tags"],
            "addresses": [AddressRow(is_main=True, **address)] if any(address.values()) else [],
            "phones": [PhoneRow(number=given["phone"], is_main=True)] if given["phone"] else [],
            "emails": [EmailRow(address=given["email"], is_main=True)] if given["email"] else [],
        }
