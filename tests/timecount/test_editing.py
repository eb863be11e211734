from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from timecount.editing import SEEN, Change, Conflict, EditForm, merge, plain, seal, unseal


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


SEEN_VALUES = {"street": "Weg 1", "city": "Köln", "notes": ""}


@pytest.mark.parametrize(
    ("stored", "typed", "mine", "theirs", "conflicts"),
    [
        ({}, {}, (), (), ()),
        ({}, {"city": "Bonn"}, ("city",), (), ()),
        ({"city": "Bonn"}, {}, (), ("city",), ()),
        ({"street": "Weg 2"}, {"city": "Bonn"}, ("city",), ("street",), ()),
        ({"city": "Bonn"}, {"city": "Bonn"}, ("city",), (), ()),
        ({"city": "Bonn"}, {"city": "Ulm"}, ("city",), (), (Conflict("city", "Köln", "Bonn", "Ulm"),)),
    ],
)
def test_three_sides_are_compared_field_by_field(
    stored: dict[str, str], typed: dict[str, str], mine: Any, theirs: Any, conflicts: Any
) -> None:
    result = merge(SEEN_VALUES, {**SEEN_VALUES, **stored}, {**SEEN_VALUES, **typed})
    assert (result.mine, result.theirs, result.conflicts) == (mine, theirs, conflicts)


def test_a_row_that_both_changed_and_one_removed_is_a_conflict() -> None:
    row = {"number": "1"}
    assert merge({"phones:1": row}, {}, {"phones:1": {"number": "2"}}).conflicts == (
        Conflict("phones:1", row, None, {"number": "2"}),
    )
    assert merge({"phones:1": row}, {}, {"phones:1": row}).theirs == ("phones:1",)


def test_values_survive_the_seal() -> None:
    values = {"day": date(2026, 11, 23), "tags": ("a", "b"), "open": True, "none": None}
    assert unseal(seal(values)) == {"day": "2026-11-23", "tags": ["a", "b"], "open": True, "none": None}
    assert plain(values) == unseal(seal(values))


def test_a_broken_seal_is_not_believed() -> None:
    sealed = seal({"city": "Köln"})
    assert unseal("x" + sealed) is None
    assert unseal("") is None


class Form(EditForm):
    street = forms.CharField(required=False)
    city = forms.CharField(label="Ort")
    since = forms.DateField(required=False)
    status = forms.ChoiceField(choices=[("active", "aktiv"), ("blocked", "gesperrt")])


STORED = {"street": "Weg 1", "city": "Köln", "since": date(2020, 1, 2), "status": "active"}
BEN = Change("Ben Brandt", datetime(2026, 11, 23, 13, 5, tzinfo=UTC))


def opened(stored: dict[str, Any], **typed: str) -> QueryDict:
    """What the browser sends when the form was opened over `stored`."""
    data = QueryDict(mutable=True)
    data.update({name: str(value) for name, value in {**stored, **typed}.items()})
    data[SEEN] = Form(stored=stored).initial[SEEN]
    return data


def test_only_what_the_person_changed_is_handed_on() -> None:
    form = Form(opened(STORED, city="Bonn"), stored=STORED)
    assert form.is_valid()
    assert form.changes == {"city": "Bonn"}


def test_what_only_the_other_one_changed_is_kept_and_told() -> None:
    now = {**STORED, "street": "Weg 2", "status": "blocked"}
    form = Form(opened(STORED, city="Bonn"), stored=now, last_change=lambda _name: BEN)
    assert form.is_valid()
    assert form.changes == {"city": "Bonn"}
    assert form.cleaned_data["street"] == "Weg 2"
    assert form.notices == [
        "Ben Brandt changed “Street” meanwhile from “Weg 1” to “Weg 2”. That is kept.",
        "Ben Brandt changed “Status” meanwhile from “aktiv” to “gesperrt”. That is kept.",
    ]


def test_where_both_changed_the_form_shows_both_and_the_second_save_keeps_what_was_typed() -> None:
    now = {**STORED, "city": "Bonn", "street": "Weg 2", "since": date(2021, 3, 4)}
    form = Form(opened(STORED, city="Ulm"), stored=now, last_change=lambda _name: BEN)
    told = (
        "Ben Brandt changed this on 23 Nov 2026, 14:05 from “Köln” to “Bonn”. You typed “Ulm”. "
        "Save again to keep what you typed."
    )
    assert form.errors == {"city": [told]}
    assert (form["city"].value(), form["street"].value(), form["since"].value()) == (
        "Ulm",
        "Weg 2",
        "2021-03-04",
    )
    again = Form(form.data, stored=now)
    assert again.is_valid()
    assert again.changes == {"city": "Ulm"}


def test_an_error_of_the_form_loses_nothing() -> None:
    form = Form(opened(STORED, since="gestern", city="Ulm"), stored=STORED)
    assert list(form.errors) == ["since"]
    assert (form["since"].value(), form["city"].value()) == ("gestern", "Ulm")


def test_without_a_seal_the_typed_value_counts() -> None:
    data = opened(STORED, city="Ulm")
    del data[SEEN]
    form = Form(data, stored={**STORED, "city": "Bonn"})
    assert form.is_valid()
    assert form.changes == {"city": "Ulm"}
