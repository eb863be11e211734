"""Makes customer files in blocks that do not depend on each other.

Every block has its own stream of chance and refers to nothing outside itself, so that blocks can be made in
parallel, and the first 400 of a million are the same as 400.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from contacts.demo import parties, words
from contacts.demo.parties import Dice, Party, Work
from customers.demo import identifiers

BLOCK = 1000
# Ids per file: the customer's own and its people's.
STRIDE = 10
ROLES = tuple(words.POSITIONS)
OFFICIALS = ("purchasing", "accounting", "human_resources", "technical", "on_site")
FURTHER_ROLES = ("invoice_recipient", "signatory")
STATUSES = ("active",) * 66 + ("lead",) * 15 + ("inactive",) * 11 + ("archived",) * 5 + ("blocked",) * 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What a block must know; `keepers`: anna, cleo and their colleagues, whom files are given to."""

    customers: int
    seed: int
    today: datetime  # its first minute: everything happened before
    keepers: tuple[int, ...] = ()
    prefix: str = "K-"
    width: int = 6
    first_number: int = 100_001
    # Files written by hand, which come first.
    told: tuple[Callable[["Plan", int], "File"], ...] = ()


@dataclass(slots=True)
class File:
    """A customer with everything that belongs to it; field names are those of `Customer`."""

    party: Party
    number: str
    status: str = "active"
    search_name: str = ""
    blocked_reason: str = ""
    access: str = "module"
    responsible: int | None = None
    industry: str = ""
    customer_since: date | None = None
    parent: int | None = None
    language: str = "de"
    vat_id: str = ""
    tax_number: str = ""
    iban: str = ""
    account_holder: str = ""
    buyer_reference: str = ""
    debtor_account: str = ""
    invoice_email: str = ""
    people: list[Party] = field(default_factory=list)
    work: list[Work] = field(default_factory=list)


def block(plan: Plan, index: int) -> Iterator[File]:
    """The files of one block, up to the number that the plan asks for."""
    dice = Dice(f"{plan.seed}:{index}")
    firms: list[File] = []
    for ordinal in range(index * BLOCK + 1, min((index + 1) * BLOCK, plan.customers) + 1):
        roll = dice.random()
        if ordinal <= len(plan.told):
            yield plan.told[ordinal - 1](plan, ordinal)
        elif roll < 0.09:
            yield _private(dice, plan, ordinal)
        elif roll < 0.12:
            yield _public_body(dice, plan, ordinal)
        else:
            file = _company(dice, plan, ordinal, firms)
            if file.parent is None:  # one level is enough
                firms.append(file)
            yield file


def times(dice: Dice, today: datetime) -> tuple[datetime, datetime]:
    """Created within six years, changed within the last two, more often lately."""
    created = today - timedelta(minutes=dice.below(3_150_000))
    changed = today - timedelta(minutes=int(1_050_000 * dice.random() ** 1.6) + 1)
    return created, max(created, changed)


# --- kinds of customers ---------------------------------------------------------------------


def _company(dice: Dice, plan: Plan, ordinal: int, firms: list[File]) -> File:
    created, updated = times(dice, plan.today)
    name, industry = parties.company_name(dice)
    parent = dice.one(firms) if firms and dice.chance(0.05) else None
    if parent:
        stem = parties.stem_of(parent.party.organisation_name)
        name, industry = f"{stem} {dice.one(words.SUBSIDIARIES)} GmbH", parent.industry
    town = dice.one(words.TOWN_LOT) if dice.chance(0.98) else dice.one(words.ABROAD)
    party = parties.organisation(dice, id=ordinal * STRIDE, name=name, town=town, created=created, updated=updated)
    file = _file(dice, plan, ordinal, party)
    file.industry, file.parent = industry, parent.party.id if parent else None
    _add_people(dice, file, count=dice.one((0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4)))
    if firms and dice.chance(0.04):
        _add_shared_person(dice, file, dice.one(firms))
    _add_money(dice, file, austrian=town.country == "AT")
    return file


