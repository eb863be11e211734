"""Verbs of an import: upload, choose the columns, check, start, go on, undo, discard, forget."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import PurePath

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import User
from lists import tasks
from lists.imports import columns, rows, working
from lists.imports.decoding import Unreadable
from lists.imports.kinds import ImportKind, kind_of
from lists.imports.reading import Line, read
from lists.models import Decision, ImportRow, ImportRun, ImportState, Source
from timecount.errors import Refused
from timecount.texts import clean_line

# For so long the lines of a file are kept that nobody takes over.
WAITED = timedelta(days=30)
# So many lines are checked while the person waits; more of them in the background.
CHECKED_AT_ONCE = 1_000


class NotNow(Refused):
    """The run is in another state by now: somebody was faster, perhaps in another window."""


def upload(
    *, kind: ImportKind, file_name: str, data: bytes, by: User | None, encoding: str = "", pasted: bool = False
) -> ImportRun:
    """Reads the file, keeps its lines and proposes what the columns mean."""
    table = read(data, encoding)
    header, mapping = _remembered(kind, by, table.lines)
    if header is None and table.source == Source.CARDS:
        header = 0
    elif header is None:
        header = columns.find_header([line.cells for line in table.lines], kind.columns)
    if len(table.lines) == (0 if header is None else header + 1):
        raise Unreadable(_("The file has column names but no lines below them."))
    run = ImportRun(
        kind=kind.key,
        by=by,
        file_name=_file_name(file_name),
        source=Source.PASTED if pasted else table.source,
        encoding=table.encoding,
        encoding_sure=table.encoding_sure,
        separator=table.separator,
        blank=table.blank,
    )
    _set_header(run, table.lines, None if header is None else table.lines[header], table.width)
    run.mapping = mapping or run.mapping
    run.total = len(table.lines) - (header is not None)
    with transaction.atomic():
        run.save()
        rows.insert_lines(run, table.lines)
    return run


def _file_name(name: str) -> str:
    return clean_line(PurePath(name).name)[:200] or "?"


def _set_header(run: ImportRun, lines: Sequence[Line], header: Line | None, width: int) -> None:
    below = [line.cells for line in lines if header is None or line.number > header.number]
    names = header.cells if header else []
    width = max(width, len(names)) if header else width
    run.header_line = header.number if header else 0
    run.header = _as_kept(names)
    run.mapping = columns.guess(names, below, width, kind_of(run.kind).columns)


def _as_kept(names: Sequence[str]) -> list[str]:
    return [name.strip()[:200] for name in names]


def _remembered(kind: ImportKind, by: User | None, lines: Sequence[Line]) -> tuple[int | None, list[str]]:
    """Where the column names stand, and what they mean, if the person has said so of a file like this one before."""
    earlier = ImportRun.objects.filter(kind=kind.key, by=by).exclude(state=ImportState.UPLOADED).exclude(header=[])
    said = earlier.order_by("pk").values_list("header", "mapping")
    known = {tuple(header): mapping for header, mapping in said}
    keys = {column.key for column in kind.columns} | {""}
    for place, line in enumerate(lines[: columns.HEADER_SEARCHED]):
        mapping = known.get(tuple(_as_kept(line.cells)), [])
        if mapping and keys.issuperset(mapping):
            return place, mapping
    return None, []


def choose_columns(*, run: ImportRun, mapping: Sequence[str], header_line: int, wait: bool = False) -> ImportRun:
    """Takes what the person says the columns mean, and checks the lines anew; many of them in the background."""
    with transaction.atomic():
        current = _in_state(run, ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED, ImportState.FAILED)
        if current.was_started:
            raise NotNow(_("This import has already begun."))
        current.total += bool(current.header_line) - bool(header_line)
        current.mapping, current.header_line = list(mapping), header_line
        names = current.rows.filter(line=header_line).values_list("cells", flat=True).first()
        current.header = _as_kept(names or [])
        at_once = _check_anew(current, wait=wait)
    return _checked(current, at_once=at_once)


def _check_anew(current: ImportRun, *, wait: bool = False) -> bool:
    """Whether it is to be done at once."""
    _begin(current, ImportState.CHECKING)
    current.save()
    at_once = wait or current.total <= CHECKED_AT_ONCE
    if not at_once:
        tasks.enqueue(current.pk)
    return at_once


def _checked(current: ImportRun, *, at_once: bool) -> ImportRun:
    if at_once:
        working.check(current.pk)
    current.refresh_from_db()
    return current


def decide(
    *, run: ImportRun, lines: Mapping[int, tuple[str, str]], alike: Mapping[str, str], wait: bool = False
) -> ImportRun:
    """What the person says to likely duplicates: line by line (question and decision), and to all of a kind.

    An empty decision takes back what was said; the lines are checked anew.
    """
    with transaction.atomic():
        current = _in_state(run, ImportState.CHECKED)
        kind = kind_of(current.kind)
        known = {*kind.questions, *kind.proposals}
        current.decisions = _said({**current.decisions, **{key: said for key, said in alike.items() if key in known}})
        asked = {row.line: row for row in current.rows.filter(line__in=lines).exclude(question="")}
        for line, (question, decision) in lines.items():
            if line in asked and question in known:
                asked[line].decisions = _said({**asked[line].decisions, question: decision})
        ImportRow.objects.bulk_update(asked.values(), ["decisions"], batch_size=500)
        at_once = _check_anew(current, wait=wait)
    return _checked(current, at_once=at_once)


def _said(decisions: Mapping[str, str]) -> dict[str, str]:
    return {question: decision for question, decision in decisions.items() if decision in Decision.values}


def start(*, run: ImportRun) -> ImportRun:
    """From now on the worker writes."""
    with transaction.atomic():
        current = _in_state(run, ImportState.CHECKED)
        _begin(current, ImportState.RUNNING)
        current.started_at = Now()
        current.save()
        tasks.enqueue(current.pk)
    return current


def resume(*, run: ImportRun) -> ImportRun:
    """After a failure: goes on where it stopped."""
    with transaction.atomic():
        current = _in_state(run, ImportState.FAILED)
        if current.undo_began:
            _begin(current, ImportState.UNDOING)
        else:
            _begin(current, ImportState.RUNNING if current.was_started else ImportState.CHECKING)
        current.save()
        tasks.enqueue(current.pk)
    return current


def undo(*, run: ImportRun) -> ImportRun:
    """Takes back what the run did, in the background; also of one that stopped in the middle."""
    with transaction.atomic():
        current = _in_state(run, ImportState.DONE, ImportState.FAILED)
        if not current.can_be_undone:
            raise NotNow(_("This import cannot be undone."))
        _begin(current, ImportState.UNDOING)
        current.progress, current.undo_started_at = 0, Now()
        current.save()
        tasks.enqueue(current.pk)
    return current


def discard(*, run: ImportRun) -> None:
    """Throws the lines of a file away that was never taken over; what was taken over stays to be looked up."""
    with transaction.atomic():
        current = _in_state(run, *ImportState)
        if current.was_started:
            raise NotNow(_("This import has already begun."))
        current.delete()


def forget(*, now: datetime) -> int:
    """Files that nobody took over: personal data that nobody needs.  How many they were."""
    old = ImportRun.objects.filter(started_at=None, created_at__lt=now - WAITED).exclude(state=ImportState.CHECKING)
    return old.delete()[1].get("lists.ImportRun", 0)


def _in_state(run: ImportRun, *states: ImportState) -> ImportRun:
    current = ImportRun.objects.select_for_update().filter(pk=run.pk, state__in=states).first()
    if current is None:
        raise NotNow(_("This import has gone on meanwhile. Here is how it stands now."))
    return current


def _begin(run: ImportRun, state: ImportState) -> None:
    run.state = state
    run.attempt += 1
    run.progress = 0 if state == ImportState.CHECKING else run.progress
    run.touched_at = Now()
    if state == ImportState.RUNNING and not run.was_started:
        run.progress = 0
