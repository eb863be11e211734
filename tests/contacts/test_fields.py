"""What people type to reach somebody: understood, proposed, or refused with a reason; hostile input included."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.forms import Field
from django.http import QueryDict
from django.utils import translation

from contacts.fields import EmailField, PhoneField, UrlField
from contacts.forms.contact import ContactForms, OrganisationForm, PersonForm, TagsField
from contacts.forms.rows import AddressForm
from contacts.models import Kind


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def cleaned(field: Field, typed: str) -> object:
    """The clean value, or the errors."""
    try:
        return field.clean(typed)
    except ValidationError as error:
        return error.messages


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Info@Firma.DE", "Info@firma.de"),
        ("mailto:info@firma.de;", "info@firma.de"),
        ("Eva Ahrens <eva@firma.de>", "eva@firma.de"),
        ("in\u200bfo@firma.de\0", "info@firma.de"),
        ("info@müller.de", "info@müller.de"),
        ("", ""),
        ("info at firma.de", ["This is not an e-mail address. Did you mean info@firma.de?"]),
        ("info(at)firma (punkt) de", ["This is not an e-mail address. Did you mean info@firma.de?"]),
        ("info@firma,de", ["This is not an e-mail address. Did you mean info@firma.de?"]),
        ("info@firma", ["This is not an e-mail address, e.g. name@company.de."]),
        ("a@b.de; c@d.de", ["Please enter one e-mail address per line."]),
        ("keine", ["This is not an e-mail address, e.g. name@company.de."]),
    ],
)
def test_an_e_mail_address_is_understood_or_proposed(typed: str, value: object) -> None:
    assert cleaned(EmailField(required=False), typed) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("www.firma.de", "https://www.firma.de"),
        ("http://firma.de/a?b=c", "http://firma.de/a?b=c"),
        ("", ""),
        ("javascript:alert(1)", ["This is not a web address, e.g. www.company.de."]),
        ("data:text/html,x", ["This is not a web address, e.g. www.company.de."]),
        ("info@firma.de", ["This is not a web address, e.g. www.company.de."]),
        ("keine", ["This is not a web address, e.g. www.company.de."]),
    ],
)
def test_a_web_address_gets_its_scheme_and_never_a_script(typed: str, value: object) -> None:
    assert cleaned(UrlField(required=False), typed) == value


def test_telephone_numbers_read_well_and_post_back_the_same() -> None:
    field = PhoneField()
    assert field.prepare_value("+49401234567") == "+49 40 1234567"
    assert field.clean("+49 40 1234567") == "+49401234567"


@pytest.mark.parametrize(
    ("country", "postcode", "value"),
    [
        ("DE", "20457", "20457"),
        ("DE", "D-20457", "20457"),
        ("DE", "1067", ["German postcodes have five digits. Did you mean 01067?"]),
        ("DE", "ABC", ["This is not a postcode of Germany, e.g. 20457."]),
        ("AT", "A-1010", "1010"),
        ("AT", "20457", ["This is not a postcode of Austria, e.g. 1010."]),
        ("NL", "1012 ab", "1012 AB"),
        ("GB", "SW1A 1AA", "SW1A 1AA"),
        ("GB", "!", ["This is not a postcode."]),
    ],
)
def test_a_postcode_fits_its_country(country: str, postcode: str, value: object) -> None:
    form = AddressForm({"label": "office", "country": country, "postcode": postcode})
    assert form.errors.get("postcode", form.cleaned_data.get("postcode")) == value


def test_names_are_cleaned_and_the_limit_is_said() -> None:
    kept = OrganisationForm({"organisation_name": " Mül\0ler\u202e Bau\u200b 🍰 "}, stored={})
    assert kept.is_valid()
    assert kept.cleaned_data["organisation_name"] == "Müller Bau 🍰"
    long = OrganisationForm({"organisation_name": "x" * 10_000}, stored={})
    assert long.errors == {"organisation_name": ["Ensure this value has at most 200 characters (it has 10000)."]}
    assert long["organisation_name"].value() == "x" * 10_000
    assert "maxlength" not in str(long["organisation_name"])
    nothing = OrganisationForm({"organisation_name": "\0\u200b"}, stored={})
    assert list(nothing.errors) == ["organisation_name"]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"first_name": "Eva"}, {}),
        ({"last_name": "\u200b"}, {"last_name": ["Please enter a first or a last name."]}),
        ({"last_name": "A", "birthday": "2999-12-31"}, {"birthday": ["A birthday lies between 1900 and today."]}),
        ({"last_name": "A", "birthday": "heute"}, {"birthday": ["Enter a valid date."]}),
        (
            {"last_name": "A", "salutation": "dr"},
            {"salutation": ["Select a valid choice. dr is not one of the available choices."]},
        ),
    ],
)
def test_a_person_has_a_name_and_a_believable_birthday(typed: dict[str, str], errors: dict[str, list[str]]) -> None:
    assert PersonForm(typed, stored={}).errors == errors


def test_tags_are_words_between_commas() -> None:
    assert TagsField().clean(" Messe, vip ,VIP,, \0") == ["Messe", "VIP"]
    assert cleaned(TagsField(), "x" * 41) == ["“xxxxxxxxxxxxxxxxxxxx…” is too long for a tag: at most 40 characters."]


def test_rows_that_are_empty_or_marked_are_left_out() -> None:
    data = QueryDict(mutable=True)
    data.update(
        {
            "organisation_name": "Acme",
            "phones-0-label": "office",
            "phones-0-number": "",
            "phones-3-label": "mobile",
            "phones-3-number": "0170 1234567",
            "phones-7-label": "fax",
            "phones-7-number": "Unsinn",
            "phones-7-remove": "on",
            "phones-main": "7",
        }
    )
    forms = ContactForms(Kind.ORGANISATION, data)
    assert forms.is_valid()
    assert [(row.number, row.label, row.is_main) for row in forms.values["phones"]] == [
        ("+491701234567", "mobile", True)
    ]


def test_errors_of_rows_stand_in_the_summary() -> None:
    data = QueryDict("organisation_name=Acme&emails-0-label=office&emails-0-address=quatsch")
    forms = ContactForms(Kind.ORGANISATION, data)
    assert not forms.is_valid()
    assert [(field.html_name, len(field.errors)) for field in forms if field.errors] == [("emails-0-address", 1)]


def test_ten_thousand_rows_are_no_burden() -> None:
    data = QueryDict("&".join(f"phones-{number}-number=040123456" for number in range(999)))
    assert len(ContactForms(Kind.ORGANISATION, data).row_sets["phones"].forms) == 30
