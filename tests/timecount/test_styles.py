"""The rooms of the style sheet: each is joined, whole, and names nothing that no page has."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from timecount import styles

ROOMS = sorted(styles.FOLDER.glob("*.css"))
# Their ends are filled in by templates: state-{{ value }}, avatar-{{ size }}, doc-{{ kind }}, … or come from htmx.
MADE = re.compile(r"(state|alert|hue|avatar|htmx|turned|doc)-")


def bare(room: Path) -> str:
    """Without comments and texts, in which a brace or a dot means something else."""
    return re.sub(r'/\*.*?\*/|"[^"]*"', "", room.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.stem)
def test_a_room_ends_what_it_begins(room: Path) -> None:
    assert bare(room).count("{") == bare(room).count("}")


def test_every_class_stands_in_a_template_or_script() -> None:
    sources = [*settings.BASE_DIR.glob("templates/**/*.html"), *settings.BASE_DIR.glob("static/*.js")]
    sources += [path for app in settings.INSTALLED_APPS for path in settings.BASE_DIR.glob(f"{app}/**/*.py")]
    words = set(re.findall(r"[\w-]+", "\n".join(path.read_text() for path in sources)))
    named = {
        (room.stem, name)
        for room in ROOMS
        for selector in re.findall(r"([^{};]+)\{", bare(room))
        for name in re.findall(r"\.([a-z][\w-]*)", selector)
        if not selector.strip().startswith("@")
    }
    assert len(named) > 150
    assert sorted((room, name) for room, name in named if name not in words and not MADE.match(name)) == []


def test_the_sheet_holds_every_room_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(styles, "SHEET", tmp_path / "timecount.css")
    assert styles.build() == len(ROOMS)
    sheet = styles.SHEET.read_text()
    places = [sheet.index((styles.FOLDER / f"{room}.css").read_text()) for room in styles.ROOMS]
    assert places == sorted(places)


def test_a_room_that_nobody_lists_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (*styles.ROOMS[1:], "attic"):
        (tmp_path / f"{room}.css").touch()
    monkeypatch.setattr(styles, "FOLDER", tmp_path)
    with pytest.raises(styles.WrongRooms, match=f"attic, {styles.ROOMS[0]}"):
        styles.build()
