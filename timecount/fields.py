"""Form fields whose values went through `timecount.texts`.

They render no `maxlength`: a browser would cut a pasted text silently; the server says the limit instead.
"""

from typing import Any

from django import forms

from timecount.texts import clean_line, clean_text


class LineField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: limit for name, limit in super().widget_attrs(widget).items() if name != "maxlength"}


class TextField(LineField):
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text(forms.CharField.to_python(self, value) or "")
