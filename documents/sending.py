"""A version goes out by e-mail, and it is kept who sent which one to whom.

The worker reads the bytes, claims the dispatch in a transaction that asks the gate once more and records that the
version leaves the house, and sends after the commit.  Where the mail server did not take it, the claim is taken back
and the queue tries again; a worker that is killed between the two has sent at most once: the page then says that
nobody knows, and a person decides.
"""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import recording
from accounts.access import may
from accounts.actions import AccessKind, Action
from accounts.history import writing
from accounts.models import User
from contacts.letters import letter_salutation
from contacts.models import Contact
from documents import storage
from documents.models import Dispatch, State, StoredFile, Trouble, Version
from documents.services import lock
from documents.tasks import send_dispatch
from timecount.errors import Refused
from timecount.jinja import day
from timecount.placeholders import fill
from timecount.texts import clean_line
from todos.mailing import Post, RefusedForGood

# More, most mail servers do not take: an e-mail is a third larger than its file.
MOST_BYTES = 15 * 1024 * 1024
MOST_ADDRESSES = 20
PLACEHOLDERS = ("Anrede", "Kunde", "Dokument", "Version", "Datum", "Absender")
# The same e-mail again within this time was a second click.
MOMENT = timedelta(minutes=2)


class TooLarge(Refused):
    """No mail server would take it."""


class UnderWay(Refused):
    """It has been sent, or is being sent."""


def too_large(file: StoredFile) -> bool:
    return file.size > MOST_BYTES


def values(version: Version, *, to: Contact | None, by: User) -> dict[str, str]:
    """What the placeholders stand for; `to` is the one person who is written to, if it is one."""
    document = version.document
    return {
        "Anrede": letter_salutation(to),
        "Kunde": str(document.customer),
        "Dokument": document.title,
        "Version": str(version.number),
        "Datum": day(document.dated),
        "Absender": by.name,
    }


def filled(subject: str, text: str, known: dict[str, str]) -> tuple[str, str]:
    """A subject is one line, whatever the values hold."""
    return clean_line(fill(subject, known)), fill(text, known)


def send(*, version: Version, addresses: Sequence[str], subject: str, text: str, by: User) -> Dispatch:
    """Soon; the same once more within a moment is the one that is there already."""
    if too_large(version.file):
        raise TooLarge(_("Files of more than 15 MB cannot be sent by e-mail."))
    with writing(by):
        lock(version.document)
        said = {"version": version, "addresses": list(addresses), "subject": subject, "text": text, "by": by}
        same = Dispatch.objects.filter(**said, created_at__gte=timezone.now() - MOMENT).first()
        if same:
            return same
        dispatch = Dispatch.objects.create(**said)
        send_dispatch.defer(dispatch_id=dispatch.pk)
        return dispatch


def send_again(*, dispatch: Dispatch, by: User) -> Dispatch:
    """What did not go out, or of which nobody knows it; now in the name of `by`."""
    with writing(by):
        current = Dispatch.objects.select_for_update(no_key=True).get(pk=dispatch.pk)
        if not current.may_go_again:
            raise UnderWay(_("This e-mail has been sent or is on its way."))
        current.by, current.claimed_at, current.error = by, None, ""
        current.save(update_fields=["by", "claimed_at", "error"])
        send_dispatch.defer(dispatch_id=current.pk)
        return current


# --- the worker -----------------------------------------------------------------------------


def deliver(*, dispatch_id: int) -> None:
    """Raises what may be over the next time, so that the queue tries again."""
    waiting = Dispatch.objects.filter(pk=dispatch_id, claimed_at=None, sent_at=None)
    dispatch = waiting.select_related("version__file", "version__document").first()
    if dispatch is None:
        return
    file = dispatch.version.file
    try:
        content = b"".join(storage.read_whole(file.pk, file.sha256))
        with Post() as post:
            _claim_and_deliver(post, dispatch, content)
    except (storage.BytesGone, storage.BytesWrong):
        _fail(dispatch, Trouble.LOST)
    except RefusedForGood:
        _fail(dispatch, Trouble.REFUSED)
    except (storage.StorageAway, OSError):
        if _release(dispatch):
            raise


def _claim_and_deliver(post: Post, dispatch: Dispatch, content: bytes) -> None:
    by = _claim(dispatch)
    if by is None:
        return
    post.deliver(_letter(dispatch, content, by))
    with writing(None):
        Dispatch.objects.filter(pk=dispatch.pk).update(sent_at=Now(), error="")


def _claim(dispatch: Dispatch) -> User | None:
    """In whose name it goes out; nobody's, if another worker has it or the person may not send it any more."""
    with writing(None):
        locked = Dispatch.objects.select_related("version__document", "version__file")
        unclaimed = locked.filter(pk=dispatch.pk, claimed_at=None, sent_at=None)
        current = unclaimed.select_for_update(of=("self",), no_key=True).first()
        if current is None:
            return None
        by: User | None = User.objects.with_rights().filter(pk=current.by_id, is_active=True).first()
        goes = by is not None and current.version.file.state == State.AVAILABLE
        if not goes or not may(by, Action.EDIT_DOCUMENT, current.version):  # type: ignore[arg-type]  # there is one
            Dispatch.objects.filter(pk=current.pk).update(claimed_at=Now(), error=Trouble.CLOSED)
            return None
        Dispatch.objects.filter(pk=current.pk).update(claimed_at=Now(), error="")
        recording.record(AccessKind.EXPORT, who=by, of=current.version, action=Action.EDIT_DOCUMENT, durable=True)
        return by


def _letter(dispatch: Dispatch, content: bytes, by: User) -> EmailMessage:
    file = dispatch.version.file
    # Texts and e-mails would be packed anew, and not arrive byte for byte.
    is_bytes = not file.content_type.startswith(("text/", "message/", "multipart/"))
    content_type = file.content_type if file.content_type and is_bytes else "application/octet-stream"
    # A mail server that has it already knows it by this.
    host = urlsplit(settings.BASE_URL).hostname
    return EmailMessage(
        dispatch.subject,
        dispatch.text,
        to=dispatch.addresses,
        reply_to=[by.email],
        attachments=[(clean_line(file.name), content, content_type)],
        headers={"Message-ID": f"<dispatch-{dispatch.pk}@{host}>"},
    )


def _release(dispatch: Dispatch) -> bool:
    """Whether it still has to be sent."""
    with writing(None):
        unsent = Dispatch.objects.filter(pk=dispatch.pk, sent_at=None)
        return bool(unsent.update(claimed_at=None, error=Trouble.AWAY))


def _fail(dispatch: Dispatch, trouble: Trouble) -> None:
    with writing(None):
        Dispatch.objects.filter(pk=dispatch.pk, sent_at=None).update(claimed_at=Now(), error=trouble)
