"""What stands in the papers of a staffing company and its customers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from documents.demo import words
from documents.demo.pdf import HOUSE, Block, Break, Row, Signatures, Text

TWO, MONEY = (0, -455), (0, 210, 290, -455)


@dataclass(frozen=True)
class Party:
    """The customer as letters address it; `person` with salutation, or nothing."""

    name: str
    number: str
    lines: tuple[str, ...]
    person: str
    salutation: str
    clerk: str


def german(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def euro(cents: int) -> str:
    whole, rest = divmod(cents, 100)
    return f"{whole:,}".replace(",", ".") + f",{rest:02} €"


def letter(party: Party, day: date, subject: str, paragraphs: Sequence[str]) -> list[Block]:
    return [*_address(party, day), Text(subject, 12, bold=True, before=22), *_body(party, paragraphs)]


def _address(party: Party, day: date) -> Iterator[Block]:
    yield Text(f"{HOUSE} · Speicherstraße 12 · 20457 Hamburg", 7, before=0)
    for line in (party.name, *([party.person] if party.person else []), *party.lines):
        yield Text(line, 10, before=0)
    yield Row((f"Kundennummer {party.number}", f"Hamburg, {german(day)}"), TWO)


def _body(party: Party, paragraphs: Sequence[str]) -> Iterator[Block]:
    yield Text(party.salutation, before=14)
    for paragraph in paragraphs:
        yield Text(paragraph, before=9)
    yield Text("Mit freundlichen Grüßen", before=16)
    yield Text(party.clerk, before=34)
    yield Text(HOUSE, 9, before=0)


def contract(title: str, party: Party, day: date, term: str, clauses: Sequence[tuple[str, str]]) -> list[Block]:
    """A paragraph for each clause, the term among them, and two signatures."""
    blocks: list[Block] = [
        Text(title, 16, bold=True, before=0),
        Text(f"zwischen der {HOUSE}, Speicherstraße 12, 20457 Hamburg (nachfolgend Auftragnehmerin)", before=12),
        Text(f"und {party.name}, {', '.join(party.lines)} (nachfolgend Kunde)", before=4),
    ]
    for number, (head, text) in enumerate([*clauses, ("Laufzeit und Kündigung", term), *words.LAST_CLAUSES], 1):
        blocks.append(Text(f"§ {number} {head}", 11, bold=True, before=13))
        blocks += [Text(part, before=4) for part in text.split("\n")]
    blocks.append(Signatures(f"Hamburg, {german(day)}, {HOUSE}", f"{german(day)}, {party.name}"))
    return blocks


def price_list(party: Party, day: date, rates: Sequence[tuple[str, int]], raised: int) -> list[Block]:
    """`raised`: by so many per cent since the first one."""
    blocks: list[Block] = [
        Text(f"Preisliste {day.year}", 16, bold=True, before=0),
        Text(f"Gültig für {party.name} (Kundennummer {party.number}) ab {german(day)}.", before=8),
        Text("Stundenverrechnungssätze", 11, bold=True, before=16),
        Row(("Tätigkeit", "Satz je Stunde"), TWO, bold=True),
    ]
    blocks += [Row((job, euro(cents * (100 + raised) // 100)), TWO) for job, cents in rates]
    blocks += [Text("Zuschläge", 11, bold=True, before=18), Row(("Anlass", "Zuschlag"), TWO, bold=True)]
    blocks += [Row(line, TWO) for line in words.EXTRAS]
    blocks.append(Text(words.PRICES_NOTE, 9, before=16))
    return blocks


def offer(party: Party, day: date, number: str, lines: Sequence[tuple[str, int, int]]) -> list[Block]:
    """`lines`: what, hours, cents for each."""
    return [
        *_address(party, day),
        Text(f"Angebot {number}", 13, bold=True, before=22),
        Text(party.salutation, before=12),
        Text("vielen Dank für Ihre Anfrage. Gern bieten wir Ihnen an:", before=8),
        Text("", before=6),
        *_sums(lines),
        Text(f"An dieses Angebot halten wir uns bis {german(day + timedelta(days=30))} gebunden.", before=16),
        Text("Unsere Kräfte sind nach dem Tarifvertrag GVP/DGB beschäftigt und für die Tätigkeit unterwiesen."),
        Text("Mit freundlichen Grüßen", before=16),
        Text(party.clerk, before=34),
    ]


def invoice(party: Party, day: date, number: str, lines: Sequence[tuple[str, int, int]]) -> list[Block]:
    net = sum(hours * cents for _job, hours, cents in lines)
    month = (day.replace(day=1) - timedelta(days=1)).strftime("%m/%Y")
    return [
        *_address(party, day),
        Text(f"Rechnung {number}", 13, bold=True, before=22),
        Text(f"Leistungszeitraum {month}. Nachweise liegen bei.", before=4),
        Text("", before=6),
        *_sums(lines),
        Row(("Umsatzsteuer 19 %", euro(net * 19 // 100)), TWO),
        Row(("Rechnungsbetrag", euro(net + net * 19 // 100)), TWO, bold=True),
        Text(f"Zahlbar ohne Abzug bis {german(day + timedelta(days=14))}.", before=18),
        Text("USt-IdNr. DE123456788 · Steuernummer 48/123/45678", 9, before=4),
    ]


def _sums(lines: Sequence[tuple[str, int, int]]) -> Iterator[Block]:
    yield Row(("Leistung", "Stunden", "Satz", "Betrag"), MONEY, bold=True)
    for job, hours, cents in lines:
        yield Row((job, str(hours), euro(cents), euro(hours * cents)), MONEY)
    yield Row(("Summe netto", euro(sum(hours * cents for _job, hours, cents in lines))), TWO, bold=True)


def manual(party: Party, day: date, chapters: Sequence[tuple[str, Sequence[str]]]) -> list[Block]:
    """A page for each chapter."""
    blocks: list[Block] = [
        Text("Objekthandbuch", 20, bold=True, before=60),
        Text(party.name, 13, before=8),
        Text(f"Stand {german(day)} · bearbeitet von {party.clerk}", before=4),
        Text("Inhalt", 12, bold=True, before=40),
    ]
    blocks += [Row((head, str(number)), TWO) for number, (head, _parts) in enumerate(chapters, 2)]
    for head, parts in chapters:
        blocks += [Break(), Text(head, 15, bold=True, before=0), *(Text(part, before=9) for part in parts)]
    return blocks
