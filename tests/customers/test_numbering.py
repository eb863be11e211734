import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import User
from customers import numbering
from customers.models import Customer, NumberRange
from customers.services import NumberTaken, create_customer
from tests.cast import CANARY, person


def numbered(by: User, number: str | None = None, name: str = "Firma GmbH") -> Customer:
    return create_customer(by=by, organisation={"name": name}, number=number)


def test_numbers_run_and_skip_those_given_by_hand(anna: User) -> None:
    assert numbered(anna).number == "K-100001"
    numbered(anna, "K-100002")
    numbered(anna, "K-100004")
    numbered(anna, "K-100005")
    assert numbering.next_free() == "K-100003"
    assert [numbered(anna).number for _ in range(2)] == ["K-100003", "K-100006"]


def test_a_proposal_draws_nothing(anna: User) -> None:
    assert numbering.next_free() == numbering.next_free() == "K-100001"


def test_numbers_outgrow_their_width(anna: User) -> None:
    NumberRange.objects.update(prefix="", width=2, next_value=99)
    assert [numbered(anna).number for _ in range(3)] == ["99", "100", "101"]


def test_a_long_row_of_numbers_given_by_hand_is_skipped(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering, "_STEP", 1)
    for value in range(100_001, 100_021):
        numbered(anna, f"K-{value}")
    assert numbering.next_free() == "K-100021"
    assert numbered(anna).number == "K-100021"


def test_a_taken_number_names_its_owner_only_to_those_who_see_the_file(
    anna: User, ben: User, cleo: User, hidden: Customer, acme: Customer
) -> None:
    with pytest.raises(NumberTaken) as refused:
        numbered(ben, acme.number)
    assert str(refused.value) == ("Die Nummer 10001 gehört schon zu Acme GmbH. Die nächste freie ist K-100001.")
    with pytest.raises(NumberTaken) as refused:
        numbered(anna, hidden.number)
    assert str(refused.value) == (f"Die Nummer {CANARY}-1 ist schon vergeben. Die nächste freie ist K-100001.")
    with pytest.raises(NumberTaken, match=f"gehört schon zu {CANARY} AG"):
        numbered(cleo, hidden.number)


def race(tasks: list[Callable[[], str]]) -> list[str]:
    """All at once, each on a connection of its own; what they return, refusals by their name."""
    barrier = threading.Barrier(len(tasks))

    def run(task: Callable[[], str]) -> str:
        barrier.wait()
        try:
            return task()
        except NumberTaken:
            return "taken"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_parallel_saves_never_share_a_number(committed_db: str) -> None:
    anna = person("Anna", "Sachbearbeitung")
    drawn = race([lambda: [numbered(anna).number for _ in range(5)][-1] for _ in range(8)])
    numbers = sorted(Customer.objects.values_list("number", flat=True))
    assert "taken" not in drawn
    assert numbers == [f"K-{100_001 + place}" for place in range(40)]


def test_one_number_by_hand_and_the_running_one_at_the_same_moment(committed_db: str) -> None:
    anna = person("Anna", "Sachbearbeitung")
    for _round in range(10):
        wanted = numbering.next_free()
        before = Customer.objects.count()

        def by_hand(wanted: str = wanted) -> str:
            return numbered(anna, wanted).number

        results = race([by_hand, by_hand, *[lambda: numbered(anna).number for _ in range(3)]])
        made = [result for result in results if result != "taken"]
        assert len(made) == len(set(made)) == Customer.objects.count() - before
        assert results[2:].count("taken") == 0
