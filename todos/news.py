"""What changed at customers, for those who work with them or follow them, as far as they see the file."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from accounts.access import may, visible
from accounts.actions import Action
from accounts.history import through, writing
from accounts.models import Substitution, User
from customers.access import in_open_file
from customers.models import Customer
from todos.mail_choices import choices_for
from todos.models import Entry, Following, News, NoticeKind, Notification
from todos.notifying import people

# Changes of many, done in batches: somebody is told once of all of it.
RUNS = ("bulk_undone", "bulk", "imported")


def follow(*, customer: Customer, by: User) -> None:
    with writing(by):
        Following.objects.get_or_create(user=by, customer=customer)


def unfollow(*, customer: Customer, by: User) -> None:
    with writing(by):
        Following.objects.filter(user=by, customer=customer).delete()


def hear(what: str, *, of: Sequence[int], by: User | None, values: Mapping[str, str]) -> None:
    """The receiver of `timecount.extensions.announce`; keys of contacts that are no customers say nothing."""
    files = list(Customer.objects.filter(pk__in=of).order_by("pk").values_list("pk", flat=True))
    news = News.objects.bulk_create(News(customer_id=key, what=what, values=values, by=by) for key in files)
    news_of = {one.customer_id: one for one in news}
    run = next((f"{name}:{through()[name]}" for name in RUNS if name in through()), None)
    notifications = []
    concerned = _concerned(files)
    mails = choices_for(NoticeKind.NEWS, [user for user, _theirs in concerned])
    for user, theirs in concerned:
        if user == by or not may(user, Action.VIEW_TODO):
            continue
        seen = visible(user, Action.VIEW_CUSTOMER, Customer.objects.filter(pk__in=theirs)).order_by("pk").first()
        if seen:
            key = f"news:{run}:{what}" if run else f"news:{news_of[seen.pk].pk}"
            one = {"news": news_of[seen.pk], "by": by, "key": key, "mail": mails[user.pk]}
            notifications.append(Notification(user=user, kind=NoticeKind.NEWS, **one))
    Notification.objects.bulk_create(notifications, ignore_conflicts=True)


def _concerned(files: Sequence[int]) -> list[tuple[User, set[int]]]:
    """Whom which of the files concern: responsible, following, with something to do there, standing in for those."""
    theirs: dict[int, set[int]] = defaultdict(set)
    at = Entry.objects.open().filter(customer__in=files)
    for pairs in (
        Customer.objects.filter(pk__in=files, responsible__isnull=False).values_list("responsible_id", "pk"),
        Following.objects.filter(customer__in=files).values_list("user_id", "customer_id"),
        at.filter(assignee__isnull=False).values_list("assignee_id", "customer_id"),
        at.filter(team__isnull=False).values_list("team__group__user", "customer_id"),
    ):
        for user, file in pairs:
            theirs[user].add(file)
    for absent, substitute in Substitution.objects.current().values_list("absent_id", "substitute_id"):
        theirs[substitute] |= theirs.get(absent, set())
    return [(user, theirs[user.pk]) for user in people(key for key, files in theirs.items() if key and files)]


def visible_news(user: User, _action: Action, queryset: Any) -> Any:
    return queryset.filter(in_open_file(user, Action.VIEW_CUSTOMER, path="customer"))


def opens_news(user: User, _action: Action, news: News) -> bool:
    return may(user, Action.VIEW_CUSTOMER, news.customer)
