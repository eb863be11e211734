import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lists.imports.decoding import ENCODINGS
from lists.imports.kinds import ImportKind
from lists.imports.selectors import FileColumn
from lists.models import ImportRun

MEGABYTE = 1024 * 1024


class Upload(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,  # the reading says it better
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm,.vcf,text/csv,text/plain,text/vcard"}),
        help_text=gettext_lazy(
            "Excel (XLSX), CSV from any program, or vCards (VCF) from Outlook, Apple or a telephone."
        ),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Cells from Excel"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Select the cells there, copy, and paste them here: with the column names, if possible."
        ),
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Character set"),
        required=False,
        choices=[("", gettext_lazy("recognise")), *ENCODINGS.items()],
        help_text=gettext_lazy("Only if umlauts came out wrong."),
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large  # it was not even kept

    def clean_file(self) -> "UploadedFile[Any] | None":
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if self.too_large or (file and (file.size or 0) > settings.MAX_UPLOAD_BYTES):
            raise forms.ValidationError(_too_large())
        return file

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.cleaned_data.get("file") and not self.cleaned_data["pasted"].strip():
            self.add_error("file", _("Please choose a file, or paste cells."))
        return self.cleaned_data

    @property
    def brought(self) -> dict[str, Any]:
        """What `services.upload` takes."""
        file = self.cleaned_data["file"]
        if file:
            return {"file_name": file.name, "data": file.read(), "encoding": self.cleaned_data["encoding"]}
        return {"file_name": _("Pasted cells"), "data": self.cleaned_data["pasted"].encode(), "pasted": True}


def _too_large() -> str:
    most = settings.MAX_UPLOAD_BYTES // MEGABYTE
    return _("The file is larger than %(most)s MB. Please split it into several files.") % {"most": most}


class Columns(forms.Form):
    """What every column of the file means."""

    header_line = forms.TypedChoiceField(label=gettext_lazy("Column names stand in"), coerce=int)

    def __init__(
        self, kind: ImportKind, run: ImportRun, columns: list[FileColumn], first_lines: list[tuple[int, str]],
        data: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"header_line": run.header_line})
        self.kind = kind
        self.columns = columns
        header: Any = self.fields["header_line"]
        header.choices = [(0, _("no line")), *((n, f"{_('line')} {n}: {text}") for n, text in first_lines)]
        choices = [("", _("do not import")), *((column.key, column.label) for column in kind.columns)]
        for column in columns:
            self.fields[self.name_of(column)] = forms.ChoiceField(
                label=column.name, required=False, initial=column.key, choices=choices
            )

    @staticmethod
    def name_of(column: FileColumn) -> str:
        return f"column-{column.place}"

    @property
    def mapping(self) -> list[str]:
        return [self.cleaned_data.get(self.name_of(column), "") for column in self.columns]

    @property
    def rows(self) -> list[tuple[FileColumn, forms.BoundField]]:
        return [(column, self[self.name_of(column)]) for column in self.columns]

    def clean(self) -> dict[str, Any]:
        taken = Counter(filter(None, self.mapping))
        for column in self.columns:
            meaning = self.kind.column(self.cleaned_data.get(self.name_of(column), ""))
            if meaning and taken[meaning.key] > 1 and not meaning.several:
                self.add_error(
                    self.name_of(column),
                    _("“%(meaning)s” is chosen for two columns; only one can be it.") % {"meaning": meaning.label},
                )
        if not any(key in taken for key in self.kind.needs) and not self.errors:
            names = ", ".join(str(self.kind.column(key).label) for key in self.kind.needs)  # type: ignore[union-attr]
            raise forms.ValidationError(
                _("Please say which column holds the name: at least one of %(names)s.") % {"names": names}
            )
        return self.cleaned_data


_LINE = re.compile(r"line-([0-9]{1,8})")


def decisions(posted: Mapping[str, str]) -> tuple[dict[int, tuple[str, str]], dict[str, str]]:
    """What was said line by line (question and decision), and to all doubts of a kind."""
    lines = {
        int(found[1]): (posted.get(f"question-{found[1]}", ""), decision)
        for name, decision in posted.items()
        if (found := _LINE.fullmatch(name))
    }
    alike = {name.removeprefix("alike-"): said for name, said in posted.items() if name.startswith("alike-")}
    return lines, alike
