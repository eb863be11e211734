"""Letters that the worker sends: what `accounts.tasks` calls."""

from django.utils import timezone

from accounts import mail
from accounts.models import Invitation, User

FAILURE_LENGTH = Invitation._meta.get_field("failure").max_length or 0


def send_invitation(*, invitation_id: int) -> None:
    """Leaves the reason at the invitation where the mail server refuses, and lets the queue try again."""
    invitation = Invitation.objects.select_related("user", "by").filter(pk=invitation_id).first()
    if invitation is None or invitation.sent_at or not invitation.user.is_active:
        return
    try:
        mail.invitation(invitation).send()
    except OSError as error:
        invitation.failure = f"{type(error).__name__}: {error}"[:FAILURE_LENGTH]
        invitation.save(update_fields=["failure"])
        raise
    invitation.sent_at, invitation.failure = timezone.now(), ""
    invitation.save(update_fields=["sent_at", "failure"])


def send_password_reset(*, user_id: int) -> None:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user:
        mail.password_reset(user).send()
