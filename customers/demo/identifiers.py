"""Tax, bank and invoice identifiers that pass every check and belong to nobody we know."""

from contacts.demo.parties import Dice

# Real bank codes, so that the bank's name can be shown.
BANK_CODES = [
    "10010010", "10050000", "10070000", "12030000", "20050550", "20070000", "25050180", "29050101", "37040044",
    "37050198", "43060967", "44050199", "50010517", "50040000", "60050101", "66050101", "70020270", "70150000",
    "76050101", "86055592",
]  # fmt: skip


AUSTRIAN_BANK_CODES = ["12000", "20111", "32000"]


def iban(dice: Dice) -> str:
    account = f"{dice.one(BANK_CODES)}{dice.below(9_000_000) + 1_000_000:010d}"
    return f"DE{98 - int(account + '131400') % 97:02d}{account}"


def austrian_iban(dice: Dice) -> str:
    account = f"{dice.one(AUSTRIAN_BANK_CODES)}{dice.below(9_000_000) + 1_000_000:011d}"
    return f"AT{98 - int(account + '102900') % 97:02d}{account}"


def german_vat_id(dice: Dice) -> str:
    """The ninth digit follows from the other eight (ISO 7064, Mod 11, 10)."""
    body = str(dice.below(90_000_000) + 10_000_000)
    product = 10
    for digit in body:
        product = (int(digit) + product) % 10 or 10
        product = 2 * product % 11
    return f"DE{body}{(11 - product) % 10}"


def austrian_vat_id(dice: Dice) -> str:
    body = f"{dice.below(9_000_000) + 1_000_000}"
    total = 4 + sum(int(digit) if i % 2 == 0 else sum(divmod(2 * int(digit), 10)) for i, digit in enumerate(body))
    return f"ATU{body}{-total % 10}"


def tax_number(dice: Dice) -> str:
    """As Berlin, Bremen or Lower Saxony write it: office, district, number."""
    return f"{dice.below(80) + 11}/{dice.below(900) + 100}/{dice.below(90_000) + 10_000}"


def leitweg_id(dice: Dice, state: str) -> str:
    """Region, authority and a check over both (ISO 7064, Mod 97, 10)."""
    region, authority = f"{_REGION_KEYS[state]}{dice.below(900) + 100}", str(dice.below(90_000) + 10_000)
    return f"{region}-{authority}-{98 - int(region + authority + '00') % 97:02d}"


_REGION_KEYS = {
    "DE-SH": "01", "DE-HH": "02", "DE-NI": "03", "DE-HB": "04", "DE-NW": "05", "DE-HE": "06", "DE-RP": "07",
    "DE-BW": "08", "DE-BY": "09", "DE-SL": "10", "DE-BE": "11", "DE-BB": "12", "DE-MV": "13", "DE-SN": "14",
    "DE-ST": "15", "DE-TH": "16",
}  # fmt: skip
