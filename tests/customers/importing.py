"""An import from upload to result, for tests."""

from accounts.models import User
from customers.importing.kind import KIND
from lists.imports import selectors, services, working
from lists.models import ImportRun

HEADER = "Kundennr.;Firma;Straße;PLZ;Ort;Telefon;E-Mail;Status;Ansprechpartner;E-Mail AP;Bemerkung"


def uploaded(by: User | None, *lines: str, header: str = HEADER) -> ImportRun:
    return services.upload(kind=KIND, file_name="kunden.csv", data="\r\n".join([header, *lines]).encode(), by=by)


def checked(by: User | None, *lines: str, header: str = HEADER) -> ImportRun:
    run = uploaded(by, *lines, header=header)
    return services.choose_columns(run=run, mapping=run.mapping, header_line=run.header_line)


def applied(run: ImportRun) -> ImportRun:
    services.start(run=run)
    while working.apply(run.pk):
        pass
    run.refresh_from_db()
    return run


def imported(by: User | None, *lines: str, header: str = HEADER) -> ImportRun:
    return applied(checked(by, *lines, header=header))


def told(run: ImportRun, reader: User | None = None) -> dict[int, tuple[str, list[str]]]:
    """By line: what became of it and why, in the words of the reader."""
    rows = selectors.told_rows(reader or run.by, run, KIND, shown="")
    return {row.line: (row.outcome, row.reasons) for row in rows}
