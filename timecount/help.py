"""The help pages: Markdown files of this repository, found by the page that one is on.

A German file begins with the page names it explains (`pages:`, wildcards allowed) and its place in the index
(`order:`); the most exact pattern wins, and `start` answers for the rest.  A folder per language holds the
same pages in that language; one that is missing there is shown in German.
"""

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown import Markdown

FOLDER = settings.BASE_DIR / "docs" / "help"
FALLBACK = "start"
GERMAN = "de"


@dataclass(frozen=True)
class HelpPage:
    key: str
    title: str
    summary: str
    order: int
    patterns: tuple[str, ...]
    html: SafeString
    language: str


def help_pages() -> dict[str, HelpPage]:
    """All of them in the reader's language, in the order of the index."""
    return pages_in(get_language() or GERMAN)


@cache
def pages_in(language: str) -> dict[str, HelpPage]:
    german = sorted(_pages(FOLDER, GERMAN), key=lambda page: (page.order, page.key))
    translated = {page.key: page for page in _pages(FOLDER / language, language)}
    return {page.key: _translated(page, translated.get(page.key)) for page in german}


def help_key(view_name: str) -> str:
    """Which help page explains the page of that name."""
    matches = [
        (len(pattern.rstrip("*")), page.key)
        for page in pages_in(GERMAN).values()
        for pattern in page.patterns
        if fnmatchcase(view_name, pattern)
    ]
    return max(matches, default=(0, FALLBACK))[1]


def help_url(request: HttpRequest) -> str:
    """Where the page of `request` is explained."""
    match = request.resolver_match
    return _help_url(match.view_name if match else "")


@cache
def _help_url(view_name: str) -> str:
    return reverse("accounts:help_page", args=[help_key(view_name)])


def _pages(folder: Path, language: str) -> list[HelpPage]:
    return [_read(path.stem, path.read_text(encoding="utf-8"), language) for path in folder.glob("*.md")]


def _translated(german: HelpPage, page: HelpPage | None) -> HelpPage:
    """Which pages it explains, and its place, are said once, in the German one."""
    return replace(page, order=german.order, patterns=german.patterns) if page else german


def _read(key: str, text: str, language: str) -> HelpPage:
    markdown = Markdown(extensions=["meta", "sane_lists", "tables"])
    html = markdown.convert(text)
    meta: dict[str, list[str]] = markdown.Meta  # type: ignore[attr-defined]
    return HelpPage(
        key=key,
        title=meta["title"][0],
        summary=meta["summary"][0],
        order=int(meta.get("order", ["0"])[0]),
        patterns=tuple(" ".join(meta.get("pages", [])).split()),
        html=mark_safe(html),  # noqa: S308 -- our own files
        language=language,
    )
