"""An e-mail with a document, and a link for outsiders: what a person typed."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from documents import links, sending
from documents.models import Version
from documents.models.sending import SUBJECT_LENGTH
from documents.selectors.sending import Recipient, written_to
from timecount.fields import LineField, TextField
from timecount.placeholders import MOST_CHARACTERS, Unreadable, check


class Letter(forms.Form):
    to = forms.MultipleChoiceField(label=gettext_lazy("To"), required=False, widget=forms.CheckboxSelectMultiple)
    others = LineField(
        label=gettext_lazy("Other addresses"),
        required=False,
        help_text=gettext_lazy("Several with commas between them."),
    )
    subject = LineField(label=gettext_lazy("Subject"), max_length=SUBJECT_LENGTH)
    text = TextField(label=gettext_lazy("Text"), max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 12}))

    def __init__(
        self, data: Mapping[str, Any] | None, *, version: Version, known: Sequence[Recipient], by: User, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.version, self.known, self.by = version, known, by
        choices = [(one.address, f"{one.name} · {one.address}") for one in known]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]  # of a field with choices
        if not known:
            del self.fields["to"]

    def clean_others(self) -> list[str]:
        typed = [one for one in re.split(r"[,;\s]+", self.cleaned_data["others"]) if one]
        wrong = [one for one in typed if not _is_address(one)]
        if wrong:
            raise ValidationError(_("This is no e-mail address: %(wrong)s") % {"wrong": ", ".join(wrong)[:200]})
        return typed

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        addresses = list({one.lower(): one for one in [*given.get("to", []), *given.get("others", [])]}.values())
        if not addresses and not {"to", "others"} & self.errors.keys():
            self.add_error("to" if self.known else "others", _("Please say to whom."))
        if len(addresses) > sending.MOST_ADDRESSES:
            self.add_error("others", _("At most %(most)d addresses.") % {"most": sending.MOST_ADDRESSES})
        given["addresses"] = addresses
        self._fill(addresses)
        return given

    def _fill(self, addresses: Sequence[str]) -> None:
        for name in ("subject", "text"):
            try:
                check(self.cleaned_data.get(name, ""), sending.PLACEHOLDERS)
            except Unreadable as refusal:
                self.add_error(name, str(refusal))
        if self.errors:
            return
        known = sending.values(self.version, to=written_to(self.known, addresses), by=self.by)
        subject, text = sending.filled(self.cleaned_data["subject"], self.cleaned_data["text"], known)
        if len(subject) > SUBJECT_LENGTH:
            self.add_error(
                "subject", _("The finished subject is longer than %(most)d characters.") % {"most": SUBJECT_LENGTH}
            )
        self.cleaned_data.update(finished_subject=subject, finished_text=text)


def _is_address(typed: str) -> bool:
    try:
        validate_email(typed)
    except ValidationError:
        return False
    return len(typed) <= 254


class Link(forms.Form):
    recipient = LineField(label=gettext_lazy("For whom"), max_length=200, required=False)
    days = forms.IntegerField(
        label=gettext_lazy("Valid for how many days"),
        min_value=1,
        max_value=links.MOST_DAYS,
        initial=links.DAYS,
    )
    most = forms.IntegerField(
        label=gettext_lazy("How many downloads at most"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=gettext_lazy("Leave it empty for any number."),
    )
