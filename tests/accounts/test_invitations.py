"""An administrator invites; the invited person sets a password and begins."""

from typing import Any
from unittest.mock import Mock

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from accounts import sending, services
from accounts.models import Invitation, Role, User
from tests.accounts.jobs import choose_password, password_link, work_off
from tests.cast import Browse, person

PASSWORD = "Der erste eigene Satz"


def add(client: Client, **more: Any) -> Any:
    clerk = Role.objects.get(group__name="Sachbearbeitung")
    data = {"email": "Dora@Acme.Example", "name": "Dora", "phone": "", "language": "de", "roles": [clerk.pk], **more}
    return client.post(reverse("admin:accounts_user_add"), data)


def accept(client: Client, url: str) -> Any:
    return choose_password(client, url, PASSWORD)


def state(client: Client, user: User) -> str:
    return client.get(reverse("admin:accounts_user_change", args=[user.pk])).content.decode()


def test_from_the_invitation_to_the_first_steps(boss: User, browse: Browse, client: Client) -> None:
    admin = browse(boss)
    assert add(admin).status_code == 302
    dora = User.objects.get(email="dora@acme.example")
    assert not dora.has_usable_password()
    assert mail.outbox == []  # nothing leaves before the commit
    assert work_off() == ["send_invitation"]

    (letter,) = mail.outbox
    assert letter.to == ["dora@acme.example"]
    assert "Boss" in letter.body
    assert password_link(letter).startswith("http://testserver/accounts/password/reset/key/")

    assert accept(client, password_link(letter))["Location"] == reverse("accounts:first_steps")
    assert "Dora" in client.get(reverse("accounts:first_steps")).content.decode()
    assert client.get("/customers/").status_code == 200
    assert client.post(reverse("accounts:first_steps"))["Location"] == "/"
    fresh = Client()
    answer = fresh.post(reverse("account_login"), {"login": "dora@acme.example", "password": PASSWORD})
    assert answer["Location"] == "/"


def test_a_link_works_once(boss: User, browse: Browse) -> None:
    add(browse(boss))
    work_off()
    url = password_link(mail.outbox[0])
    accept(Client(), url)
    again: Any = Client().get(url, follow=True)
    assert again.context_data["token_fail"]


def test_a_weak_password_is_refused(boss: User, browse: Browse, client: Client) -> None:
    add(browse(boss))
    work_off()
    answer = choose_password(client, password_link(mail.outbox[0]), "kurz")
    assert answer.status_code == 200
    assert client.get("/profile/").status_code == 302


def test_a_broken_mail_server_loses_nobody(boss: User, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = browse(boss)
    add(admin)
    dora = User.objects.get(email="dora@acme.example")
    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", Mock(side_effect=ConnectionRefusedError("no mail today")))
        with pytest.raises(ConnectionRefusedError):  # the queue tries again
            sending.send_invitation(invitation_id=dora.invitations.get().pk)
    assert "no mail today" in state(admin, dora)

    sending.send_invitation(invitation_id=dora.invitations.get().pk)
    assert "no mail today" not in state(admin, dora)
    assert len(mail.outbox) == 1


def test_an_invitation_is_sent_once(boss: User, browse: Browse) -> None:
    add(browse(boss))
    invitation = Invitation.objects.get()
    for _attempt in range(2):
        sending.send_invitation(invitation_id=invitation.pk)
    assert len(mail.outbox) == 1


def test_one_invites_again(boss: User, browse: Browse) -> None:
    admin = browse(boss)
    add(admin)
    work_off()
    dora = User.objects.get(email="dora@acme.example")
    data = {"action": "invite_again", "_selected_action": [dora.pk]}
    admin.post(reverse("admin:accounts_user_changelist"), data)
    work_off()
    assert [letter.to for letter in mail.outbox] == [["dora@acme.example"]] * 2
    accept(Client(), password_link(mail.outbox[1]))
    with pytest.raises(services.CannotBeInvited):
        services.invite(user=User.objects.get(pk=dora.pk), by=boss)


def test_no_letter_reaches_somebody_who_was_deactivated_meanwhile(boss: User, browse: Browse) -> None:
    add(browse(boss))
    services.deactivate(user=User.objects.get(email="dora@acme.example"), by=boss)
    work_off()
    assert mail.outbox == []


def test_the_letter_speaks_the_language_of_its_reader(boss: User, browse: Browse) -> None:
    add(browse(boss), language="en")
    work_off()
    assert mail.outbox[0].subject == "Your access to Timecount"


# --- the admin ------------------------------------------------------------------------------


@pytest.fixture
def ada(db: None) -> User:
    """Administers, without being a superuser."""
    return person("Ada", "Administration")


def test_the_admin_is_for_those_who_administer(anna: User, ada: User, browse: Browse) -> None:
    assert browse(ada).get("/admin/").status_code == 200
    assert browse(anna).get("/admin/", follow=True).status_code == 403
    assert Client().get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert Client().get("/admin/login/?next=/admin/")["Location"] == "/accounts/login/?next=/admin/"
    assert Client().post("/admin/login/", {"username": "x", "password": "y"}).status_code == 302


def test_the_admin_shows_our_own_models_only(boss: User, browse: Browse) -> None:
    page = browse(boss).get("/admin/").content.decode()
    for foreign in ("/admin/auth/", "/admin/account/", "/admin/mfa/", "/admin/procrastinate/", "/admin/guardian/"):
        assert foreign not in page


def test_every_page_of_the_admin_opens(boss: User, anna: User, browse: Browse, acme: Any) -> None:
    from django.contrib import admin

    client = browse(boss)
    for model, model_admin in admin.site._registry.items():
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert (url, client.get(url, {"q": "1"} if model_admin.search_fields else {}).status_code) == (url, 200)
        first = model._default_manager.first()
        if first:
            url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[first.pk])
            assert (url, client.get(url).status_code) == (url, 200)


