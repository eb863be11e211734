"""Which papers lie in whose file: the same seed puts the same ones there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from contacts.demo.parties import Dice
from documents.demo import office, papers, pictures, words
from documents.demo.papers import Party, german
from documents.demo.pdf import Block, pdf
from documents.formats import Flag

SOON, RUNS, EXPIRED, CANCELLED = "soon", "runs", "expired", "cancelled"
FATES = (SOON, RUNS, RUNS, EXPIRED, RUNS, CANCELLED, RUNS, SOON, RUNS)
CONTRACTS = (
    ("Rahmenvertrag Arbeitnehmerüberlassung", words.STAFFING),
    ("Dienstleistungsvertrag Gebäudereinigung", words.SERVICE),
    ("Wartungsvertrag Maschinen", words.MAINTENANCE),
)


@dataclass(frozen=True)
class Edition:
    """A version: the file, and so many days ago."""

    name: str
    make: Callable[[], bytes]
    days: int
    comment: str = ""
    flags: Sequence[Flag] = ()


@dataclass(frozen=True)
class Draft:
    """A document that will be; field names are those of `Document`."""

    customer: int
    title: str
    type: str
    editions: Sequence[Edition]
    tags: Sequence[str] = ()
    is_confidential: bool = False
    note: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    notice: int | None = None
    renews: int | None = None
    cancelled_on: date | None = None
    is_trashed: bool = False


@dataclass
class Desk:
    """Writes the papers of one customer."""

    customer: int
    party: Party
    place: int  # among the customers that have papers
    today: date
    dice: Dice
    rates: Sequence[tuple[str, int]] = field(init=False)

    def __post_init__(self) -> None:
        start = self.dice.below(len(words.RATES) - 5)
        self.rates = words.RATES[start : start + 5]

    def day(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def paper(self, title: str, kind: str, blocks: Callable[[date], list[Block]], days: int, **more: object) -> Draft:
        """A PDF in one version."""
        made = self.edition(title, blocks, days)
        return Draft(self.customer, title, kind, [made], **more)  # type: ignore[arg-type]  # fields of a draft

    def edition(self, title: str, blocks: Callable[[date], list[Block]], days: int, comment: str = "") -> Edition:
        day = self.day(days)
        name = f"{title.replace(' ', '_')}_{day:%Y-%m-%d}.pdf"
        return Edition(name, lambda: pdf(title, blocks(day)), days, comment)

    def file(
        self, title: str, kind: str, name: str, make: Callable[[], bytes], days: int, *flags: Flag,
        tags: Sequence[str] = (),
    ) -> Draft:  # fmt: skip
        return Draft(self.customer, title, kind, [Edition(name, make, days, flags=flags)], tags)

    def lines(self) -> list[tuple[str, int, int]]:
        return [(job, 20 + 5 * self.dice.below(30), cents) for job, cents in self.rates[:3]]


def drafts(desk: Desk) -> Iterator[Draft]:
    """What lies in the file of this customer."""
    if desk.place == 0:
        yield from _first(desk)
        return
    dice = desk.dice
    usual: Sequence[tuple[float, Callable[[Desk], Draft]]] = (
        (0.75, partial(contract, fate=FATES[desk.place % len(FATES)])), (0.35, price_list), (0.35, offer),
        (0.4, invoice), (0.3, letter), (0.15, secrecy), (0.25, mail), (0.13, timesheet), (0.18, schedule),
        (0.1, letter_of_writer), (0.1, note), (0.04, site),
    )  # fmt: skip
    for share, write in usual:
        if dice.chance(share):
            yield write(desk)
    for place, write in ((1, confidential), (2, locked), (3, form)):
        if desk.place == place:
            yield write(desk)


def _first(desk: Desk) -> Iterator[Draft]:
    """The file that the start page leads to has something of everything."""
    yield contract(desk, fate=SOON, days=12)
    yield price_list(desk, editions=3)
    yield desk.paper(
        "Objekthandbuch Große Elbstraße", "Sonstiges", lambda day: papers.manual(desk.party, day, words.CHAPTERS), 64,
        tags=["Objekt"], note="Wird einmal im Jahr mit dem Kunden durchgesehen.",
    )  # fmt: skip
    yield from (timesheet(desk), site(desk, storeys=2), site(desk, storeys=5))
    yield from (mail(desk), offer(desk, as_word=True), invoice(desk), letter(desk), schedule(desk), form(desk))
    yield from (secrecy(desk), confidential(desk), letter_of_writer(desk), note(desk))
    yield desk.paper(
        "Preisliste Entwurf", "Preisliste", lambda day: papers.price_list(desk.party, day, desk.rates, 9), 30,
        is_trashed=True,
    )  # fmt: skip


def contract(desk: Desk, *, fate: str, days: int = 0) -> Draft:
    """`days`: until the last day to give notice, of one for which that is soon."""
    dice, today = desk.dice, desk.today
    title, clauses = CONTRACTS[desk.place % len(CONTRACTS)]
    notice, renews, cancelled_on = 3, 12, None
    if fate == SOON:
        last = today + timedelta(days=days or 4 + dice.below(24))
        until = _months_later(last.replace(day=min(last.day, 28)), notice)
    elif fate == CANCELLED:
        until, cancelled_on = today + timedelta(days=20 + dice.below(60)), today - timedelta(days=20 + dice.below(40))
    elif fate == EXPIRED:
        until, notice, renews = today - timedelta(days=15 + dice.below(200)), 0, 0
    else:
        until = date(today.year + 1 + dice.below(2), (6, 12)[dice.below(2)], 30)
    begins = until.replace(year=min(until.year, today.year) - 1 - dice.below(3), day=1)
    text = _term(begins, until, notice, renews)
    return desk.paper(
        title, "Vertrag", lambda day: papers.contract(title, desk.party, day, text, clauses),
        (today - begins).days + 10, tags=_tags(dice), valid_from=begins, valid_until=until, notice=notice or None,
        renews=renews or None, cancelled_on=cancelled_on,
    )  # fmt: skip


def _term(begins: date, until: date, notice: int, renews: int) -> str:
    said = f"Der Vertrag beginnt am {german(begins)} und läuft bis zum {german(until)}."
    if not renews:
        return f"{said} Er endet, ohne dass es einer Kündigung bedarf."
    return (
        f"{said} Er verlängert sich um jeweils {renews} Monate, wenn er nicht mit einer Frist von {notice} Monaten "
        "zum Ende der Laufzeit gekündigt wird. Die Kündigung bedarf der Textform."
    )


def price_list(desk: Desk, editions: int = 0) -> Draft:
    title, count = "Preisliste Stundenverrechnungssätze", editions or 1 + desk.dice.below(2)
    made = [
        desk.edition(
            title, partial(_priced, desk, 4 * turn), 40 + 365 * (count - 1 - turn), "Tariferhöhung" if turn else ""
        )
        for turn in range(count)
    ]
    begins = desk.day(40)
    return Draft(
        desk.customer, title, "Preisliste", made, tags=_tags(desk.dice), valid_from=begins,
        valid_until=date(begins.year, 12, 31),
    )  # fmt: skip


def _priced(desk: Desk, raised: int, day: date) -> list[Block]:
    return papers.price_list(desk.party, day, desk.rates, raised)


def offer(desk: Desk, *, as_word: bool = False) -> Draft:
    lines, days = desk.lines(), 5 + desk.dice.below(150)
    number = f"AN-{desk.day(days):%y%m}-{100 + desk.place}"
    title = f"Angebot {number}"
    if as_word or desk.dice.chance(0.3):
        return desk.file(title, "Angebot", f"{title}.docx", lambda: office.offer_as_word(desk.party, lines), days)
    return desk.paper(title, "Angebot", lambda day: papers.offer(desk.party, day, number, lines), days)


def invoice(desk: Desk) -> Draft:
    lines, days = desk.lines(), 8 + desk.dice.below(300)
    number = f"RE-{desk.day(days):%y%m}-{3000 + desk.place}"
    return desk.paper(
        f"Rechnung {number}", "Rechnung", lambda day: papers.invoice(desk.party, day, number, lines), days,
        tags=_tags(desk.dice),
    )  # fmt: skip


def letter(desk: Desk) -> Draft:
    subject, paragraphs = desk.dice.one(words.LETTERS)
    return desk.paper(
        subject, "Schriftverkehr", lambda day: papers.letter(desk.party, day, subject, paragraphs),
        3 + desk.dice.below(400),
    )  # fmt: skip


def letter_of_writer(desk: Desk) -> Draft:
    subject, paragraphs = desk.dice.one(words.LETTERS)
    said = [desk.party.name, subject, desk.party.salutation, *paragraphs, desk.party.clerk]
    return desk.file(
        f"{subject} (Entwurf)", "Schriftverkehr", f"{subject}.odt", lambda: office.open_text(said),
        2 + desk.dice.below(200),
    )  # fmt: skip


def secrecy(desk: Desk) -> Draft:
    title, begins = "Verschwiegenheitsvereinbarung", desk.day(200 + desk.dice.below(500))
    term = f"Die Vereinbarung gilt ab dem {german(begins)} auf unbestimmte Zeit."
    return desk.paper(
        title, "Vereinbarung", lambda day: papers.contract(title, desk.party, day, term, words.SECRECY),
        (desk.today - begins).days, valid_from=begins, tags=_tags(desk.dice),
    )  # fmt: skip


def mail(desk: Desk) -> Draft:
    subject, text = desk.dice.one(words.MAILS)
    days, hour = 1 + desk.dice.below(120), 6 + desk.dice.below(10)
    sent = office.at(desk.day(days), hour)
    return desk.file(
        subject, "Schriftverkehr", f"{subject}.eml", lambda: office.mail(desk.party, sent, subject, text), days
    )


def schedule(desk: Desk) -> Draft:
    days = desk.dice.below(20)
    day = desk.day(days)
    table = office.schedule(words.WORKERS, office.at(day, 9))
    title, week = f"Einsatzplan KW {day:%V}", f"KW {day:%V}"
    if desk.dice.chance(0.3):
        return desk.file(title, "Sonstiges", f"{title}.ods", lambda: office.open_table(week, table), days)
    return desk.file(title, "Sonstiges", f"{title}.xlsx", lambda: office.excel(week, table), days)


def timesheet(desk: Desk) -> Draft:
    worker, days, dice = desk.dice.one(words.WORKERS), 3 + desk.dice.below(40), Dice(desk.party.number)
    day = desk.day(days)
    return desk.file(
        f"Stundennachweis {worker} KW {day:%V}", "Foto", f"IMG_{day:%Y%m%d}_{dice.below(9000) + 1000}.jpg",
        lambda: pictures.timesheet(dice, desk.party.name, worker, int(f"{day:%V}")), days, tags=_tags(desk.dice),
    )  # fmt: skip


def site(desk: Desk, storeys: int = 4) -> Draft:
    days, dice = 20 + 12 * (6 - storeys), Dice(f"{desk.party.number}:{storeys}")
    day = desk.day(days)
    return desk.file(
        f"Baustelle, {storeys}. Geschoss", "Foto", f"IMG_{day:%Y%m%d}_0{storeys}.jpg",
        lambda: pictures.building_site(dice, storeys), days, tags=["Objekt"],
    )  # fmt: skip


def note(desk: Desk) -> Draft:
    return desk.file("Notiz Objektbegehung", "Sonstiges", "Objektbegehung.txt", words.NOTE.encode, 9)


def confidential(desk: Desk) -> Draft:
    subject = "Auskunft zur Bonität"
    return desk.paper(
        subject, "Sonstiges", lambda day: papers.letter(desk.party, day, subject, words.CONFIDENTIAL), 17,
        is_confidential=True, note="Nur für die Leitung.",
    )  # fmt: skip


def locked(desk: Desk) -> Draft:
    title, blocks = "Lohnnachweis (mit Kennwort)", papers.letter(desk.party, desk.day(33), "Lohnnachweis", ["…"])
    made = partial(pdf, title, blocks, password="1234")  # noqa: S106 -- nobody is to open it
    return desk.file(title, "Sonstiges", "Lohnnachweis.pdf", made, 33, Flag.ENCRYPTED)


def form(desk: Desk) -> Draft:
    """Acts when it is opened elsewhere: the archive says so."""
    title, blocks = "Bestellformular des Kunden", papers.letter(desk.party, desk.day(21), "Bestellung", ["Menge: ____"])
    made = partial(pdf, title, blocks, script=words.SCRIPT)
    return desk.file(title, "Sonstiges", "Bestellformular.pdf", made, 21, Flag.ACTIVE)


def _tags(dice: Dice) -> Sequence[str]:
    return [dice.one(words.TAGS)] if dice.chance(0.45) else []


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, day.day)
