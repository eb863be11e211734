"""The e-mails about signing in, in the language of the person they go to."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Invitation, User
from timecount.addresses import absolute


def invitation(invitation: Invitation) -> EmailMessage:
    with translation.override(invitation.user.language):
        return _message(
            invitation.user,
            _("Your access to Timecount"),
            "accounts/mail/invitation.txt",
            {"by": invitation.by},
        )


def password_reset(user: User) -> EmailMessage:
    with translation.override(user.language):
        return _message(user, _("Set a new password"), "accounts/mail/password_reset.txt", {})


def password_link(user: User) -> str:
    """Lets its owner set a password and signs in; void after some days, a sign-in or a new password."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return absolute(path)


def _message(user: User, subject: str, template: str, context: dict[str, Any]) -> EmailMessage:
    context = {
        "user": user,
        "url": password_link(user),
        "site": settings.BASE_URL,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        **context,
    }
    return EmailMessage(subject, render_to_string(template, context, using="jinja2"), to=[user.email])
