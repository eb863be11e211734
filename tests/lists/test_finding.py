import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from contacts.services import assign, create_person
from customers.listing import CUSTOMERS
from customers.models import Customer
from customers.selectors.lists import customer_page
from lists import finding, words
from lists.places import Place
from lists.state import read_state
from lists.words import Sample, words_of
from tests.cast import firm

WALK = Sample(texts=("",), rows=1_000_000, taken_at=float("inf"))


def names(user: User, query: str) -> list[str]:
    page = customer_page(user, read_state(CUSTOMERS, QueryDict(query), user))
    return [row.name for row in page.rows]


@pytest.fixture
def three(anna: User) -> list[Customer]:
    return [
        firm("Bäckerei Groß KG", by=anna, number="10001", city="Köln"),
        firm("Müller Bau GmbH", by=anna, number="10002", city="München"),
        firm("Zimmerei Łukasz", by=anna, number="10003", city="Köln"),
    ]


@pytest.fixture(params=["index", "walk"])
def plan(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both search plans must find the same."""
    monkeypatch.setattr(finding, "is_common", lambda *_asked: request.param == "walk")
    return str(request.param)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=müller", ["Müller Bau GmbH"]),
        ("q=MUELLER", ["Müller Bau GmbH"]),
        ("q=gross", ["Bäckerei Groß KG"]),
        ("q=lukasz", ["Zimmerei Łukasz"]),
        ("q=immer", ["Zimmerei Łukasz"]),
        ("q=koeln", ["Bäckerei Groß KG", "Zimmerei Łukasz"]),
        ("q=zimmerei köln", ["Zimmerei Łukasz"]),
        ("q=10002", ["Müller Bau GmbH"]),
        ("q=20457", ["Bäckerei Groß KG", "Müller Bau GmbH", "Zimmerei Łukasz"]),
        ("q=040/12 34-56", ["Bäckerei Groß KG", "Müller Bau GmbH", "Zimmerei Łukasz"]),
        ("q=info@müller.example", ["Müller Bau GmbH"]),
        ("q=uwe müller", ["Müller Bau GmbH"]),
        ("q=nirgends", []),
        ("q=100%25", []),
        ("q=_", []),
        ("place=köln", ["Bäckerei Groß KG", "Zimmerei Łukasz"]),
        ("place=2045", ["Bäckerei Groß KG", "Müller Bau GmbH", "Zimmerei Łukasz"]),
        ("sort=-name", ["Zimmerei Łukasz", "Müller Bau GmbH", "Bäckerei Groß KG"]),
        ("sort=place", ["Bäckerei Groß KG", "Zimmerei Łukasz", "Müller Bau GmbH"]),
        ("sort=-number&q=köln", ["Zimmerei Łukasz", "Bäckerei Groß KG"]),
    ],
)
def test_a_search_finds_what_a_person_would_expect(
    plan: str, three: list[Customer], anna: User, query: str, found: list[str]
) -> None:
    assert names(anna, query.replace(" ", "+")) == found


def test_a_person_far_behind_the_head_of_a_long_text_is_found(plan: str, three: list[Customer], anna: User) -> None:
    for number in range(12):
        colleague = create_person(
            by=anna, first_name="Wolfgang-Maximilian", last_name=f"Oberhuber-Niedermayer {number}"
        )
        assign(person=colleague, organisation=three[1].contact, by=anna)
    zacharias = create_person(by=anna, first_name="Zacharias", last_name="Letzter")
    assign(person=zacharias, organisation=three[1].contact, by=anna)
    assert names(anna, "q=zacharias") == ["Müller Bau GmbH"]
    assert names(anna, "q=zacharias+müller") == ["Müller Bau GmbH"]


def test_short_words_are_a_beginning_of_name_or_number(three: list[Customer], anna: User) -> None:
    assert names(anna, "q=mü") == ["Müller Bau GmbH"]
    assert names(anna, "q=10") == ["Bäckerei Groß KG", "Müller Bau GmbH", "Zimmerei Łukasz"]
    assert names(anna, "q=ba") == ["Bäckerei Groß KG"]


def test_a_typing_error_is_forgiven_when_nothing_else_is_found(three: list[Customer], anna: User) -> None:
    page = customer_page(anna, read_state(CUSTOMERS, QueryDict("q=zimerei"), anna))
    assert page.by_similarity
    assert [row.name for row in page.rows] == ["Zimmerei Łukasz"]


@pytest.mark.parametrize("sort", [sort.key for sort in CUSTOMERS.sorts])
@pytest.mark.parametrize("query", ["", "&q=gmbh"])
def test_pages_follow_each_other_without_gap_or_repetition(
    plan: str, anna: User, sort: str, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for position in range(5):
        firm(f"Firma {position % 2} GmbH", by=anna, city="AB"[position % 2])
    monkeypatch.setattr(finding.find, "__kwdefaults__", {**(finding.find.__kwdefaults__ or {}), "size": 2})
    state = read_state(CUSTOMERS, QueryDict(f"sort={sort}{query}"), anna)
    pages = [customer_page(anna, state)]
    while following := pages[-1].next:
        pages.append(customer_page(anna, read_state(CUSTOMERS, QueryDict(state.at(following)[1:]), anna)))
    assert [len(page.rows) for page in pages] == [2, 2, 1]
    assert len({row.contact_id for page in pages for row in page.rows}) == 5
    assert [page.total for page in pages] == [5, 5, 5]
    back = pages[2].previous
    assert customer_page(anna, read_state(CUSTOMERS, QueryDict(state.at(back)[1:]), anna)).rows == pages[1].rows


def test_common_words_are_walked_and_rare_ones_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = tuple("mueller bau" if n % 7 == 0 else "tischlerei" if n % 60 == 1 else "x" for n in range(1_000))
    sample = Sample(texts, rows=100_000, taken_at=0)
    monkeypatch.setattr(words, "sample", lambda model: sample)
    assert words.is_common(Customer, ["bau"])
    assert not words.is_common(Customer, ["tischlerei"])
    assert not words.is_common(Customer, ["bau", "tischlerei"])
    assert not words.is_common(Customer, ["zzyzx"])


def test_a_telephone_number_is_one_word_however_it_is_typed() -> None:
    assert words_of("+49 (40) 123-456") == ("4940123456",)
    assert words_of("040 / 123456") == ("40123456",)


@pytest.mark.parametrize(
    ("query", "ignored"),
    [
        ("status=quatsch", ("quatsch",)),
        ("sort=bar", ("bar",)),
        ("view=wall", ("wall",)),
        ("responsible=999999999", ("999999999",)),
        ("responsible=99999999999999999999999", ("99999999999999999999999",)),
        ("after=zzz", ("zzz",)),
        ("tag=unknown", ("unknown",)),
    ],
)
def test_nonsense_in_the_url_is_named_and_ignored(
    acme: Customer, anna: User, query: str, ignored: tuple[str, ...]
) -> None:
    state = read_state(CUSTOMERS, QueryDict(query), anna)
    assert state.ignored == ignored
    assert [row.name for row in customer_page(anna, state).rows] == ["Acme GmbH"]


@given(text=st.text(max_size=60))
def test_any_place_is_read_or_refused(text: str) -> None:
    place = Place.read("after", text, Customer, CUSTOMERS.sorts[0])
    assert place is None or Place.read("after", str(place), Customer, CUSTOMERS.sorts[0]) == place


@given(
    values=st.tuples(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), st.integers(1, 2**62))
)
def test_a_place_survives_the_url(values: tuple[str, int]) -> None:
    place = Place("after", values)
    assert Place.read("after", str(place), Customer, CUSTOMERS.sorts[0]) == place
