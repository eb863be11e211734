"""What somebody writes down during a call."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import Team, User
from accounts.picks import keep_stored
from customers.forms.picks import CustomerField
from customers.selectors.file import assignments
from timecount.errors import Refused
from timecount.fields import LineField, TextField
from todos.calls import Caller
from todos.fields import who
from todos.forms import UNDERSTANDING
from todos.lines import read_line
from todos.models import TEXT_LENGTH, TITLE_LENGTH


class CallForm(forms.Form):
    """`title` is the follow-up, in one line like every to-do."""

    customer = CustomerField(label=gettext_lazy("Customer"))
    contact = forms.TypedChoiceField(label=gettext_lazy("Who"), required=False, coerce=int, empty_value=None)
    text = TextField(
        label=gettext_lazy("What it was about"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 4, "autofocus": True}),
    )
    title = LineField(
        label=gettext_lazy("Follow-up"),
        max_length=TITLE_LENGTH,
        required=False,
        widget=forms.TextInput(UNDERSTANDING),
        help_text=gettext_lazy("If something is to be done: “Friday 10 am send the offer @Ben”"),
    )

    def __init__(self, data: Any = None, *, user: User, caller: Caller) -> None:
        super().__init__(data)
        self.user, self.caller = user, caller
        self.follow_up: dict[str, Any] | None = None
        keep_stored(self, user, {})
        if caller.customer:
            del self.fields["customer"]
        self._offer_people()

    def _offer_people(self) -> None:
        """Of the file, with whoever is calling first."""
        people = {self.caller.contact.pk: self.caller.contact} if self.caller.contact else {}
        if self.caller.customer:
            people |= {place.person_id: place.person for place in assignments(self.user, self.caller.customer)}
        self.people = people
        if self.caller.contact or not people:
            del self.fields["contact"]
        else:
            choices = [("", "–"), *((key, person.name) for key, person in people.items())]
            self.fields["contact"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("title"):
            taken_back = self.data.getlist("taken_back") if hasattr(self.data, "getlist") else []
            try:
                read = read_line(cleaned["title"], now=timezone.localtime(), taken_back=taken_back).values
            except Refused as refusal:
                self.add_error("title", str(refusal))
            else:
                self.follow_up = self._for_service(read)
        return cleaned

    def _for_service(self, read: dict[str, Any]) -> dict[str, Any]:
        values = dict(read)
        whom = who(values.pop("for_whom", None)) or self.user
        return {**values, ("team" if isinstance(whom, Team) else "assignee"): whom}

    @property
    def values(self) -> dict[str, Any]:
        """What `calls.note` takes."""
        return {
            "customer": self.caller.customer or self.cleaned_data.get("customer"),
            "contact": self.caller.contact or self.people.get(self.cleaned_data.get("contact") or 0),
            "text": self.cleaned_data["text"],
            "follow_up": self.follow_up,
        }
