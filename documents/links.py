"""Secret addresses at which outsiders fetch one version.

Off until an administrator allows them.  A link opens no more than whoever made it may see at that moment: it stops
with the file, the role, the person, the trash.  All that does not open answers alike.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import recording
from accounts.access import may
from accounts.actions import AccessKind, Action
from accounts.history import writing
from accounts.models import User
from documents.models import ArchiveSettings, Scan, ShareLink, State, Version
from documents.services import lock
from timecount.addresses import absolute
from timecount.errors import Refused

DAYS, MOST_DAYS = 14, 90


class SwitchedOff(Refused):
    """No administrator has allowed links."""


def are_allowed() -> bool:
    return ArchiveSettings.objects.filter(share_links=True).exists()


def create(*, version: Version, by: User, days: int = DAYS, most: int | None = None, recipient: str = "") -> str:
    """The address, which nobody can be told again."""
    secret = secrets.token_urlsafe(32)
    with writing(by):
        lock(version.document)
        if not are_allowed():
            raise SwitchedOff(_("Links for outsiders are switched off. An administrator can allow them."))
        ShareLink.objects.create(
            version=version,
            secret_hash=_hash(secret),
            recipient=recipient,
            created_by=by,
            expires_at=timezone.now() + timedelta(days=min(days, MOST_DAYS)),
            most=most,
        )
    return absolute(reverse("documents:shared", args=[secret]))


def revoke(*, link: ShareLink, by: User, again: bool = False) -> None:
    """`again`: it was a slip, the link goes on."""
    with writing(by):
        ShareLink.objects.filter(pk=link.pk).update(revoked_at=None if again else timezone.now())


def opened(secret: str) -> ShareLink | None:
    """The link, if it opens now."""
    link = _open().filter(secret_hash=_hash(secret)).select_related("version__file", "version__document").first()
    if link is None or not are_allowed():
        return None
    file = link.version.file
    maker: User | None = User.objects.with_rights().filter(pk=link.created_by_id, is_active=True).first()
    if maker is None or not may(maker, Action.VIEW_DOCUMENT, link.version):
        return None
    return link if file.state == State.AVAILABLE and file.scan != Scan.INFECTED else None


def take(link: ShareLink) -> bool:
    """Counts and records one download before its first byte; False where the last one was taken meanwhile."""
    with writing(None):
        if not _open().filter(pk=link.pk).update(downloads=F("downloads") + 1):
            return False
        recording.record(AccessKind.DOWNLOAD, who=None, of=link.version, action=Action.VIEW_DOCUMENT, durable=True)
        return True


def _open() -> QuerySet[ShareLink]:
    unspent = Q(most=None) | Q(downloads__lt=F("most"))
    return ShareLink.objects.filter(unspent, revoked_at=None, expires_at__gt=timezone.now())


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
