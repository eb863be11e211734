"""What a person writes about a document."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import may
from accounts.actions import Action
from accounts.authors import last_change, last_event
from accounts.models import User
from accounts.picks import keep_stored
from contacts.forms.contact import TagsField
from contacts.models import Contact
from contacts.rows import in_order
from customers.forms.picks import CustomerField
from customers.selectors.file import assignments
from documents.models import Document, DocumentTag, DocumentType, NoticeUnit, Retention
from documents.models.documents import TITLE_LENGTH
from documents.retention import may_become
from timecount.editing import Change, EditForm
from timecount.fields import LineField, TextField

OLDEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
VALIDITY = ("valid_from", "valid_until", "notice", "notice_unit", "renews", "cancelled_on")


class DayField(forms.DateField):
    """Of a paper that people have in their hands."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d"), **options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not OLDEST <= value <= LATEST:
            raise ValidationError(_("A date lies between 1900 and 2199."))


class Select(forms.Select):
    """Marks the types that have a validity: the style sheet shows its fields with them only."""

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **options)
        kind = getattr(value, "instance", None)
        return {**option, "attrs": {**option["attrs"], "data-validity": ""}} if kind and kind.has_validity else option


class DocumentForm(EditForm):
    title = LineField(label=gettext_lazy("Title"), max_length=TITLE_LENGTH)
    type = forms.ModelChoiceField(
        label=gettext_lazy("Type"), queryset=DocumentType.objects.none(), widget=Select, empty_label=None
    )
    dated = DayField(label=gettext_lazy("Date"), help_text=gettext_lazy("which stands on the paper"))
    contact = forms.ModelChoiceField(
        label=gettext_lazy("Contact person"), queryset=Contact.objects.none(), required=False, empty_label="–"
    )
    tags = TagsField()
    note = TextField(label=gettext_lazy("Note"), max_length=10_000, required=False, widget=forms.Textarea({"rows": 3}))
    is_confidential = forms.BooleanField(
        label=gettext_lazy("confidential"),
        required=False,
        help_text=gettext_lazy("Only those who may open confidential documents see it."),
    )
    valid_from = DayField(label=gettext_lazy("Valid from"), required=False)
    valid_until = DayField(
        label=gettext_lazy("Valid until"), required=False, help_text=gettext_lazy("empty: open-ended")
    )
    notice = forms.IntegerField(label=gettext_lazy("Notice period"), required=False, min_value=0, max_value=999)
    notice_unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=NoticeUnit.choices, required=False)
    renews = forms.IntegerField(
        label=gettext_lazy("Renews itself by (months)"),
        required=False,
        min_value=1,
        max_value=240,
        help_text=gettext_lazy("empty: it ends"),
    )
    cancelled_on = DayField(label=gettext_lazy("Notice given on"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, document: Document, user: User) -> None:
        self.document = document
        super().__init__(data, stored=_stored(document), last_change=self._last_change)
        in_use = DocumentType.objects.filter(is_active=True) | DocumentType.objects.filter(pk=document.type_id)
        self.fields["type"].queryset = in_use  # type: ignore[attr-defined]
        known = [place.person_id for place in assignments(user, document.customer)]
        people = Contact.objects.filter(pk__in=[*known, *([document.contact_id] if document.contact_id else [])])
        self.fields["contact"].queryset = people.order_by("sort_key", "pk")  # type: ignore[attr-defined]
        if not may(user, Action.VIEW_CONFIDENTIAL):
            del self.fields["is_confidential"]
        if not may(user, Action.VIEW_CONTACT):
            del self.fields["contact"]

    def _last_change(self, name: str) -> Change | None:
        if name == "tags":
            return last_event(DocumentTag, document_id=self.document.pk)
        return last_change(self.document, name)

    def clean_notice_unit(self) -> str:
        return self.cleaned_data["notice_unit"] or NoticeUnit.MONTHS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_until")
        kind = cleaned.get("type")
        if kind and kind.has_validity and begins and ends and ends < begins:
            self.add_error("valid_until", _("The end lies before the start."))
        return cleaned

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in (*VALIDITY, "seen")]

    @property
    def validity(self) -> list[forms.BoundField]:
        return [self[name] for name in VALIDITY]


def _stored(document: Document) -> dict[str, Any]:
    names = ("title", "type", "dated", "contact", "note", "is_confidential", *VALIDITY)
    words = in_order(document.tags.values_list("name", flat=True))
    return {**{name: getattr(document, name) for name in names}, "tags": words}


class MoveForm(forms.Form):
    customer = CustomerField(label=gettext_lazy("Into the file of"))

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.fields["customer"].required = True
        keep_stored(self, user, {})


class RetentionForm(forms.Form):
    retention = forms.ChoiceField(label=gettext_lazy("Kept as"))
    retained_until = DayField(
        label=gettext_lazy("Kept until"),
        required=False,
        help_text=gettext_lazy("later than the law wants it, if at all"),
    )

    def __init__(self, data: Any = None, *, document: Document) -> None:
        super().__init__(data, initial={"retention": document.retention, "retained_until": document.retained_until})
        offered = [(key, label) for key, label in Retention.choices if may_become(document.retention, key)]
        self.fields["retention"].choices = offered  # type: ignore[attr-defined]
