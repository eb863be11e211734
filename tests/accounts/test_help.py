"""Every page is explained, and every link in the help leads somewhere."""

import re

import pytest
from django.conf import settings
from django.urls import Resolver404, get_resolver, resolve, reverse

from accounts.models import User
from tests.cast import Browse
from timecount.help import FOLDER, GERMAN, help_key, help_pages, pages_in


def view_names(namespace: str) -> set[str]:
    _prefix, resolver = get_resolver().namespace_dict[namespace]
    return {f"{namespace}:{name}" for name in resolver.reverse_dict if isinstance(name, str)}


def test_pages_find_their_help() -> None:
    keys = {
        "todos:start": "start",
        "todos:search": "start",
        "customers:list": "customers",
        "customers:file": "customer-file",
        "accounts:profile": "security",
        "mfa_index": "security",
        "admin:index": "administration",
        "nobody:knows": "start",
    }
    assert {name: help_key(name) for name in keys} == keys


@pytest.mark.parametrize("namespace", ["customers", "contacts"])
def test_no_page_of_the_customer_file_falls_back_to_the_start(namespace: str) -> None:
    assert {name for name in view_names(namespace) if help_key(name) == "start"} == set()


def test_patterns_name_pages_that_exist() -> None:
    """A page that was renamed would lose its help without a word."""
    named = {pattern for page in help_pages().values() for pattern in page.patterns if "*" not in pattern}
    for name in named:
        namespace = name.partition(":")[0]
        assert name in view_names(namespace)


def test_every_page_is_there_in_every_language() -> None:
    """With the same chapters: one that was added in one language only would be missed in the other."""
    for language, _name in settings.LANGUAGES:
        pages = pages_in(language)
        assert {page.language for page in pages.values()} == {language}
        for key, german in pages_in(GERMAN).items():
            assert (key, pages[key].html.count("<h2>")) == (key, german.html.count("<h2>"))
    assert {path.stem for path in (FOLDER / "en").iterdir()} == pages_in(GERMAN).keys()


def test_a_page_that_nobody_has_translated_is_shown_in_german() -> None:
    assert pages_in("nl")["start"].language == GERMAN


def test_the_help_speaks_the_language_of_its_reader(anna: User, browse: Browse) -> None:
    assert "Die Kundenakte" in browse(anna).get("/help/customer-file/").content.decode()
    anna.language = "en"
    anna.save()
    assert "The customer file" in browse(anna).get("/help/customer-file/").content.decode()


@pytest.mark.parametrize("language", ["de", "en"])
def test_links_lead_somewhere(language: str) -> None:
    links = [link for page in pages_in(language).values() for link in re.findall(r'href="([^"#]+)', page.html)]
    assert links
    for link in links:
        try:
            match = resolve(link)
        except Resolver404:
            pytest.fail(f"{link} leads nowhere")
        if match.view_name == "accounts:help_page":
            assert match.kwargs["key"] in help_pages()


def test_the_help_opens_as_page_and_as_part(anna: User, browse: Browse) -> None:
    client = browse(anna)
    index = client.get(reverse("accounts:help")).content.decode()
    for key, page in help_pages().items():
        url = reverse("accounts:help_page", args=[key])
        assert url in index
        whole = client.get(url).content.decode()
        part = client.get(url, headers={"hx-request": "true"}).content.decode()
        assert (page.html in whole, page.html in part) == (True, True)
        assert ("<html" in whole, "<html" in part) == (True, False)
    assert client.get("/help/gibt-es-nicht/").status_code == 404
