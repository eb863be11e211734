"""The text of notes: a little Markdown in, harmless HTML out.  Pure.

Understood are **bold**, *italic*, lists, links and line breaks; URLs, e-mail addresses and `@names` need no marks.
Everything else is shown as it was typed: HTML, headings, images, and what people write without meaning Markdown
("120*80*20", "15. Dezember", "\\\\server\\share").  What Markdown made of it goes through nh3, which lets only the
few elements below pass, so a mistake in a pattern is ugly, never dangerous.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import override
from xml.etree.ElementTree import Element

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown
from markdown.blockprocessors import EmptyBlockProcessor, ListIndentProcessor, ParagraphProcessor
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.inlinepatterns import (
    EscapeInlineProcessor,
    InlineProcessor,
    SimpleTagInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.preprocessors import NormalizeWhitespace, Preprocessor
from markdown.treeprocessors import InlineProcessor as Inline
from markdown.util import AtomicString, Registry

from todos.mentions import mention_pattern, occurring

# Every repetition is bounded and stops at the next mark, so that no text of 10,000 characters is slow.
ADDRESS = r"https?://[^\s()]{1,1000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?|(?:mailto|tel):[^\s()]{1,200}"
LINK = rf"\[([^\[\]]{{1,300}})\]\(({ADDRESS})\)"
URL = r"(?i:(?<![\w@/.])((?:https?://|www\.)[^\s<>\"]{2,1000}))"
EMAIL = r"(?i:(?<![\w.+@-])([\w.+-]{1,64}@(?:[a-z0-9äöüß-]{1,63}\.){1,5}[a-z]{2,24})(?![\w@-]))"
STRONG = r"(?<![\w\\])(\*\*)(?=\S)((?:[^*\n]|\*(?!\*)|\*(?=\*\*(?!\*))){1,300})(?<=\S)\*\*(?![\w*])"
EMPHASIS = r"(?<![\w*\\])(\*)(?!\s)([^*\n]{1,300})(?<!\s)\*(?![\w*])"
UNDERSCORED = r"(?<![\w\\])(_)(?!\s)([^_\n]{1,300})(?<!\s)_(?!\w)"
ESCAPED = "*_[]@.-+"
ITEM = re.compile(r"([ ]*)([-*+•]|\d{1,3}\.)[ ]+(\S.*)")
OPENING = {")": "(", "]": "["}
DEEPEST = 2

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "span"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
CLASSES = {"span": {"mention"}}
SCHEMES = {"http", "https", "mailto", "tel"}
REL = "noopener noreferrer nofollow"


def as_html(source: str, names: Mapping[str, int] | None = None) -> SafeString:
    """The text as a page shows it; `names` of people and teams are marked where they are mentioned."""
    return mark_safe(_rendered(source, _occurring(source, names or {}))[0])  # noqa: S308 -- nh3 cleaned it


def mentioned(source: str, names: Mapping[str, int]) -> frozenset[int]:
    """Who is mentioned, as the values of `names`: just those whom `as_html` marks."""
    occurring = _occurring(source, names)
    return _rendered(source, occurring)[1] if occurring else frozenset()


def summary(source: str, length: int = 120) -> str:
    """One line of plain text for lists, e-mails and calendars; cheap, so it does not render."""
    lines = (_without_marks(line) for line in source[: length * 6].splitlines())
    line = " ".join(" · ".join(filter(None, lines)).split())
    if len(line) <= length:
        return line
    cut = line[:length].rsplit(" ", 1)[0] if " " in line[length // 2 : length] else line[: length - 1]
    return cut.rstrip(" ·,;:") + "…"


def _without_marks(line: str) -> str:
    item = ITEM.fullmatch(line.rstrip())
    text = item.group(3) if item and not item.group(2)[0].isdigit() else line
    text = re.sub(LINK, r"\1", text)
    for marks in (STRONG, EMPHASIS, UNDERSCORED):
        text = re.sub(marks, r"\2", text)
    return re.sub(rf"\\([{re.escape(ESCAPED)}])", r"\1", text).strip()


type Names = tuple[tuple[str, int], ...]


def _occurring(source: str, names: Mapping[str, int]) -> Names:
    return tuple((name, names[name]) for name in occurring(source, names))


@lru_cache(maxsize=1000)  # the same notes are shown again and again, at 0.6 ms each
def _rendered(source: str, names: Names) -> tuple[str, frozenset[int]]:
    """Clean HTML, and who is mentioned.  Halves of surrogate pairs become question marks."""
    markdown = _markdown()
    mentions = _Mention(names, markdown)
    if names:
        markdown.inlinePatterns.register(mentions, "mention", 60)
    whole = source.encode("utf-8", "replace").decode("utf-8")
    html = nh3.clean(
        markdown.convert(_escaped(whole)),
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel=REL,
    )
    return html, frozenset(mentions.found)


def _escaped(text: str) -> str:
    """Python-Markdown leaves alone what looks like an entity: with this, an ampersand is one everywhere."""
    return text.replace("&", "&amp;")


def _markdown() -> Markdown:
    """Python-Markdown with only what notes understand.  New for each text: it keeps state while it converts."""
    markdown = Markdown()
    markdown.ESCAPED_CHARS = list(ESCAPED)
    markdown.preprocessors = Registry()
    markdown.preprocessors.register(NormalizeWhitespace(markdown), "whitespace", 20)
    markdown.preprocessors.register(_Lines(markdown), "lines", 10)
    parser = markdown.parser
    parser.blockprocessors = Registry()
    for priority, block in enumerate(
        (ParagraphProcessor, SaneUListProcessor, SaneOListProcessor, ListIndentProcessor, EmptyBlockProcessor)
    ):
        parser.blockprocessors.register(block(parser), block.__name__, priority)
    markdown.inlinePatterns = Registry()
    for name, pattern, priority in (
        ("escape", EscapeInlineProcessor(r"\\(.)", markdown), 100),
        ("link", _Link(LINK, markdown), 90),
        ("url", _Link(URL, markdown), 80),
        ("email", _Link(EMAIL, markdown), 70),
        ("strong", SimpleTagInlineProcessor(STRONG, "strong"), 50),
        ("emphasis", SimpleTagInlineProcessor(EMPHASIS, "em"), 40),
        ("underscored", SimpleTagInlineProcessor(UNDERSCORED, "em"), 30),
        ("line", SubstituteTagInlineProcessor(r"\n", "br"), 20),
    ):
        markdown.inlinePatterns.register(pattern, name, priority)
    markdown.treeprocessors.register(Inline(markdown), "inline", 20)  # holds on to the patterns that it finds
    return markdown


class _Lines(Preprocessor):
    """Lists as people type them: right after a line of text, indented by two, with a pasted "•".

    Numbers are a list only while they count: "15. Dezember" stays, instead of turning into "2. Dezember".
    """

    def run(self, lines: list[str]) -> list[str]:
        result: list[str] = []
        level, kind, number = -1, "", 0  # of the line before; -1: no list
        for line in lines:
            match = ITEM.fullmatch(line.rstrip())
            counted = int(match[2][:-1]) if match and match[2][-1] == "." else 0
            if match is None or (match[2][-1] == "." and counted not in (1, number + 1)):
                result.append(_no_item(line.strip()))
                level = level if line.strip() else -1
                continue
            deeper = min(len(match[1]) // 2, level + 1, DEEPEST)
            kind_before, kind = kind, "ol" if counted else "ul"
            if result and result[-1] and (level < 0 or (deeper == level and kind != kind_before)):
                result.append("")
            level, number = deeper, counted
            result.append("    " * level + (f"{counted}. " if counted else "- ") + _no_item(match[3]))
        return result


def _no_item(text: str) -> str:
    """A line that begins like one of a list, and is none."""
    return re.sub(r"^(\d+)\.(?= )|^([-*+])(?= )", lambda found: f"{found[1]}\\." if found[1] else f"\\{found[2]}", text)


class _Link(InlineProcessor):
    """`[text](url)`, a bare URL, or an e-mail address."""

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        text, end = m[1], m.end()
        if m.re.groups == 2:
            href = m[2]
        elif self.pattern == EMAIL:
            href = f"mailto:{text}"
        else:
            text = _within_sentence(text)
            end = m.start(1) + len(text)
            href = text if text.lower().startswith("http") else f"https://{text}"
        return _element("a", text, href=href), m.start(), end


def _within_sentence(url: str) -> str:
    """Without the punctuation of the sentence around it; a closing bracket belongs to it if it opens in it."""
    while match := re.search(r"(?:&amp;|[.,;:!?'*_)\]])$", url):
        if match[0] in OPENING and url.count(OPENING[match[0]]) >= url.count(match[0]):
            break
        url = url[: match.start()]
    return url


class _Mention(InlineProcessor):
    """`@` and one of the names."""

    def __init__(self, names: Names, markdown: Markdown) -> None:
        self.keys = {_escaped(name).casefold(): key for name, key in names}
        self.found: set[int] = set()
        super().__init__(mention_pattern((_escaped(name) for name, _key in names)), markdown)

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | None, int | None, int | None]:  # type: ignore[override]
        key = self.keys.get(m[1].casefold())
        if key is None:  # a few letters are one for the pattern only
            return None, None, None
        self.found.add(key)
        return _element("span", m[0], **{"class": "mention"}), m.start(), m.end()


def _element(tag: str, text: str, **attributes: str) -> Element:
    element = Element(tag, attributes)
    element.text = AtomicString(text)
    return element
