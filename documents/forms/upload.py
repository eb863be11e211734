"""Files and announced uploads: what a browser says of them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timecount.fields import LineField
from timecount.uploads import too_large

MOST_FILES = 50


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if len(data or ()) > MOST_FILES:
            raise ValidationError(_("Please send at most %(most)d files at once.") % {"most": MOST_FILES})
        return list(data or ())


class Files(forms.Form):
    file = FilesField(label=gettext_lazy("Files"))

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any]:
        if "file" in too_large(self.request):
            self.add_error("file", _("A file is larger than 100 MB."))
        elif not self.cleaned_data.get("file") and not self.errors:
            self.add_error("file", _("Please choose a file."))
        return self.cleaned_data


class Announced(forms.Form):
    """A file that will come in parts."""

    name = LineField(max_length=1000)
    size = forms.IntegerField()
    sha256 = forms.RegexField(r"^[0-9a-fA-F]{64}$", required=False)
    # Although the same bytes are filed already.
    anyway = forms.BooleanField(required=False)
