"""An import of contacts from upload to result, for tests."""

from accounts.models import User
from contacts.importing.kind import KIND
from lists.imports import selectors, services, working
from lists.models import ImportRun

HEADER = "Anrede;Vorname;Nachname;Firma;Funktion;Telefon;Mobil;E-Mail;Straße;PLZ;Ort;Notizen"


def uploaded(by: User | None, *lines: str, header: str = HEADER) -> ImportRun:
    return brought(by, "\r\n".join([header, *lines]).encode(), "kontakte.csv")


def brought(by: User | None, data: bytes, name: str) -> ImportRun:
    return services.upload(kind=KIND, file_name=name, data=data, by=by)


def checked(run: ImportRun) -> ImportRun:
    return services.choose_columns(run=run, mapping=run.mapping, header_line=run.header_line)


def applied(run: ImportRun) -> ImportRun:
    services.start(run=run)
    while working.apply(run.pk):
        pass
    run.refresh_from_db()
    return run


def imported(by: User | None, *lines: str, header: str = HEADER) -> ImportRun:
    return applied(checked(uploaded(by, *lines, header=header)))


def told(run: ImportRun, reader: User | None = None) -> dict[int, tuple[str, list[str]]]:
    """By line: what became of it and why, in the words of the reader."""
    rows = selectors.told_rows(reader or run.by, run, KIND, shown="")
    return {row.line: (row.outcome, row.reasons) for row in rows}
