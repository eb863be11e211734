"""A superuser looks at the application as somebody else: exactly what they see, and nothing can be changed."""

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.history import writing
from accounts.models import AccessEvent, Role, User
from contacts.models import Contact
from customers.models import Customer
from tests.cast import CANARY, Browse, person

LEAVE = "/view-as/leave/"


def start(client: Client, user: User, **more: str) -> Any:
    return client.post(f"/people/{user.pk}/view-as/", more)


@pytest.fixture
def as_anna(boss: User, anna: User, acme: Customer, hidden: Customer, browse: Browse) -> Client:
    """The browser of boss, who looks as anna."""
    client = browse(boss)
    answer = start(client, anna, next=f"/access/people/{anna.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_one_sees_exactly_what_the_other_one_sees(
    as_anna: Client, anna: User, hidden: Customer, acme: Customer, browse: Browse
) -> None:
    own = browse(anna)
    for path in ("/", "/customers/", "/contacts/", f"/customers/{acme.pk}/", "/search/?q=acme", "/profile/"):
        seen, theirs = text(as_anna, path), text(own, path)
        assert 'class="viewing"' in seen
        assert 'class="viewing"' not in theirs
        assert _plain(seen) == _plain(theirs)
    assert as_anna.get(f"/customers/{hidden.pk}/").status_code == 404
    assert f"{CANARY} AG" not in text(as_anna, f"/customers/?q={CANARY}")


def _plain(page: str) -> str:
    """Without the mark, tokens and what the browser is told about refusals."""
    page = re.sub(r'<div class="viewing".*?</div>', "", page, flags=re.DOTALL)
    page = re.sub(r'data-forbidden="[^"]*"', "", page)
    return " ".join(re.sub(r"[A-Za-z0-9]{64}", "", page).split())


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(as_anna: Client, acme: Customer, anna: User, method: str) -> None:
    for path in (f"/customers/{acme.pk}/status/", f"/contacts/{acme.pk}/delete/", "/profile/theme/", "/nowhere/"):
        answer = getattr(as_anna, method)(path, {"status": "blocked", "blocked_reason": "x", "theme": "dark"})
        assert answer.status_code == 403
        page = answer.content.decode()
        assert "In dieser Ansicht kann nichts geändert werden" in page
        assert "Ansicht beenden" in page
    assert Customer.objects.get(pk=acme.pk).status == acme.status
    assert Contact.objects.filter(pk=acme.pk).exists()
    anna.refresh_from_db()
    assert anna.theme == "system"


def test_pages_that_change_something_when_read_leave_it(as_anna: Client, anna: User) -> None:
    text(as_anna, "/customers/?view=table")
    text(as_anna, "/contacts/?view=cards")
    anna.refresh_from_db()
    assert anna.preferences == {}
    assert anna.last_login is None


def test_no_service_writes_in_the_name_of_the_other_one(anna: User, boss: User) -> None:
    anna.viewed_by = boss.pk
    with pytest.raises(PermissionDenied), writing(by=anna):
        pytest.fail("written")


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/accounts/user/", "/accounts/2fa/", "/accounts/2fa/recovery-codes/", "/accounts/sessions/"],
)
def test_the_administration_and_the_account_stay_closed(boss: User, anna: User, browse: Browse, path: str) -> None:
    """Even if the other one administers, too."""
    ada = person("Ada", "Administration")
    client = browse(boss)
    start(client, ada)
    assert client.get(path).status_code == 403


def test_views_are_not_nested(as_anna: Client, cleo: User) -> None:
    assert start(as_anna, cleo).status_code == 403
    assert "Anna" in text(as_anna, "/").partition('class="viewing"')[2][:400]


def test_it_ends_where_it_began(as_anna: Client, anna: User, boss: User) -> None:
    answer = as_anna.post(LEAVE)
    assert (answer.status_code, answer["Location"]) == (302, f"/access/people/{anna.pk}/")
    page = text(as_anna, "/")
    assert 'class="viewing"' not in page
    assert "Boss" in page
    assert as_anna.post(LEAVE)["Location"] == "/"


def test_it_never_leads_elsewhere(boss: User, anna: User, browse: Browse) -> None:
    client = browse(boss)
    start(client, anna, next="https://evil.example/")
    assert client.post(LEAVE)["Location"] == "/"


def test_it_ends_with_the_session(as_anna: Client, boss: User) -> None:
    assert as_anna.post(reverse("account_logout")).status_code == 302
    as_anna.force_login(boss)
    assert 'class="viewing"' not in text(as_anna, "/")


def test_it_ends_when_the_other_one_is_deactivated(as_anna: Client, anna: User) -> None:
    User.objects.filter(pk=anna.pk).update(is_active=False)
    page = text(as_anna, "/")
    assert 'class="viewing"' not in page
    assert "Boss" in page


def test_it_ends_when_whoever_looks_may_no_longer(as_anna: Client, boss: User) -> None:
    User.objects.filter(pk=boss.pk).update(is_superuser=False)
    assert 'class="viewing"' not in text(as_anna, "/")
    User.objects.filter(pk=boss.pk).update(is_active=False)
    assert as_anna.get("/").status_code == 302


def test_only_superusers_look_as_somebody_else(anna: User, cleo: User, browse: Browse) -> None:
    for user in (person("Ada", "Administration"), anna):
        client = browse(user)
        assert start(client, cleo).status_code == 404
        assert 'class="viewing"' not in text(client, "/")
    page = text(browse(User.objects.get(name="Ada")), f"/access/people/{cleo.pk}/")
    assert "view-as" not in page


def test_nobody_looks_as_themselves_or_as_somebody_deactivated(boss: User, anna: User, browse: Browse) -> None:
    User.objects.filter(pk=anna.pk).update(is_active=False)
    client = browse(boss)
    for user in (boss, anna):
        start(client, user)
        assert 'class="viewing"' not in text(client, "/")
    assert "view-as" not in text(client, f"/access/people/{anna.pk}/")


def test_a_second_factor_of_the_other_one_is_not_asked_for(as_anna: Client) -> None:
    Role.objects.filter(group__name="Sachbearbeitung").update(requires_second_factor=True)
    assert as_anna.get("/customers/").status_code == 200


def test_the_view_and_what_was_opened_in_it_are_recorded(
    as_anna: Client, boss: User, anna: User, acme: Customer, hidden: Customer
) -> None:
    as_anna.get(f"/customers/{acme.pk}/")
    as_anna.get("/customers/?q=acme")
    as_anna.get(f"/customers/{hidden.pk}/")
    as_anna.post(LEAVE)
    as_anna.get(f"/customers/{acme.pk}/")
    events = AccessEvent.objects.order_by("id").values_list("kind", "who", "object_id", "viewed_as")
    assert [*events] == [
        ("view_as", boss.pk, anna.pk, None),
        ("view", boss.pk, acme.pk, anna.pk),
        ("search", boss.pk, None, anna.pk),
        ("refused", boss.pk, hidden.pk, anna.pk),
        ("view", boss.pk, acme.pk, None),
    ]


def test_the_language_is_that_of_the_other_one_and_refusals_that_of_whoever_looks(
    boss: User, anna: User, browse: Browse
) -> None:
    User.objects.filter(pk=anna.pk).update(language="en")
    client = browse(boss)
    start(client, anna)
    assert "You see what Anna sees" in text(client, "/")
    assert "kann nichts geändert werden" in client.post("/profile/").content.decode()
