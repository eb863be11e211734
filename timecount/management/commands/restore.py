from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from timecount.backup import restoring
from timecount.errors import Refused


class Command(BaseCommand):
    """Before the first page: stop web and worker, restore, start them."""

    help = "Restores database and bucket from a folder of backups; needs MIGRATE_DATABASE_URL."
    requires_system_checks: list[str] = []  # noqa: RUF012 -- they would ask a database that is not there yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--name", help="of one backup; without it, the newest")
        parser.add_argument("--overwrite", action="store_true", help="drop what is in the database and the bucket")

    def handle(self, *args: Any, folder: Path, name: str | None, overwrite: bool, **options: Any) -> None:
        try:
            backup = restoring.restore(folder=folder, name=name, overwrite=overwrite, say=self.stdout.write)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(_("Restored: %(name)s") % {"name": backup.name})
