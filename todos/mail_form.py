from typing import Any

from django import forms

from todos.mail_choices import DEFAULTS
from todos.models import MailWhen, NoticeKind


class MailChoicesForm(forms.Form):
    """When an e-mail comes, for each kind of notice."""

    def __init__(self, data: Any = None, *, chosen: dict[str, str]) -> None:
        super().__init__(data, initial=chosen)
        for kind in DEFAULTS:
            label = NoticeKind(kind).label
            self.fields[kind] = forms.ChoiceField(label=label[:1].upper() + label[1:], choices=MailWhen.choices)
