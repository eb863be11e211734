"""What a file really is and whether it is dangerous: by its content, never by its name.  Knows no database."""

from dataclasses import dataclass
from pathlib import Path

from documents.checking.naming import clean_name
from documents.checking.refusals import NotAccepted
from documents.converting import limits
from documents.formats import FORMATS, Flag, Kind

__all__ = ["Flag", "Kind", "NotAccepted", "Verdict", "check"]


@dataclass(frozen=True)
class Verdict:
    form: str  # a key of FORMATS: "docx"
    flags: frozenset[Flag]
    pages: int  # of a PDF or TIFF, 1 of another picture; 0 where only drawing would tell
    name: str  # clean, with the honest ending

    @property
    def kind(self) -> Kind:
        return FORMATS[self.form].kind

    @property
    def content_type(self) -> str:
        return FORMATS[self.form].content_type

    @property
    def ending(self) -> str:
        return FORMATS[self.form].endings[0]


def check(path: Path, name: str) -> Verdict:
    """Takes up to 20 s in a process of its own; NotAccepted for what stays outside."""
    try:
        return judged(limits.run("check", path, name), name)
    except limits.GaveUp as gave_up:
        raise NotAccepted(gave_up.code) from gave_up


def judged(answer: limits.Answer, name: str) -> Verdict:
    """What the sandbox found, if it may be believed; NotAccepted otherwise."""
    if "refused" in answer:
        raise NotAccepted(answer["refused"])
    form = answer["form"]
    flags = frozenset(Flag(flag) for flag in answer["flags"])
    return Verdict(form=form, flags=flags, pages=int(answer["pages"]), name=clean_name(name, FORMATS[form]))
