"""What somebody prefers is kept part by part."""

from accounts.models import User
from accounts.preferences import prefer


def test_two_pages_at_once_lose_nothing_of_each_other(anna: User) -> None:
    one, other = (User.objects.get(pk=anna.pk) for _ in range(2))
    prefer(one, columns={"customers": ["name"]}, view="table")
    prefer(other, view="cards", pinned_views=[3])
    assert User.objects.get(pk=anna.pk).preferences == {
        "columns": {"customers": ["name"]},
        "view": "cards",
        "pinned_views": [3],
    }
    assert other.preferences == {"view": "cards", "pinned_views": [3]}


def test_what_is_forgotten_is_not_there(anna: User) -> None:
    prefer(anna, first_steps=True, view="table")
    prefer(anna, first_steps=None)
    assert anna.preferences == User.objects.get(pk=anna.pk).preferences == {"view": "table"}
