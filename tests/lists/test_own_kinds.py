"""What is typed into an own field, what is kept, and what is shown."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lists.own.kinds import Choice, Definition, OwnKind, as_typed, gathered, merged, read, shown, typed_value

CHOICES = (Choice("gold", "Gold"), Choice("silber", "Silber", is_retired=True))


def field(kind: str) -> Definition:
    return Definition("x", "X", kind, choices=CHOICES if kind == "choice" else ())


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  a \u202e b\u200b\t c ", "a b c"),
        ("text", "=1+1", "=1+1"),
        ("number", "31,90", "31.9"),
        ("number", "31,90 €", "31.9"),
        ("number", "1.234,5", "1234.5"),
        ("number", "1.234", "1234"),
        ("number", "1234.5", "1234.5"),
        ("number", "1,234.50", "1234.5"),
        ("number", "1 234 567", "1234567"),
        ("number", "12%", "12"),
        ("number", "−7", "-7"),
        ("number", "-0,00", "0"),
        ("number", "007", "7"),
        ("number", "100000", "100000"),
        ("date", "31.12.2026", "2026-12-31"),
        ("date", "1.2.26", "2026-02-01"),
        ("date", "2026-12-31", "2026-12-31"),
        ("date", "2026-12-31 00:00:00", "2026-12-31"),
        ("choice", "gold", "gold"),
        ("choice", "GOLD", "gold"),
        ("choice", "Silber", "silber"),
        ("yes_no", "Ja", True),
        ("yes_no", "nein", False),
        ("yes_no", "0", False),
        ("link", "www.firma.de/a?b=c#d", "https://www.firma.de/a?b=c#d"),
        ("link", "http://firma.de", "http://firma.de"),
        *((kind, " \u200b ", None) for kind in OwnKind.values),
    ],
)
def test_a_value_is_kept_in_one_way_only(kind: str, typed: str, kept: Any) -> None:
    value = read(field(kind), typed)
    assert value == kept
    assert type(value) is type(kept)
    assert read(field(kind), as_typed(field(kind), value)) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        ("text", "x" * 501, "höchstens 500 Zeichen"),
        ("number", "viel", "keine Zahl, z. B. 1.234,5"),
        ("number", "12 34", "keine Zahl"),
        ("number", "1,2,3", "keine Zahl"),
        ("number", "1e9", "keine Zahl"),
        ("number", "NaN", "keine Zahl"),
        ("number", "Infinity", "keine Zahl"),
        ("number", "٣", "keine Zahl"),
        ("number", "9" * 16, "höchstens 15 Stellen"),
        ("number", "0,1234567", "höchstens 15 Stellen"),
        ("date", "31.02.2026", "kein Datum, z. B. 31.12.2026"),
        ("date", "morgen", "kein Datum"),
        ("date", "01.01.0001", "kein Datum"),
        ("date", "2026-12-31T00:00:00+99:99", "kein Datum"),
        ("choice", "Bronze", "Bitte eines davon wählen: Gold."),
        ("choice", "x", "Bitte eines davon wählen"),
        ("yes_no", "vielleicht", "Ja oder Nein"),
        ("link", "javascript:alert(1)", "keine Webadresse"),
        ("link", "data:text/html,x", "keine Webadresse"),
        ("link", "https://a@b.de", "keine Webadresse"),
        ("link", "ftp://firma.de", "keine Webadresse"),
        ("link", "nicht im Netz", "keine Webadresse"),
        ("link", "https://firma.de/" + "x" * 500, "keine Webadresse"),
    ],
)
def test_what_is_none_is_said_in_a_sentence(kind: str, typed: str, error: str) -> None:
    with translation.override("de"), pytest.raises(ValidationError) as refusal:
        read(field(kind), typed)
    assert error in refusal.value.messages[0]


@given(kind=st.sampled_from(OwnKind.values), typed=st.text(max_size=40))
def test_whatever_is_typed_is_read_shown_and_read_again_or_refused(kind: str, typed: str) -> None:
    try:
        value = read(field(kind), typed)
    except ValidationError:
        return
    assert read(field(kind), as_typed(field(kind), value)) == value
    assert isinstance(shown(field(kind), value), str)
    typed_value(field(kind), value)


def test_what_becomes_empty_is_not_kept_and_what_is_not_given_stays() -> None:
    assert merged({"a": "1", "b": "2", "c": False}, {"a": None, "b": "", "d": True}) == {"c": False, "d": True}


def test_values_of_a_form_come_in_one_piece() -> None:
    assert gathered({"industry": "Bau", "own-a": "1", "own-b": None}) == {
        "industry": "Bau",
        "own": {"a": "1", "b": None},
    }
    assert gathered({"industry": "Bau"}) == {"industry": "Bau"}
