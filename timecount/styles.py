"""Joins styles/*.css, a room per subject, into static/timecount.css: one request.

python -m timecount.styles
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "styles"
SHEET = ROOT / "static" / "timecount.css"
# What comes later wins where two rules weigh the same.
ROOMS = (
    *("tokens", "ground", "frame", "controls", "forms", "parts", "overlays", "search"),
    *("lists", "file", "imports", "start", "todos", "calendar", "documents", "access", "account", "print"),
)


class WrongRooms(Exception):
    pass


def build() -> int:
    found = {path.stem for path in FOLDER.glob("*.css")}
    if wrong := sorted(found ^ set(ROOMS)):
        raise WrongRooms(f"In styles/ or in the list of timecount/styles.py, not in both: {', '.join(wrong)}.")
    texts = [(FOLDER / f"{room}.css").read_text() for room in ROOMS]
    unfinished = SHEET.with_suffix(".new")
    unfinished.write_text("\n".join(texts))
    unfinished.rename(SHEET)
    return len(texts)


if __name__ == "__main__":
    try:
        print(f"{build()} rooms in {SHEET.relative_to(ROOT)}")
    except WrongRooms as error:
        sys.exit(str(error))
