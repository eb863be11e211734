import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from lists.imports import selectors, services, working
from lists.imports.decoding import ENCODINGS, Unreadable
from lists.imports.kinds import ImportKind, kind_of
from lists.models import ImportRun, ImportState, Outcome

KEY = "customers"


class Command(BaseCommand):
    help = "Imports a list of customers. A dry run unless --apply is given; ends with 1 if the file cannot be taken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", metavar="EMAIL", help="in whose name; without it, the system itself")
        parser.add_argument("--apply", action="store_true", help="really import")
        parser.add_argument("--encoding", choices=ENCODINGS, default="", help="where the guess is wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        by = _person(options["by"])
        try:
            run = services.upload(
                kind=kind_of(KEY), file_name=options["file"].name, data=_bytes(options["file"]), by=by,
                encoding=options["encoding"],
            )  # fmt: skip
        except Unreadable as refusal:
            raise CommandError(str(refusal)) from None
        try:
            self._say_columns(run)
            _refuse_nameless(run, kind_of(KEY))
            run = services.choose_columns(run=run, mapping=run.mapping, header_line=run.header_line, wait=True)
            if options["apply"]:
                _apply(run)
            self._say_lines(run, by)
        finally:
            if not options["apply"]:
                services.discard(run=run)

    def _say_columns(self, run: ImportRun) -> None:
        reading = selectors.reading_of(run)
        self.stdout.write(
            f"{run.file_name}: {_('characters: %(name)s') % {'name': reading['encoding']}}, "
            f"{_('separator: %(name)s') % {'name': reading['separator']}}"
        )
        kind = kind_of(KEY)
        for column in selectors.file_columns(run, kind):
            meaning = kind.column(column.key)
            self.stdout.write(f"  {column.name} → {meaning.label if meaning else _('do not import')}")

    def _say_lines(self, run: ImportRun, by: User | None) -> None:
        run.refresh_from_db()
        kind = kind_of(KEY)
        for shown in (Outcome.SKIPPED.value, "doubtful"):
            for row in selectors.told_rows(by, run, kind, shown=shown):
                self.stdout.write(f"{_('Line')} {row.line}, {row.outcome_label}: {' '.join(row.reasons)}")
        self.stdout.write(", ".join(f"{label}: {run.counts[key]}" for key, (label, _q) in selectors.SHOWN.items()))
        if run.state == ImportState.CHECKED:
            self.stdout.write(_("This was a dry run: nothing has been changed yet."))


def _person(email: str | None) -> User | None:
    if email is None:
        return None
    user: User | None = User.objects.with_rights().filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(_("There is no active user %(email)s.") % {"email": email})
    return user


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > settings.MAX_UPLOAD_BYTES:
            raise CommandError(
                _("The file is larger than %(most)s MB. Please split it into several files.")
                % {"most": settings.MAX_UPLOAD_BYTES // 1024**2}
            )
        return file.read_bytes()
    except OSError as error:
        raise CommandError(str(error)) from None


def _refuse_nameless(run: ImportRun, kind: ImportKind) -> None:
    if not set(kind.needs) & set(run.mapping):
        raise CommandError(_("No column holds the name. Please say what the columns mean on the import page."))


def _apply(run: ImportRun) -> None:
    """Here and now; if a worker takes part, so much the better."""
    services.start(run=run)
    while ImportRun.objects.filter(pk=run.pk, state=ImportState.RUNNING).exists():
        if not working.apply(run.pk):
            time.sleep(0.2)
