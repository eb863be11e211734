"""vCards as text: what other programs read out of ours, and ours out of theirs."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.countries import COUNTRIES
from contacts.models import AddressLabel, EmailLabel, PhoneLabel
from contacts.rows import AddressRow, EmailRow, PhoneRow, WebsiteRow
from contacts.vcards import MOST_BYTES_OF_A_CODE, PHONE_TYPES, Card, Version, write, write_small
from timecount.codes import QUIET_ZONE, qr_svg
from timecount.texts import clean_line

SAMPLES = Path(__file__).parents[1] / "samples" / "vcards"
UID, CHANGED = "urn:uuid:6f1b2c3d-0000-4a5b-8c9d-1234567890ab", datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CODES = {str(name): code for code, name in COUNTRIES.items()} | {"Deutschland": "DE", "Österreich": "AT"}


def texts(found: Any, name: str) -> list[str]:
    return [line.value for line in found.contents.get(name, [])]


def read(found: Any) -> Card:
    """What a program that uses vobject sees: the fields that we know, whoever wrote them."""
    name, organisations = found.n.value, texts(found, "org")
    born = texts(found, "bday")
    is_organisation = not (name.family or name.given)
    return Card(
        uid=UID,
        changed=CHANGED,
        is_organisation=is_organisation,
        name=found.fn.value if is_organisation else f"{name.given} {name.family}".strip(),
        title=name.prefix,
        first_name=name.given,
        last_name=name.family,
        organisation=organisations[0][0] if organisations else "",
        position="".join(texts(found, "title")),
        birthday=date.fromisoformat(born[0]) if born else None,
        addresses=[address(line) for line in found.contents.get("adr", [])],
        phones=[
            PhoneRow(number=line.value, label=phone_label(line), is_main=main(line)) for line in lines(found, "tel")
        ],
        emails=[
            EmailRow(
                address=line.value,
                label=EmailLabel.PRIVATE if "home" in types(line) else EmailLabel.OFFICE,
                is_main=main(line),
            )
            for line in lines(found, "email")
        ],
        websites=[WebsiteRow(url=line.value.replace("\\:", ":"), is_main=main(line)) for line in lines(found, "url")],
    )


def lines(found: Any, name: str) -> list[Any]:
    return list(found.contents.get(name, []))


def types(line: Any) -> set[str]:
    return {word.lower() for word in [*line.params.get("TYPE", []), *line.singletonparams]}


def main(line: Any) -> bool:
    return "pref" in types(line) or "PREF" in line.params


PHONE_LABELS = {"fax": PhoneLabel.FAX, "cell": PhoneLabel.MOBILE, "home": PhoneLabel.PRIVATE}


def phone_label(line: Any) -> str:
    said = types(line)
    return next((label for word, label in PHONE_LABELS.items() if word in said), PhoneLabel.OFFICE)


def address(line: Any) -> AddressRow:
    street = line.value.street.replace("\r\n", "\n")
    *addition, last = street.split("\n") if "\n" in street else [street]
    return AddressRow(
        label=AddressLabel.PRIVATE if "home" in types(line) else AddressLabel.OFFICE,
        is_main=main(line),
        addition="\n".join(addition),
        street=last,
        postcode=line.value.code,
        city=line.value.city,
        country=CODES.get(line.value.country, line.value.country),
    )


def read_all(text: str) -> list[Card]:
    return [read(found) for found in vobject.readComponents(text, allowQP=True)]


# --- the cards of three makers --------------------------------------------------------------


MAKERS = {path.stem: path.read_bytes().decode() for path in sorted(SAMPLES.glob("*.vcf"))}


@pytest.mark.parametrize("version", list(Version))
@pytest.mark.parametrize("maker", ["apple", "google", "outlook"])
def test_what_a_maker_wrote_is_the_same_after_our_card(maker: str, version: Version) -> None:
    theirs = read_all(MAKERS[maker])
    assert theirs[0].phones
    assert read_all(write(theirs, version)) == theirs


def test_the_samples_say_what_they_should() -> None:
    apple, outlook, google = (read_all(MAKERS[maker])[0] for maker in ("apple", "outlook", "google"))
    assert (apple.title, apple.last_name, apple.birthday) == ("Dr.", "Yılmaz-Großmann", date(1984, 3, 9))
    assert [phone.label for phone in apple.phones] == ["mobile", "office", "fax"]
    assert (outlook.organisation, outlook.addresses[0].street) == ("Bäckerei Müller KG", "Rückgebäude")
    assert [email.label for email in google.emails] == ["office", "private"]


# --- one of ours, line by line --------------------------------------------------------------

ANNA = Card(
    uid=UID,
    changed=CHANGED,
    is_organisation=False,
    name="Anna Müller",
    title="Dr.",
    first_name="Anna",
    last_name="Müller",
    organisation="Acme; Bau, GmbH",
    position="Einkauf",
    birthday=date(1980, 5, 1),
    addresses=[AddressRow(addition="Hinterhaus", street="Hafenstraße 1", postcode="20457", city="Hamburg")],
    phones=[PhoneRow(number="+4940123456", is_main=True), PhoneRow(number="+491701234567", label="mobile")],
    emails=[EmailRow(address="anna@acme.example", is_main=True)],
    websites=[WebsiteRow(url="https://acme.example/?a=1;b=2,3")],
)


def test_a_card_3_0_is_written_as_the_rfc_says() -> None:
    assert write([ANNA], Version.V3).split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "PRODID:-//Timecount//Timecount//DE",
        f"UID:{UID}",
        "REV:20261124T093000Z",
        "N:Müller;Anna;;Dr.;",
        "FN:Dr. Anna Müller",
        r"ORG:Acme\; Bau\, GmbH",
        "TITLE:Einkauf",
        "BDAY:1980-05-01",
        "TEL;TYPE=WORK,VOICE,PREF:+4940123456",
        "TEL;TYPE=CELL:+491701234567",
        "EMAIL;TYPE=INTERNET,WORK,PREF:anna@acme.example",
        "URL:https://acme.example/?a=1;b=2,3",
        r"ADR;TYPE=WORK:;;Hinterhaus\nHafenstraße 1;Hamburg;;20457;Deutschland",
        "END:VCARD",
        "",
    ]


def test_a_card_4_0_is_written_as_the_rfc_says() -> None:
    card = write([ANNA], Version.V4)
    assert "VERSION:4.0\r\n" in card
    assert "KIND:individual\r\n" in card
    assert "TEL;TYPE=work,voice;PREF=1:+4940123456\r\n" in card
    assert "EMAIL;TYPE=work;PREF=1:anna@acme.example\r\n" in card
    assert "BDAY:19800501\r\n" in card


def test_an_organisation_says_that_it_is_one() -> None:
    acme = Card(uid=UID, changed=CHANGED, is_organisation=True, name="Acme GmbH", organisation="Acme GmbH")
    assert "KIND:org\r\nN:;;;;\r\nFN:Acme GmbH\r\nORG:Acme GmbH\r\n" in write([acme], Version.V4)
    assert "X-ABShowAs:COMPANY\r\nN:;;;;\r\nFN:Acme GmbH\r\nORG:Acme GmbH\r\n" in write([acme], Version.V3)


typed = st.text(max_size=120).map(clean_line)


@settings(max_examples=60, deadline=None)
@given(words=st.lists(typed, min_size=5, max_size=5), version=st.sampled_from(Version))
def test_whatever_was_typed_is_read_back_and_begins_no_line(words: list[str], version: Version) -> None:
    first, last, position, street, number = words
    card = replace(
        ANNA,
        name=f"{first} {last}",
        first_name=first,
        last_name=last,
        position=position,
        addresses=[AddressRow(street=street)],
        phones=[PhoneRow(number=number)],
    )
    written = write([card], version)
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert len(re.findall(r"(?m)^[A-Z-]+[;:]", written)) == len(lines_of(written))
    found = vobject.readOne(written)
    assert (found.n.value.given, found.n.value.family) == (first, last)
    assert texts(found, "title") == ([position] if position else [])
    assert found.adr.value.street == street
    assert found.tel.value == number


def lines_of(written: str) -> list[str]:
    return [line for line in written.split("\r\n") if line and not line.startswith(" ")]


def test_a_line_break_in_a_value_begins_no_line_of_its_own() -> None:
    card = replace(
        ANNA, websites=[WebsiteRow(url="https://a.example/\r\nTEL:+49900")], position="a\r\nTEL:+49900\u2028b"
    )
    assert not re.search(r"(?m)^TEL:\+49900", write([card], Version.V4))


# --- the code -------------------------------------------------------------------------------


def test_a_code_carries_what_one_calls_and_writes_to() -> None:
    small = write_small(ANNA)
    found = vobject.readOne(small)
    assert found.fn.value == "Dr. Anna Müller"
    assert texts(found, "tel") == ["+4940123456", "+491701234567"]
    assert texts(found, "email") == ["anna@acme.example"]
    assert len(small.encode()) <= MOST_BYTES_OF_A_CODE


def test_a_code_leaves_out_the_least_important_first() -> None:
    long = replace(ANNA, organisation="Gebäudereinigung " * 8, position="Leitung " * 10)
    found = vobject.readOne(write_small(long))
    assert (texts(found, "title"), len(texts(found, "tel")), len(texts(found, "email"))) == ([], 2, 1)
    assert len(write_small(long).encode()) <= MOST_BYTES_OF_A_CODE


def test_a_code_is_a_picture_of_black_bars_with_a_quiet_zone() -> None:
    picture = qr_svg(write_small(ANNA)).decode()
    size = int(re.search(r'viewBox="0 0 (\d+) ', picture).group(1))  # type: ignore[union-attr]
    black = set(bars(picture))
    finder = {(x, y) for x in range(7) for y in range(7) if x in (0, 6) or y in (0, 6)}
    assert (size - 2 * QUIET_ZONE - 17) % 4 == 0
    assert {(x + QUIET_ZONE, y + QUIET_ZONE) for x, y in finder} <= black
    assert all(QUIET_ZONE <= value < size - QUIET_ZONE for pixel in black for value in pixel)


def bars(picture: str) -> Iterator[tuple[int, int]]:
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", picture):
        yield from ((int(x) + step, int(y)) for step in range(int(length)))


@pytest.mark.parametrize("label", PhoneLabel.values)
def test_every_kind_of_telephone_has_its_words(label: str) -> None:
    assert PHONE_TYPES[PhoneLabel(label)]
