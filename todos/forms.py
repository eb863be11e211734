"""What somebody types about a note, a to-do or a call."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Team, User
from accounts.picks import keep_stored
from customers.forms.picks import CustomerField
from customers.models import Customer
from customers.selectors.file import assignments
from timecount import pictures
from timecount.editing import EditForm
from timecount.errors import Refused
from timecount.fields import LineField, TextField
from todos import reminding
from todos.fields import AskedField, BeforeField, DaysBeforeField, ForWhomField, who
from todos.lines import read_line
from todos.models import TEXT_LENGTH, TITLE_LENGTH, Entry, Kind, Priority, Repeats
from todos.repeating import USUAL_DAYS

# While somebody types: what the line says.
UNDERSTANDING = {
    "autocomplete": "off",
    "hx-get": reverse_lazy("todos:understood"),
    "hx-trigger": "input changed delay:200ms, change from:'next .understood'",
    "hx-target": "next .understood",
    "hx-include": "next .understood",
    "hx-sync": "this:replace",
}
# As long as nothing else is chosen, the line says it all.
SAID = ("due_on", "due_at_time", "for_whom", "text")
OF_SERIES = ("repeats", "ends_on", "days_before")
OF_TODOS = ("title", "due_on", "due_at_time", "for_whom", "remind_before", "priority", *OF_SERIES, "checklist")
MOST_LINES = 50


class EntryForm(EditForm):
    """Of a new entry, or of one that is there; its kind is chosen once."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices, required=False, widget=forms.RadioSelect)
    customer = CustomerField(label=gettext_lazy("Customer"))
    title = LineField(
        label=gettext_lazy("To do"),
        max_length=TITLE_LENGTH,
        required=False,
        help_text=gettext_lazy("In one line: “Call Ms Scholz back tomorrow 2 pm @Anna !high”"),
    )
    text = TextField(
        label=gettext_lazy("Text"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("**bold**, lists with “- ”, links; @Name tells a colleague."),
    )
    due_on = forms.DateField(label=gettext_lazy("Due"), required=False, widget=forms.DateInput(format="%Y-%m-%d"))
    due_at_time = forms.TimeField(
        label=gettext_lazy("Time"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    for_whom = ForWhomField(
        label=gettext_lazy("For"),
        required=False,
        help_text=gettext_lazy("a colleague, or a team: whoever takes it first; empty: for me"),
    )
    remind_before = BeforeField(label=gettext_lazy("Reminder"), required=False)
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), choices=Priority.choices, required=False)
    repeats = forms.ChoiceField(label=gettext_lazy("Repeats"), choices=Repeats.choices, required=False)
    ends_on = forms.DateField(label=gettext_lazy("End"), required=False, widget=forms.DateInput(format="%Y-%m-%d"))
    days_before = DaysBeforeField(
        label=gettext_lazy("Days before the end"),
        required=False,
        help_text=gettext_lazy("with commas between them; it is due at the next of these days, 0 is the end itself"),
    )
    checklist = TextField(
        label=gettext_lazy("Checklist"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("a line for each item"),
    )
    is_important = forms.BooleanField(label=gettext_lazy("Important: to be acknowledged"), required=False)
    asked = AskedField(
        label=gettext_lazy("By whom"),
        required=False,
        help_text=gettext_lazy("Names with commas; empty: by everybody who works with the customer."),
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo"), required=False, widget=forms.FileInput({"accept": pictures.ACCEPT})
    )
    contact = forms.TypedChoiceField(label=gettext_lazy("About"), required=False, coerce=int, empty_value=None)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        user: User,
        entry: Entry | None = None,
        customer: Customer | None = None,
        **options: Any,
    ) -> None:
        super().__init__(data, files, stored=stored(entry), **options)
        self.user, self.entry, self.file = user, entry, customer
        keep_stored(self, user, self.stored)
        self.fields["remind_before"].offer(self.stored.get("remind_before"))  # type: ignore[attr-defined]
        if entry or customer:
            del self.fields["customer"]
        if entry is None:
            self.fields["title"].widget.attrs |= UNDERSTANDING
        else:
            self.fields["title"].help_text = ""
            del self.fields["kind"]
            if entry.kind != Kind.TODO:
                for name in OF_TODOS:
                    del self.fields[name]
        self._offer_people()

    def _offer_people(self) -> None:
        """Contact persons of the file; whoever the entry is about stays, seen or not."""
        places = assignments(self.user, self.file) if self.file else []
        self.people = {place.person_id: place.person for place in places}
        labels = {key: person.name for key, person in self.people.items()}
        if self.stored["contact"]:
            labels.setdefault(self.stored["contact"], _("somebody who is no contact person here"))
        if labels:
            self.fields["contact"].choices = [("", "–"), *labels.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["contact"]

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.NOTE

    def clean_photo(self) -> "File[bytes] | None":
        upload = self.cleaned_data["photo"]
        try:
            return pictures.whole(upload, size=upload.size) if upload else None
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean_checklist(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["checklist"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES or any(len(line) > TITLE_LENGTH for line in lines):
            raise ValidationError(
                _("At most %(lines)d lines of %(length)d characters.")
                % {
                    "lines": MOST_LINES,
                    "length": TITLE_LENGTH,
                }
            )
        return "\n".join(lines)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_todo = (self.entry.kind if self.entry else cleaned.get("kind")) == Kind.TODO
        if is_todo and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", _("Say what is to be done."))
        self.line = self._line(cleaned) if is_todo and not self.entry else {}
        if not is_todo and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("There is nothing here yet."))
        is_reckoned = cleaned.get("repeats") == Repeats.BEFORE_END
        if is_todo and not is_reckoned and not cleaned.get("due_on") and "due_on" not in self.errors:
            if cleaned.get("due_at_time"):
                self.add_error("due_on", _("A time needs a day."))
            elif cleaned.get("remind_before") is not None:
                self.add_error("due_on", _("A reminder needs a day on which it is due."))
            elif cleaned.get("repeats", Repeats.NONE) not in ("", Repeats.NONE):
                self.add_error("due_on", _("What repeats needs a first day."))
        return cleaned

    def _line(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """What the title says besides; nothing where the fields say it."""
        chosen = [cleaned.get(name) for name in SAID]
        usual = cleaned.get("priority") in ("", Priority.NORMAL) and cleaned.get("repeats") in ("", Repeats.NONE)
        if not cleaned.get("title") or any(chosen) or not usual:
            return {}
        try:
            read = read_line(cleaned["title"], now=timezone.localtime(), taken_back=self.taken_back)
        except Refused as refusal:
            self.add_error("title", str(refusal))
            return {}
        return read.values if "title" in read.values else {}

    @property
    def taken_back(self) -> list[str]:
        """What was understood, and was meant as it stands."""
        given: Any = self.data
        return given.getlist("taken_back") if hasattr(given, "getlist") else []

    @property
    def new(self) -> dict[str, Any]:
        """What `services.add` takes; of anything but a to-do only what it can have."""
        given = dict(self.cleaned_data)
        kind = given["kind"]
        values: dict[str, Any] = {name: given[name] for name in ("text", "contact", "is_important") if name in given}
        if kind == Kind.TODO:
            values |= {name: given[name] for name in OF_TODOS}
            values |= self.line
            values["for_whom"] = values["for_whom"] or self.user.pk
        return {"kind": kind, "customer": self.file or given.get("customer"), **self._for_service(values)}

    @property
    def changed(self) -> dict[str, Any]:
        """What `services.change` takes."""
        return self._for_service(self.changes)

    def _for_service(self, values: dict[str, Any]) -> dict[str, Any]:
        written = dict(values)
        if "for_whom" in written:
            whom = who(written.pop("for_whom"))
            written["assignee"] = whom if isinstance(whom, User) else None
            written["team"] = whom if isinstance(whom, Team) else None
        if "checklist" in written:
            written["checklist"] = written["checklist"].splitlines()
        if isinstance(minutes := written.get("remind_before"), int):
            written["remind_before"] = timedelta(minutes=minutes)
        if "contact" in written:
            written["contact"] = self.people.get(written["contact"])
        for name, default in (("priority", Priority.NORMAL), ("repeats", Repeats.NONE)):
            if name in written:
                written[name] = written[name] or default
        return written


_AS_THEY_ARE = ("title", "text", "due_on", "due_at_time", "priority", "repeats", "ends_on", "is_important")


def stored(entry: Entry | None) -> dict[str, Any]:
    if entry is None:
        usual = {"priority": Priority.NORMAL, "repeats": Repeats.NONE, "days_before": USUAL_DAYS}
        return {**usual, "contact": None, "is_important": False}
    before = reminding.before(entry)
    for_whom = entry.assignee_id or (-entry.team_id if entry.team_id else None)
    return {
        **{name: getattr(entry, name) for name in _AS_THEY_ARE},
        "for_whom": for_whom,
        "days_before": entry.days_before or USUAL_DAYS,
        "checklist": "\n".join(item.text for item in entry.checklist.all()),
        "contact": entry.contact_id,
        "remind_before": None if before is None else before // timedelta(minutes=1),
    }


class CommentForm(forms.Form):
    text = TextField(label=gettext_lazy("Comment"), max_length=TEXT_LENGTH, widget=forms.Textarea({"rows": 2}))


class RemindMeForm(forms.Form):
    at = forms.DateTimeField(
        label=gettext_lazy("Remind me"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def clean_at(self) -> datetime:
        given: datetime = self.cleaned_data["at"]
        if given <= timezone.now():
            raise ValidationError(_("This time is over already."))
        return given
