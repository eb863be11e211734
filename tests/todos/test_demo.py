"""The demo has life on every page, and an older one is topped up."""

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from customers.models import Customer
from todos.demo import load
from todos.models import Acknowledgement, Comment, Entry, News, Notification, Status

pytestmark = pytest.mark.usefixtures("without_papers")


@pytest.fixture(params=["if_empty", pytest.param("missing", marks=pytest.mark.soak)])
def demo(request: pytest.FixtureRequest, committed_db: str) -> None:
    """Into an empty house, as `make run` and as the bench load it."""
    call_command("demo", customers=60, seed=1, **{request.param: True})


def test_everybody_has_something_to_do_and_every_file_something_to_tell(demo: None) -> None:
    today = timezone.localdate()
    anna = User.objects.get(email="anna@demo.example")
    mine = Entry.objects.open().filter(assignee=anna)
    assert mine.filter(due_on__lt=today).exists()
    assert mine.filter(due_on=today).exists()
    assert mine.filter(due_on__gt=today).exists()
    assert Entry.objects.open().filter(team__group__user=anna).exists()
    assert Acknowledgement.objects.filter(user=anna, acknowledged_at=None).exists()
    assert Notification.objects.filter(user=anna, news__isnull=False).exists()
    told = Entry.objects.values("customer").annotate(count=Count("pk")).count()
    assert told == Customer.objects.filter(responsible__isnull=False).count()
    assert not Entry.objects.filter(created_at__gt=timezone.now()).exists()
    assert not Entry.objects.filter(status=Status.DONE, done_at__gt=timezone.now()).exists()


def test_the_same_seed_tells_the_same(demo: None) -> None:
    def entries() -> list[tuple[object, ...]]:
        told = Entry.objects.exclude(customer=None).order_by("customer", "created_at", "title", "text")
        return list(told.filter(author__email__startswith="miriam").values_list("customer", "kind", "title", "text"))

    before = entries()
    Entry.objects.all().delete()
    load.load(60, 1)
    assert entries() == before
    assert before


def test_an_older_demo_is_topped_up_and_a_newer_one_left_alone(demo: None) -> None:
    count = Entry.objects.count()
    call_command("demo", missing=True)
    assert Entry.objects.count() == count
    for model in (Comment, Acknowledgement, Notification, News, Entry):
        model._default_manager.all().delete()
    call_command("demo", missing=True)
    assert Entry.objects.count() == count
    assert Customer.objects.count() == 60


def test_a_house_without_the_people_of_the_demo_gets_no_notes(committed_db: str) -> None:
    load.load(60, 1)
    assert not Entry.objects.exists()