def _public_body(dice: Dice, plan: Plan, ordinal: int) -> File:
    created, updated = times(dice, plan.today)
    town = dice.one(words.TOWN_LOT)
    name = dice.one(words.PUBLIC_BODIES).format(city=town.name)
    party = parties.organisation(dice, id=ordinal * STRIDE, name=name, town=town, created=created, updated=updated)
    file = _file(dice, plan, ordinal, party)
    file.industry = "Öffentliche Verwaltung"
    file.buyer_reference = identifiers.leitweg_id(dice, town.state)
    file.invoice_email = f"e-rechnung@{parties.domain_of(name)}"
    party.tags.insert(0, words.PUBLIC_TAG)
    _add_people(dice, file, count=dice.one((1, 1, 2, 2, 3)), roles=OFFICIALS)
    return file


def _private(dice: Dice, plan: Plan, ordinal: int) -> File:
    created, updated = times(dice, plan.today)
    town = dice.one(words.TOWN_LOT)
    party = parties.private_person(dice, id=ordinal * STRIDE, town=town, created=created, updated=updated)
    file = _file(dice, plan, ordinal, party)
    file.industry = "Privathaushalt"
    if dice.chance(0.3):
        file.iban, file.account_holder = identifiers.iban(dice), party.name
    return file


def _file(dice: Dice, plan: Plan, ordinal: int, party: Party) -> File:
    file = File(party, f"{plan.prefix}{plan.first_number + ordinal - 1:0{plan.width}}", dice.one(STATUSES))
    if file.status == "blocked":
        file.blocked_reason = dice.one(words.BLOCK_REASONS)
    if file.status != "lead":
        earlier = dice.below(4_000) if dice.chance(0.25) else 0
        file.customer_since = party.created_at.date() - timedelta(days=earlier)
        file.debtor_account = str(10_000 + ordinal)
    if plan.keepers:
        _give(dice, plan, file)
    tags = words.PRIVATE_TAGS if party.kind == parties.PERSON else words.TAGS
    while dice.chance(0.33) and len(party.tags) < 3:
        tag = dice.one(tags)
        if tag not in party.tags:
            party.tags.append(tag)
    if dice.chance(0.15):
        party.notes = dice.one(words.NOTES)
    if dice.chance(0.03):
        file.language = "en"
    return file


def _give(dice: Dice, plan: Plan, file: File) -> None:
    """Anna and Cleo, the first of the keepers, look after more files than others, and after the closed ones."""
    if dice.chance(0.02):
        file.access, file.responsible = "restricted", dice.one(plan.keepers[:2])
    elif dice.chance(0.92):
        file.responsible = dice.one(plan.keepers[:2] if dice.chance(0.15) else plan.keepers)


# --- what companies have --------------------------------------------------------------------


def _add_people(dice: Dice, file: File, *, count: int, roles: tuple[str, ...] = ROLES) -> None:
    for position in range(count):
        role = roles[0] if position == 0 and dice.chance(0.4) else dice.one(roles)
        person = parties.employee(dice, file.party, id=file.party.id + position + 1, role=role)
        file.people.append(person)
        since = file.party.created_at.date() - timedelta(days=dice.below(900)) if dice.chance(0.5) else None
        work = Work(person.id, file.party.id, [role], person.position, position == 0, since)
        if dice.chance(0.25):
            work.roles.append(dice.one(FURTHER_ROLES))
        if position > 0 and dice.chance(0.12):
            end = file.party.updated_at.date() - timedelta(days=dice.below(300))
            work.valid_until = max(end, since or end)
        file.work.append(work)


def _add_shared_person(dice: Dice, file: File, other: File) -> None:
    """Somebody who works at another customer already looks after this one too."""
    if other.people:
        person = dice.one(other.people)
        role = dice.one(("accounting", "human_resources", "technical", "on_site"))
        file.work.append(Work(person.id, file.party.id, [role], is_main=not file.work))


def _add_money(dice: Dice, file: File, *, austrian: bool) -> None:
    party = file.party
    if dice.chance(0.6):
        file.vat_id = identifiers.austrian_vat_id(dice) if austrian else identifiers.german_vat_id(dice)
    if dice.chance(0.2) and not austrian:
        file.tax_number = identifiers.tax_number(dice)
    if dice.chance(0.35):
        file.iban = identifiers.austrian_iban(dice) if austrian else identifiers.iban(dice)
        file.account_holder = party.name[:70]
    if dice.chance(0.4):
        file.invoice_email = f"rechnung@{parties.domain_of(party.name)}"
    if dice.chance(0.12):
        file.search_name = "".join(word[0] for word in party.name.split() if word[0].isalpha()).upper()
    if dice.chance(0.03):
        file.buyer_reference = f"BE-{dice.below(900_000) + 100_000}"
