from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from timecount.bucket.checking import Verdict, findings


class Command(BaseCommand):
    help = "Tries what the configured bucket can do; ends with 1 if something is missing or the bucket is public."
    requires_system_checks: list[str] = []  # noqa: RUF012 -- they would ask for the database

    def handle(self, *args: Any, **options: Any) -> None:
        serious = []
        for finding in findings():
            self.stdout.write(finding.line)
            if finding.is_serious:
                serious.append(finding.verdict)
        if Verdict.PUBLIC in serious:
            raise CommandError(_("The bucket is public: everybody could read the files of your customers. Close it."))
        if serious:
            raise CommandError(_("Timecount cannot work with this bucket."))
