"""manage.py archive_reap: at once, what a worker does every night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import deletion
from timecount.errors import Refused


class Command(BaseCommand):
    help = str(gettext_lazy("Empties the trash as far as it may be, and takes unfinished uploads away."))

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            counts = {
                "trashed": deletion.empty_trash(now=now),
                "deleted": deletion.delete_bytes(now=now),
                "reaped": deletion.reap(now=now),
            }
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            _("%(trashed)d documents deleted, bytes of %(deleted)d files and %(reaped)d unfinished uploads removed.")
            % counts
        )