def test_only_superusers_touch_superusers(ada: User, boss: User, browse: Browse) -> None:
    client = browse(ada)
    url = reverse("admin:accounts_user_change", args=[boss.pk])
    client.post(url, {"email": "ada@evil.example", "name": "Boss", "language": "de"})
    client.post(reverse("admin:accounts_user_changelist"), {"action": "deactivate", "_selected_action": [boss.pk]})
    own = reverse("admin:accounts_user_change", args=[ada.pk])
    data = {"email": "ada@acme.example", "name": "Ada", "language": "de", "is_active": "on", "is_superuser": "on"}
    admins = Group.objects.get(name="Administration").pk
    assert client.post(own, {**data, "roles": [admins]}).status_code == 302
    boss.refresh_from_db()
    ada.refresh_from_db()
    assert (boss.email, boss.is_active, ada.is_superuser) == ("boss@acme.example", True, False)


def test_the_admin_shows_no_contact_that_the_gate_hides(ada: User, boss: User, browse: Browse, hidden: Any) -> None:
    url = "/admin/contacts/contact/"
    assert hidden.contact.name not in browse(ada).get(url).content.decode()
    assert hidden.contact.name in browse(boss).get(url).content.decode()
    assert browse(ada).get(f"{url}{hidden.contact.pk}/change/").status_code == 302
    assert browse(ada).get("/admin/customers/customerevent/").status_code == 403


def test_unticking_active_puts_the_person_out(boss: User, anna: User, browse: Browse) -> None:
    reader = browse(anna)
    url = reverse("admin:accounts_user_change", args=[anna.pk])
    roles = list(anna.groups.values_list("pk", flat=True))
    answer = browse(boss).post(url, {"email": anna.email, "name": "Anna", "language": "de", "roles": roles})
    assert answer.status_code == 302
    assert reader.get("/profile/").status_code == 302
    anna.refresh_from_db()
    assert not anna.is_active
    assert list(anna.groups.values_list("pk", flat=True)) == roles


def test_roles_and_teams_are_set_up_without_groups(boss: User, anna: User, browse: Browse) -> None:
    client = browse(boss)
    rights = {"customers": 0, "contacts": 1, "todos": 0, "documents": 0, "confidential": 0, "administration": 0}
    data = {"name": "Empfang", "sentence": "Sieht Kontakte.", "order": 9, "requires_second_factor": "on", **rights}
    assert client.post(reverse("admin:accounts_role_add"), data).status_code == 302
    role = Role.objects.get(group__name="Empfang")
    assert [(right.module, right.level) for right in role.rights.all()] == [("contacts", 1)]
    assert client.post(reverse("admin:accounts_team_add"), {"name": "Empfang"}).status_code == 200  # taken
    assert client.post(reverse("admin:accounts_team_add"), {"name": "Nord"}).status_code == 302
    anna.groups.add(role.group)
    url = reverse("admin:accounts_role_delete", args=[role.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403  # somebody has it
    anna.groups.clear()
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert not Group.objects.filter(name="Empfang").exists()


def test_nobody_is_invited_to_do_nothing(boss: User, browse: Browse) -> None:
    client = browse(boss)
    answer = add(client, roles=[])
    assert answer.status_code == 200
    assert "Bitte wählen Sie mindestens eine Rolle" in answer.content.decode()
    assert not User.objects.filter(email="dora@acme.example").exists()
    assert add(client, roles=[], is_superuser="on").status_code == 302


def test_who_loses_the_last_role_is_named(boss: User, anna: User, browse: Browse) -> None:
    url = reverse("admin:accounts_user_change", args=[anna.pk])
    data = {"email": anna.email, "name": "Anna", "language": "de", "is_active": "on"}
    page: Any = browse(boss).post(url, data, follow=True)
    assert "Anna hat jetzt keine Rolle mehr und kann nichts tun." in page.content.decode()
    assert not anna.groups.exists()


def test_a_former_address_lets_nobody_in(boss: User, browse: Browse) -> None:
    add(browse(boss))
    work_off()
    accept(Client(), password_link(mail.outbox[0]))
    dora = User.objects.get(email="dora@acme.example")
    roles = list(dora.groups.values_list("pk", flat=True))
    data = {"email": "dora@neu.example", "name": "Dora", "language": "de", "roles": roles, "is_active": "on"}
    browse(boss).post(reverse("admin:accounts_user_change", args=[dora.pk]), data)
    entered = {}
    for email in ("dora@acme.example", "dora@neu.example"):
        client = Client()
        client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
        entered[email] = client.get("/profile/").status_code == 200
    assert entered == {"dora@acme.example": False, "dora@neu.example": True}
