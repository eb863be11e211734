"""Fields that an administrator has defined, for tests."""

from collections.abc import Sequence
from typing import Any

from lists.own.kinds import Value
from lists.own.models import OwnChoice, OwnField
from lists.own.services import define_choice, define_field


def own_field(label: str, kind: str, *, of: str = "customers", choices: Sequence[str] = (), **more: Any) -> OwnField:
    field = define_field(field=OwnField(list_key=of, label=label, kind=kind, **more), by=None)
    for place, name in enumerate(choices):
        define_choice(choice=OwnChoice(field=field, label=name, position=place), by=None)
    return field


def one_of_each(of: str = "customers") -> list[OwnField]:
    kinds: dict[str, tuple[str, dict[str, Any]]] = {
        "text": ("Kostenstelle", {"help_text": "die des Kunden"}),
        "number": ("Fläche", {}),
        "date": ("Vertragsende", {}),
        "choice": ("Sparte", {"choices": ("Reinigung", "Überlassung", "Winterdienst")}),
        "yes_no": ("Newsletter", {}),
        "link": ("Portal", {}),
    }
    return [
        own_field(label, kind, of=of, position=place, **more)
        for place, (kind, (label, more)) in enumerate(kinds.items())
    ]


# As people type them, as they are kept, as they are shown.
TYPED = {
    "own-kostenstelle": " K  4711 ",
    "own-flaeche": "1.234,50",
    "own-vertragsende": "31.12.2026",
    "own-sparte": "ueberlassung",
    "own-newsletter": "true",
    "own-portal": "www.acme.example/portal",
}
KEPT: dict[str, Value] = {
    "kostenstelle": "K 4711",
    "flaeche": "1234.5",
    "vertragsende": "2026-12-31",
    "sparte": "ueberlassung",
    "newsletter": True,
    "portal": "https://www.acme.example/portal",
}
SHOWN = {
    "own-kostenstelle": "K 4711",
    "own-flaeche": "1.234,5",
    "own-vertragsende": "31.12.2026",
    "own-sparte": "Überlassung",
    "own-newsletter": "ja",
    "own-portal": "https://www.acme.example/portal",
}
