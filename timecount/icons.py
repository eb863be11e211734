"""Builds static/icons.svg: one sprite of the icons that templates and Python name.

    python -m timecount.icons

The full set would be 2.2 MB.  Found are icon("…"), empty("…"), icon_name="…" and "icon": "…" in templates;
icon="…", the second value of NavigationItem and NewItem, the third of SearchSource, and the values of a
dictionary whose name ends in ICONS in Python.  A name that Tabler does not have is an error.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTLINE = ROOT / "node_modules" / "@tabler" / "icons" / "icons" / "outline"
SPRITE = ROOT / "static" / "icons.svg"
CODE = ("timecount", "accounts", "lists", "contacts", "customers", "todos", "documents", "conditions", "invoicing")

LITERAL = re.compile(r"""(?:\bicon\(|\bempty\(|\bicon_name=|["']icon["']:)\s*["']([a-z0-9-]+)["']\s*[,)}]""")
EXPRESSION = re.compile(r"\bicon\(((?:[^()]|\([^()]*\))*)\)")
QUOTED = re.compile(r"""["']([a-z0-9-]+)["']""")
POSITION = {"NavigationItem": 1, "NewItem": 1, "SearchSource": 2}


class UnknownIcon(Exception):
    pass


def in_template(text: str) -> Iterator[str]:
    yield from LITERAL.findall(text)
    for expression in EXPRESSION.findall(text):
        # icon("a" if … else "b"): of the words in it, those that are icons.
        yield from (word for word in QUOTED.findall(expression) if (OUTLINE / f"{word}.svg").exists())


def in_python(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield from _texts(keyword.value for keyword in node.keywords if keyword.arg == "icon")
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in POSITION:
                yield from _texts(node.args[POSITION[name] : POSITION[name] + 1])
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(getattr(target, "id", "").endswith("ICONS") for target in targets):
                yield from _texts(node.value.values)


def _texts(nodes: Iterable[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield node.value


def names() -> dict[str, Path]:
    """Every icon in use, and one file that uses it."""
    found: dict[str, Path] = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found.update((name, path) for name in in_template(path.read_text()))
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            found.update((name, path) for name in in_python(path.read_text()))
    return found


def symbol(name: str) -> str:
    drawing = (OUTLINE / f"{name}.svg").read_text()
    paths = re.findall(r"<(?:path|circle|rect|line|polyline)\b[^>]*/>", drawing)
    shapes = "".join(path for path in paths if 'stroke="none"' not in path)
    return f'<symbol id="{name}" viewBox="0 0 24 24" stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'


def build() -> int:
    if not OUTLINE.is_dir():
        raise UnknownIcon(f"{OUTLINE} is missing: run npm ci first.")
    used = names()
    missing = [
        f'"{name}" in {path.relative_to(ROOT)}' for name, path in used.items() if not (OUTLINE / f"{name}.svg").exists()
    ]
    if missing:
        raise UnknownIcon("Tabler has no icon " + ", ".join(missing) + ".")
    symbols = "\n".join(symbol(name) for name in sorted(used))
    SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n')
    return len(used)


if __name__ == "__main__":
    try:
        print(f"{build()} icons in {SPRITE.relative_to(ROOT)}")
    except UnknownIcon as error:
        sys.exit(str(error))
