"""Files and announced uploads: what a browser says of them."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timecount.fields import LineField
from timecount.uploads import too_large

MOST_FILES = 50


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.Form):
    files = forms.FileField(label=gettext_lazy("Files"), required=False, widget=SeveralFiles(attrs={"multiple": True}))

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.files_given = self.files.getlist("files") if self.is_bound and self.files else []

    def clean(self) -> dict[str, Any]:
        if "files" in too_large(self.request):
            self.add_error("files", _("A file is larger than 100 MB."))
        elif not self.files_given:
            self.add_error("files", _("Please choose a file."))
        elif len(self.files_given) > MOST_FILES:
            self.add_error("files", _("Please send at most %(most)d files at once.") % {"most": MOST_FILES})
        return self.cleaned_data


class Announced(forms.Form):
    """A file that will come in parts."""

    name = LineField(max_length=1000)
    size = forms.IntegerField()
    sha256 = forms.RegexField(r"^[0-9a-fA-F]{64}$", required=False)
    # Although the same bytes are filed already.
    anyway = forms.BooleanField(required=False)
