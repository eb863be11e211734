"""German texts: extract, compile, check.  Babel does it; no gettext binaries are needed.

python -m timecount.local.translations update   # `make messages`
python -m timecount.local.translations check    # part of `make check`
python -m timecount.local.translations compile  # part of every start
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGE = "de"
GERMAN = ROOT / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
SKIPPED = {"node_modules", "var", "tests", "migrations", "__pycache__"}
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
OPTIONS = {
    pattern: {"silent": "false", "trimmed": "true", "extensions": "jinja2.ext.do"}
    for pattern, method in METHODS
    if method == "jinja2"
}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
# One form, or singular and plural; None where nothing was written.
type Text = str | tuple[str, ...] | list[str] | None
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def extracted() -> Catalog:
    """Every text in the sources."""
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(
        ROOT,
        METHODS,
        OPTIONS,
        keywords=KEYWORDS,
        directory_filter=lambda folder: _ours(Path(folder)),
    )
    for _file, _line, message, _comments, context in found:
        catalog.add(message, context=context)
    return catalog


def _ours(folder: Path) -> bool:
    return folder.name not in SKIPPED and not folder.name.startswith(".")


def german() -> Catalog:
    with GERMAN.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def update() -> None:
    """Add new texts, untranslated; drop those that no source uses.  Sorted, so that merges are small."""
    catalog = german() if GERMAN.exists() else Catalog(locale=LANGUAGE, charset="utf-8")
    catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    GERMAN.parent.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    write_po(buffer, catalog, no_location=True, sort_output=True, ignore_obsolete=True, omit_header=True, width=100)
    GERMAN.write_bytes(HEADER.encode() + buffer.getvalue())


HEADER = r"""msgid ""
msgstr ""
"Language: de\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


def compile_all() -> None:
    """Write every `.mo` that is missing or older than its `.po`."""
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as file:
                catalog = read_po(file, locale=source.parent.parent.name)
            unfinished = target.with_suffix(".new")
            with unfinished.open("wb") as file:
                write_mo(file, catalog)
            unfinished.rename(target)


def complaints() -> Iterator[str]:
    """What is missing or doubtful in the German texts."""
    catalog, sources = german(), extracted()
    for message in _texts(sources):
        translation = catalog.get(message.id, message.context)
        if translation is None or not all(_forms(translation.string)):
            yield f"not translated: {_name(message)}"
        elif translation.fuzzy:
            yield f"fuzzy: {_name(message)}"
        elif not _placeholders(translation.string) <= _placeholders(message.id):
            yield f"a placeholder that the source does not have: {_name(message)}"
    for message in _texts(catalog):
        if sources.get(message.id, message.context) is None:
            yield f"used nowhere any more: {_name(message)}"


def _texts(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _forms(text: Text) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _placeholders(text: Text) -> set[str]:
    return {found for form in _forms(text) for found in PLACEHOLDER.findall(form)}


def _name(message: Message) -> str:
    return repr(_forms(message.id)[0]) + (f" ({message.context})" if message.context else "")


def check() -> None:
    found = list(complaints())
    for line in found:
        print(line)
    if found:
        sys.exit(f"{len(found)} German texts to mend in {GERMAN.relative_to(ROOT)}; `make messages` adds and drops.")


if __name__ == "__main__":
    {"update": update, "check": check, "compile": compile_all}[sys.argv[1]]()
