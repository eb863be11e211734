"""The demo's people exist in local mode only."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts import demo
from accounts.models import User

KEYS = ["anna", "ben", "boss", "cleo", "paula"]


@pytest.fixture(autouse=True)
def local(settings: Settings, db: None) -> Settings:
    settings.LOCAL_MODE = True
    return settings


def test_five_people_sign_in_and_others_look_after_customers() -> None:
    for _run in range(2):
        demo.load(400, 1)
    users = User.objects.all()
    able = [user.email.partition("@")[0] for user in users.order_by("email") if user.has_usable_password()]
    assert able == KEYS
    assert users.count() == len(demo.SIGN_INS) + len(demo.COLLEAGUES)
    assert [user.email for user in users.filter(is_superuser=True)] == ["boss@demo.example"]
    assert all(user.rights for user in users.with_rights())


def test_a_second_run_leaves_people_as_they_are() -> None:
    demo.load()
    User.objects.filter(email="anna@demo.example").update(name="Anna Neu")
    demo.load()
    assert User.objects.get(email="anna@demo.example").name == "Anna Neu"


@pytest.mark.parametrize("key", KEYS)
def test_a_click_signs_in(client: Client, key: str) -> None:
    demo.load()
    page = client.get(reverse("account_login")).content.decode()
    person = next(person for person in demo.SIGN_INS if person.key == key)
    assert f'value="{person.email}"' in page
    client.post(reverse("account_login"), {"login": person.email, "password": person.password})
    assert person.name in client.get(reverse("accounts:profile")).content.decode()


def test_a_real_system_refuses_them(local: Settings, client: Client) -> None:
    local.LOCAL_MODE = False
    with pytest.raises(demo.NotLocal):
        demo.load()
    assert not User.objects.exists()
    assert demo.sign_ins() == ()
    page = client.get(reverse("account_login")).content.decode()
    assert "demo.example" not in page
    assert demo.PASSWORD not in page
