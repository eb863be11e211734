from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from timecount.backup import making, verifying
from timecount.backup.shelf import Shelf
from timecount.errors import Refused


class Command(BaseCommand):
    help = "Backs database and bucket up into a folder, or verifies what is there (--verify; ends with 1 if damaged)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where the backups are kept")
        parser.add_argument("--keep", type=int, help="so many at most; older ones than BACKUP_DAYS go anyway")
        parser.add_argument("--thorough", action="store_true", help="read what is there, fetch anew what is damaged")
        parser.add_argument("--verify", action="store_true", help="only check every backup that is there")

    def handle(self, *args: Any, folder: Path, keep: int | None, thorough: bool, verify: bool, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError(_("At least one backup must be kept."))
        if verify:
            return self._verify(folder)
        try:
            making.back_up(folder=folder, keep=keep, thorough=thorough, say=self.stdout.write)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None

    def _verify(self, folder: Path) -> None:
        good = bad = 0
        for name, wrong in verifying.complaints(folder=folder):
            self.stdout.write(f"{'✗' if wrong else '✓'} {name}")
            for complaint in wrong:
                self.stdout.write(f"  {complaint}")
            good, bad = good + (not wrong), bad + bool(wrong)
        for backup in Shelf(folder).unfinished():
            self.stdout.write(f"– {backup.name}: {_('interrupted or still being made')}")
        if bad:
            raise CommandError(_("A backup is damaged; “backup --thorough” fetches anew what the bucket still has."))
        if not good:
            raise CommandError(_("There is no finished backup in %(folder)s.") % {"folder": folder})
