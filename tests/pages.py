"""What a browser would make of a page: its forms, and what they would send back if nobody typed anything."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Form:
    action: str
    fields: dict[str, Any] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.text: str | None = None
        self.select = ""
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
            self.inside = True
        elif self.inside:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        fields, name = self.forms[-1].fields, given.get("name", "")
        if tag == "button":
            self.text = ""
        elif tag == "textarea":
            self.text, self.select = "", name
        elif tag == "select":
            self.select = name
        elif tag == "option" and (self.select not in fields or "selected" in given):
            fields[self.select] = given.get("value", "")
        elif tag == "input" and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            fields[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif self.text is not None and tag == "textarea":
            self.forms[-1].fields[self.select] = self.text.removeprefix("\r").removeprefix("\n")
            self.text = None
        elif self.text is not None and tag == "button":
            if self.inside:
                self.forms[-1].buttons.append(" ".join(self.text.split()))
            self.text = None


def forms(page: str) -> list[Form]:
    parser = _Forms()
    parser.feed(page)
    return parser.forms


def form_to(page: str, path: str) -> Form:
    """The form that is sent to `path`."""
    (found,) = [found for found in forms(page) if found.action.partition("?")[0] == path]
    return found


def undo_of(page: str) -> str:
    """Where the button "Rückgängig" leads."""
    (found,) = [found for found in forms(page) if "Rückgängig" in found.buttons]
    return found.action
