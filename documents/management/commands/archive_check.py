"""manage.py archive_check [--hashes] [--repair]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext_lazy as _

from documents.reconciling import in_words, reconcile
from timecount.errors import Refused


class Command(BaseCommand):
    help = str(_("Compares the files in the database with those in the storage; ends with 1 if anything is wrong."))

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hashes", action="store_true", help=str(_("read every file again and compare its bytes")))
        parser.add_argument(
            "--repair", action="store_true", help=str(_("delete what the database says is deleted, and nothing else"))
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = reconcile(hashes=options["hashes"], repair=options["repair"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("\n".join(in_words(report)))
        if not report.is_fine:
            raise SystemExit(1)
