import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from todos.text import as_html, mentioned, summary

REL = ' rel="noopener noreferrer nofollow"'
NAMES = {"Anna": 1, "Anna Berg": 2, "Team Bau & Reinigung": -3, "Jürgen": 4, "Kai Strauß": 5}


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**fett** und *kursiv*, auch _so_", "<p><strong>fett</strong> und <em>kursiv</em>, auch <em>so</em></p>"),
        ("***beides***", "<p><strong><em>beides</em></strong></p>"),
        ("**fett mit *kursiv* darin**", "<p><strong>fett mit <em>kursiv</em> darin</strong></p>"),
        ("eine\nzweite", "<p>eine<br>\nzweite</p>"),
        ("ein Absatz\n\nnoch einer", "<p>ein Absatz</p>\n<p>noch einer</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("Bitte:\n- a\n• b", "<p>Bitte:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("- a\n  - b\n- c", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"),
        ("1. a\n\nText\n\n2. b", '<ol>\n<li>a</li>\n</ol>\n<p>Text</p>\n<ol start="2">\n<li>b</li>\n</ol>'),
        ("- a\n1. b", "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n</ol>"),
    ],
)
def test_what_markdown_means(source: str, html: str) -> None:
    assert as_html(source) == html


@pytest.mark.parametrize(
    "text",
    [
        "Fenster 120*80*20 und 3 * 4 * 5",
        "datei_name_alt.pdf",
        "15. Dezember",
        "- 15. Dezember".removeprefix("- "),
        r"\\server\share\Kunde",
        "# keine Überschrift",
        "`kein Code`",
        "![kein Bild](x.png)",
        "--- kein Strich",
        "[kein Link]",
        "a & b &lt; c &amp; d &copy; e",
        "<b>kein HTML</b> <3",
        "@Niemand und @",
        "2 > 1",
    ],
)
def test_what_is_no_markdown_is_shown_as_it_was_typed(text: str) -> None:
    assert shown(as_html(text, NAMES)) == text
    assert re.fullmatch("<p>[^<]*</p>", as_html(text, NAMES))


def test_dates_that_begin_a_line_keep_their_number() -> None:
    assert shown(as_html("3. Dezember Abgabe\n15. Dezember Termin\n\n24. Dezember zu")).split("\n") == [
        "3. Dezember Abgabe",
        "15. Dezember Termin",
        "24. Dezember zu",
    ]
    assert as_html("- 15. Dezember\n- * Stern") == "<ul>\n<li>15. Dezember</li>\n<li>* Stern</li>\n</ul>"


@pytest.mark.parametrize(
    ("source", "href", "text"),
    [
        ("[Angebot](https://a.example/x?a=1&b=2)", "https://a.example/x?a=1&amp;b=2", "Angebot"),
        ("[rufen](tel:+4930123)", "tel:+4930123", "rufen"),
        ("[schreiben](mailto:a@b.example)", "mailto:a@b.example", "schreiben"),
        ("https://a.example/_x_*y*/", "https://a.example/_x_*y*/", "https://a.example/_x_*y*/"),
        ("(siehe www.a.example/b(c), dort)", "https://www.a.example/b(c)", "www.a.example/b(c)"),
        ("siehe http://a.example/x.", "http://a.example/x", "http://a.example/x"),
        ("http://a.example/?a&", "http://a.example/?a", "http://a.example/?a"),
        ("Mail an info@mueller-bau.example.", "mailto:info@mueller-bau.example", "info@mueller-bau.example"),
        ("[a](http://de.example/b_(c))", "http://de.example/b_(c)", "a"),
    ],
)
def test_links(source: str, href: str, text: str) -> None:
    assert f'<a href="{href}"{REL}>{text}</a>' in as_html(source)


@pytest.mark.parametrize(
    "source",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert)",
        "[x](data:text/html,x)",
        "[x](//evil.example)",
        "[x](/customers/)",
        "<a href='javascript:alert(1)'>x</a>",
        "javascript:alert(1)",
    ],
)
def test_no_other_links(source: str) -> None:
    assert "<a" not in as_html(source)


@pytest.mark.parametrize(
    ("source", "marked", "keys"),
    [
        ("@Anna bitte", ["@Anna"], {1}),
        ("@Anna Berg, bitte", ["@Anna Berg"], {2}),
        ("@anna berg und @JÜRGEN!", ["@anna berg", "@JÜRGEN"], {2, 4}),
        ("an @Team Bau & Reinigung", ["@Team Bau &amp; Reinigung"], {-3}),
        ("- **@Anna**", ["@Anna"], {1}),
        ("(@Anna)", ["@Anna"], {1}),
        ("@Annabell, post@Anna, @@Anna, anna@anna.example", [], set()),
        ("@kai strauß", ["@kai strauß"], {5}),
        ("@Kaı Strauß", [], set()),
        (r"\@Anna", [], set()),
        ("https://a.example/@Anna", [], set()),
        ("[@Anna](https://a.example)", [], set()),
    ],
)
def test_mentions_are_marked(source: str, marked: list[str], keys: set[int]) -> None:
    assert re.findall('<span class="mention">(.*?)</span>', as_html(source, NAMES)) == marked
    assert mentioned(source, NAMES) == keys
    assert "mention" not in as_html(source)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("**Wichtig:** [Angebot](https://a.example/x)\n\n- a\n- *b*", "Wichtig: Angebot · a · b"),
        ("15. Dezember\n<b>roh</b>", "15. Dezember · <b>roh</b>"),
        ("1. a\n2. b", "1. a · 2. b"),
        (r"\*x\*  120*80*20", "*x* 120*80*20"),
        ("", ""),
        ("Wort " * 40, "Wort " * 23 + "Wort…"),
        ("x" * 200, "x" * 119 + "…"),
    ],
)
def test_a_summary_is_one_plain_line(source: str, line: str) -> None:
    assert summary(source) == line


class Reader(HTMLParser):
    """Refuses what is not balanced or not among the few."""

    void = ("br",)

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"p", "br", "strong", "em", "ul", "ol", "li", "a", "span"}
        for name, value in attrs:
            assert (tag, name) in {("a", "href"), ("a", "rel"), ("span", "class"), ("ol", "start")}
            assert name != "href" or re.match("https?://|mailto:|tel:", value or "", re.IGNORECASE)
        assert tag != "a" or ("rel", "noopener noreferrer nofollow") in attrs
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(html: str) -> str:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader.text


PIECES = st.sampled_from(
    [
        *"*_[]()<>@&\\`#!-+.:/\"' \n\t\0\x02\x03",
        *("**", "- ", "1. ", "2. ", "    ", "\n\n", "> ", "&#106;", "&lt;", "javascript:alert(1)"),
        *("https://a.example", "[x](", "<script>", "</script>", "<img src=x onerror=alert(1)>"),
        *('" onclick="alert(1)', "@Anna Berg", "www.a.example", "a@b.example", "klzzwxh:0001", "wzxhzdk:0", "\ud800"),
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join)))
@example("- " * 3000)
@example("[" * 3000)
@example("\n".join(" " * n + "- a" for n in range(100)))
def test_nothing_that_is_typed_becomes_anything_but_the_few_elements(source: str) -> None:
    html = as_html(source, NAMES)
    shown(html)
    assert "\n" not in summary(source)
    assert len(summary(source)) <= 120


WORDS = st.text(alphabet=st.characters(categories=["L", "N", "P", "S"], exclude_characters="*_[]\\"), min_size=1)


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_no_word_gets_lost(words: list[str]) -> None:
    assert shown(as_html("x " + " ".join(words), NAMES)) == "x " + " ".join(words)
