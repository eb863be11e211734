"""XML of strangers: no document type, so no entity; nothing is ever fetched or resolved."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from documents.sandbox.content import Unfit

Attributes = dict[str, str]
MAX_LEVELS = 500


class _Enough(Exception):
    """The prolog is over."""


def plain_prolog(data: bytes) -> None:
    """Refuses XML with a document type; looks no further than the first element."""

    def enough(_name: str, _attributes: Attributes) -> None:
        raise _Enough

    parser = _parser()
    parser.StartElementHandler = enough
    try:
        parser.Parse(data, True)  # noqa: FBT003 -- expat's own words
    except _Enough:
        return
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Unfit("damaged") from error


def walk(data: bytes, start: Callable[[str, Attributes], None], text: Callable[[str], None] | None = None) -> None:
    """Calls `start` for every element (namespace and name joined by a blank) and `text` for what stands between."""
    levels = 0

    def started(name: str, attributes: Attributes) -> None:
        nonlocal levels
        levels += 1
        if levels > MAX_LEVELS:
            raise Unfit("bomb")
        start(name, attributes)

    def ended(_name: str) -> None:
        nonlocal levels
        levels -= 1

    parser = _parser()
    parser.StartElementHandler, parser.EndElementHandler = started, ended
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)  # noqa: FBT003 -- as above
    except (expat.ExpatError, LookupError) as error:
        raise Unfit("damaged") from error


def _parser() -> expat.XMLParserType:
    def refuse(*_about: object) -> None:
        raise Unfit("entities")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse  # type: ignore[assignment]  # never returns
    return parser
