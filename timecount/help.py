"""The help pages: Markdown files of this repository, found by the page that one is on.

A file begins with the page names it explains (`pages:`, wildcards allowed) and its place in the index
(`order:`); the most exact pattern wins, and `start` answers for the rest.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown

FOLDER = settings.BASE_DIR / "docs" / "help"
FALLBACK = "start"


@dataclass(frozen=True)
class HelpPage:
    key: str
    title: str
    summary: str
    order: int
    patterns: tuple[str, ...]
    html: SafeString


@cache
def help_pages() -> dict[str, HelpPage]:
    """All of them, in the order of the index."""
    pages = [_read(path.stem, path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.md")]
    return {page.key: page for page in sorted(pages, key=lambda page: (page.order, page.key))}


def help_key(view_name: str) -> str:
    """Which help page explains the page of that name."""
    matches = [
        (len(pattern.rstrip("*")), page.key)
        for page in help_pages().values()
        for pattern in page.patterns
        if fnmatchcase(view_name, pattern)
    ]
    return max(matches, default=(0, FALLBACK))[1]


def help_url(request: HttpRequest) -> str:
    """Where the page of `request` is explained."""
    match = request.resolver_match
    return reverse("accounts:help_page", args=[help_key(match.view_name) if match else FALLBACK])


def _read(key: str, text: str) -> HelpPage:
    markdown = Markdown(extensions=["meta", "sane_lists", "tables"])
    html = markdown.convert(text)
    meta: dict[str, list[str]] = markdown.Meta  # type: ignore[attr-defined]
    return HelpPage(
        key=key,
        title=meta["title"][0],
        summary=meta["summary"][0],
        order=int(meta["order"][0]),
        patterns=tuple(" ".join(meta.get("pages", [])).split()),
        html=mark_safe(html),  # noqa: S308 -- our own files
    )
