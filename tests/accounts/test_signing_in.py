"""Getting in, staying in, being put out."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.core import mail
from django.template.loader import get_template
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import DjangoAssertNumQueries

from accounts import sending, services, sign_in_urls
from accounts.administrators import NotYourself
from accounts.models import Role, User
from tests.accounts.jobs import choose_password, password_link, work_off
from tests.cast import Browse, person

PASSWORD = "Ein Satz, den nur Anna kennt"


@pytest.fixture
def anna(db: None) -> User:
    user = person("Anna", "Sachbearbeitung")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, email: str = "anna@acme.example", password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def set_up_totp(client: Client) -> str:
    """The secret that the app on the telephone keeps."""
    client.get(reverse("mfa_activate_totp"))
    secret = str(client.session[SECRET_SESSION_KEY])
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert answer.status_code == 302
    return secret


# --- in -------------------------------------------------------------------------------------


def test_one_signs_in_by_e_mail_however_it_is_written(anna: User, client: Client) -> None:
    answer = sign_in(client, "Anna@Acme.Example")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/profile/").status_code == 200


def test_one_comes_to_the_page_one_wanted_and_never_elsewhere(anna: User) -> None:
    answer = Client().get("/profile/")
    assert answer["Location"] == "/accounts/login/?next=/profile/"
    assert sign_in(Client(), next="/profile/")["Location"] == "/profile/"
    assert sign_in(Client(), next="https://evil.example/")["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(anna: User) -> None:
    wrong = sign_in(Client(), password="falsch").context_data["form"].errors
    unknown = sign_in(Client(), "wer@acme.example").context_data["form"].errors
    assert wrong == unknown
    assert wrong


def test_after_five_wrong_passwords_even_the_right_one_waits(anna: User, client: Client) -> None:
    for _attempt in range(5):
        sign_in(client, password="falsch")
    answer = sign_in(client)
    assert answer.status_code == 200
    assert answer.context_data["form"].errors
    assert client.get("/profile/").status_code == 302


def test_nobody_signs_up_or_manages_addresses() -> None:
    for name in ("account_signup", "account_email", "account_confirm_email", "account_request_login_code"):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=["x"] if "confirm" in name else [])
    for path in ("signup/", "email/", "confirm-email/", "login/code/", "social/signup/", "3rdparty/"):
        assert Client().get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize("name", [pattern.name for pattern in sign_in_urls.urlpatterns])
def test_every_sign_in_page_has_our_own_look(name: str) -> None:
    (pattern,) = [pattern for pattern in sign_in_urls.urlpatterns if pattern.name == name]
    template = getattr(pattern.callback.view_class, "template_name", None)
    if template and not template.endswith(".txt"):
        assert get_template(template).backend.name == "jinja2"  # type: ignore[attr-defined]


def test_the_pages_of_the_account_open(anna: User, client: Client) -> None:
    sign_in(client)
    for name in ("account_change_password", "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
                 "usersessions_list"):  # fmt: skip
        assert (name, client.get(reverse(name)).status_code) == (name, 200)
    for name in ("account_reset_password", "account_reset_password_done", "account_inactive"):
        assert (name, Client().get(reverse(name)).status_code) == (name, 200)


# --- a new password -------------------------------------------------------------------------


def test_a_lost_password_is_replaced_by_a_link(anna: User, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": "anna@acme.example"})
    assert work_off() == ["send_password_reset"]
    (letter,) = mail.outbox
    assert letter.to == ["anna@acme.example"]
    answer = choose_password(client, password_link(letter), "Noch ein langer Satz")
    assert answer["Location"] == "/"
    assert client.get("/profile/").status_code == 200
    again: Any = Client().get(password_link(letter), follow=True)
    assert again.context_data["token_fail"]


def test_an_unknown_address_gets_no_letter_and_the_same_answer(anna: User) -> None:
    known = Client().post(reverse("account_reset_password"), {"email": "anna@acme.example"})
    work_off()
    unknown = Client().post(reverse("account_reset_password"), {"email": "wer@acme.example"})
    work_off()
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.to for letter in mail.outbox] == [["anna@acme.example"]]


def test_a_deactivated_person_gets_no_new_password(anna: User) -> None:
    User.objects.filter(pk=anna.pk).update(is_active=False)
    sending.send_password_reset(user_id=anna.pk)
    assert mail.outbox == []


# --- the second factor ----------------------------------------------------------------------


def test_a_code_of_the_app_is_asked_for_after_the_password(anna: User) -> None:
    first, second = Client(), Client()
    sign_in(first)
    secret = set_up_totp(first)
    assert sign_in(second)["Location"] == reverse("mfa_authenticate")
    assert second.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert second.get("/profile/").status_code == 302
    later = next(counter for counter in reversed(list(yield_hotp_counters_from_time())))
    answer = second.post(reverse("mfa_authenticate"), {"code": format_hotp_value(hotp_value(secret, later))})
    assert answer["Location"] == "/"
    assert second.get("/profile/").status_code == 200


def test_a_recovery_code_opens_once(anna: User) -> None:
    first = Client()
    sign_in(first)
    set_up_totp(first)
    spare = Authenticator.objects.get(user=anna, type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (302, 200):
        client = Client()
        sign_in(client)
        assert client.post(reverse("mfa_authenticate"), {"code": spare}).status_code == expected


def test_a_role_may_require_the_second_factor(anna: User, client: Client) -> None:
    sign_in(client)
    Role.objects.filter(group__name="Sachbearbeitung").update(requires_second_factor=True)
    for path in ("/", "/profile/", "/customers/", "/help/", "/admin/"):
        answer = client.get(path)
        assert (path, answer.status_code, answer["Location"]) == (path, 302, reverse("mfa_activate_totp"))
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    set_up_totp(client)
    assert client.get("/profile/").status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/profile/")["Location"] == reverse("mfa_activate_totp")


def test_roles_that_do_not_ask_cost_no_statement(
    anna: User, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browse(anna)
    client.get("/help/start/")
    with django_assert_num_queries(3):  # session, person with rights, what is new
        client.get("/help/start/")


def test_a_lost_telephone_is_forgotten(anna: User, boss: User) -> None:
    client = Client()
    sign_in(client)
    set_up_totp(client)
    services.remove_second_factor(user=anna, by=boss)
    assert not Authenticator.objects.filter(user=anna).exists()
    assert client.get("/profile/").status_code == 302
    assert sign_in(Client())["Location"] == "/"


# --- out ------------------------------------------------------------------------------------


def test_a_deactivated_person_is_out_at_the_next_request(anna: User, boss: User, client: Client) -> None:
    sign_in(client)
    assert client.get("/profile/").status_code == 200
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert client.get("/profile/").status_code == 302
    again = Client()
    sign_in(again)
    assert again.get("/profile/").status_code == 302


def test_deactivating_ends_the_sessions_for_good(anna: User, boss: User, client: Client) -> None:
    sign_in(client)
    services.deactivate(user=anna, by=boss)
    assert not UserSession.objects.filter(user=anna).exists()
    services.activate(user=anna, by=boss)
    assert client.get("/profile/").status_code == 302


def test_nobody_deactivates_themselves(boss: User) -> None:
    with pytest.raises(NotYourself):
        services.deactivate(user=boss, by=boss)


def test_one_signs_out_elsewhere(anna: User) -> None:
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    page: Any = here.get(reverse("usersessions_list"))
    assert len(page.context_data["sessions"]) == 2
    here.post(reverse("usersessions_list"))
    assert here.get("/profile/").status_code == 200
    assert there.get("/profile/").status_code == 302


def test_one_signs_a_single_device_out(anna: User, boss: User) -> None:
    here, there, elsewhere = Client(), Client(headers={"User-Agent": "Firefox on Windows"}), Client()
    for client in (here, there, elsewhere):
        sign_in(client)
    second = UserSession.objects.get(session_key=there.session.session_key)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert page.count("dieses Gerät") == 1
    assert page.count("/sign-out/") == 2  # not the one in use
    url = reverse("accounts:sign_out_device", args=[second.pk])
    stranger = Client()
    stranger.force_login(boss)
    assert stranger.post(url).status_code == 404
    assert here.get(url).status_code == 405
    answer: Any = here.post(url, follow=True)
    assert "Firefox unter Windows ist abgemeldet." in answer.content.decode()
    assert [client.get("/profile/").status_code for client in (here, there, elsewhere)] == [200, 302, 200]
    own = UserSession.objects.get(session_key=here.session.session_key)
    assert here.post(reverse("accounts:sign_out_device", args=[own.pk])).status_code == 404


def test_a_new_password_puts_other_devices_out(anna: User) -> None:
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    new = "Ein ganz anderer Satz"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post(reverse("account_change_password"), data).status_code == 302
    assert here.get("/profile/").status_code == 200
    assert there.get("/profile/").status_code == 302


def test_signing_out_takes_a_post(anna: User, client: Client) -> None:
    sign_in(client)
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get("/profile/").status_code == 200
    client.post(reverse("account_logout"))
    assert client.get("/profile/").status_code == 302
