"""What the archive takes in: the kinds of files, their types and endings.  Without Django, for the sandbox."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    PDF = "pdf"
    IMAGE = "image"
    WORD = "word"
    EXCEL = "excel"
    POWERPOINT = "powerpoint"
    WRITER = "writer"
    CALC = "calc"
    IMPRESS = "impress"
    EMAIL = "email"
    TEXT = "text"


class Flag(StrEnum):
    """What one has to know about a file that was accepted."""

    MACROS = "macros"  # programs: VBA, old Excel macro sheets, Basic
    ACTIVE = "active"  # acts when it is opened, fetches something from elsewhere, or carries other files
    ENCRYPTED = "encrypted"  # it, or something in it, is locked with a password: no scan may call it clean
    INFECTED = "infected"  # carries the EICAR test virus, which is found without ClamAV


class Format(NamedTuple):
    kind: Kind
    content_type: str
    endings: tuple[str, ...]  # all that are honest; the first is the usual one


_WORDS = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

FORMATS: dict[str, Format] = {
    "pdf": Format(Kind.PDF, "application/pdf", (".pdf",)),
    "jpeg": Format(Kind.IMAGE, "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif")),
    "png": Format(Kind.IMAGE, "image/png", (".png",)),
    "webp": Format(Kind.IMAGE, "image/webp", (".webp",)),
    "gif": Format(Kind.IMAGE, "image/gif", (".gif",)),
    "tiff": Format(Kind.IMAGE, "image/tiff", (".tif", ".tiff")),
    "doc": Format(Kind.WORD, "application/msword", (".doc", ".dot")),
    "docx": Format(Kind.WORD, f"{_WORDS}.wordprocessingml.document", (".docx",)),
    "dotx": Format(Kind.WORD, f"{_WORDS}.wordprocessingml.template", (".dotx",)),
    "docm": Format(Kind.WORD, "application/vnd.ms-word.document.macroEnabled.12", (".docm",)),
    "dotm": Format(Kind.WORD, "application/vnd.ms-word.template.macroEnabled.12", (".dotm",)),
    "xls": Format(Kind.EXCEL, "application/vnd.ms-excel", (".xls", ".xlt")),
    "xlsx": Format(Kind.EXCEL, f"{_WORDS}.spreadsheetml.sheet", (".xlsx",)),
    "xltx": Format(Kind.EXCEL, f"{_WORDS}.spreadsheetml.template", (".xltx",)),
    "xlsm": Format(Kind.EXCEL, "application/vnd.ms-excel.sheet.macroEnabled.12", (".xlsm",)),
    "xltm": Format(Kind.EXCEL, "application/vnd.ms-excel.template.macroEnabled.12", (".xltm",)),
    "xlsb": Format(Kind.EXCEL, "application/vnd.ms-excel.sheet.binary.macroEnabled.12", (".xlsb",)),
    "ppt": Format(Kind.POWERPOINT, "application/vnd.ms-powerpoint", (".ppt", ".pps", ".pot")),
    "pptx": Format(Kind.POWERPOINT, f"{_WORDS}.presentationml.presentation", (".pptx",)),
    "ppsx": Format(Kind.POWERPOINT, f"{_WORDS}.presentationml.slideshow", (".ppsx",)),
    "potx": Format(Kind.POWERPOINT, f"{_WORDS}.presentationml.template", (".potx",)),
    "pptm": Format(Kind.POWERPOINT, "application/vnd.ms-powerpoint.presentation.macroEnabled.12", (".pptm",)),
    "ppsm": Format(Kind.POWERPOINT, "application/vnd.ms-powerpoint.slideshow.macroEnabled.12", (".ppsm",)),
    "odt": Format(Kind.WRITER, f"{_OPEN}.text", (".odt",)),
    "ott": Format(Kind.WRITER, f"{_OPEN}.text-template", (".ott",)),
    "ods": Format(Kind.CALC, f"{_OPEN}.spreadsheet", (".ods",)),
    "ots": Format(Kind.CALC, f"{_OPEN}.spreadsheet-template", (".ots",)),
    "odp": Format(Kind.IMPRESS, f"{_OPEN}.presentation", (".odp",)),
    "eml": Format(Kind.EMAIL, "message/rfc822", (".eml",)),
    "vcf": Format(Kind.TEXT, "text/vcard", (".vcf",)),
    "ics": Format(Kind.TEXT, "text/calendar", (".ics",)),
    "csv": Format(Kind.TEXT, "text/csv", (".csv",)),
    "txt": Format(Kind.TEXT, "text/plain", (".txt", ".md", ".log", ".tsv", ".asc")),
}


def endings(words: str) -> frozenset[str]:
    return frozenset(f".{word}" for word in words.split())


# What a name may end with without telling a lie about its stem: taken off where it does not fit the content.
KNOWN_ENDINGS = frozenset(ending for form in FORMATS.values() for ending in form.endings) | endings(
    "exe com scr bat cmd ps1 vbs js jar msi lnk hta html htm xhtml svg svgz xml php py sh zip 7z rar gz tar tgz bz2 xz "
    "iso apk dll heic heif avif bmp rtf msg mht mhtml json epub ai eps ps psd dat bin tmp part download crdownload "
    "mp3 mp4 mov wps pages numbers key"
)

MAX_BYTES = 100 * 1024**2
MAX_ENTRIES = 2000
MAX_UNPACKED = 200 * 1024**2
MAX_RATIO = 100
MAX_PIXELS = 50_000_000
MAX_FRAMES = 500
MAX_DEPTH = 5


def form_of(content_type: str) -> str:
    """The key of the format whose type was stored; KeyError for any other."""
    return _BY_TYPE[content_type]


_BY_TYPE = {form.content_type: name for name, form in FORMATS.items()}
