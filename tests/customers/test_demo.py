"""The demo is what people see first, and what every measurement stands on."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import override_settings
from stdnum import iban
from stdnum.at import uid
from stdnum.de import leitweg, stnr, vat

from accounts.history import writing
from accounts.models import User
from contacts.models import Address, Assignment, Contact
from customers import searchable
from customers.demo import bulk, events, load
from customers.demo.files import BLOCK, STRIDE, File, Plan, block
from customers.demo.stories import STORIES
from customers.models import Access, Customer, NumberRange, Status
from customers.services import create_customer
from tests import services

pytestmark = pytest.mark.usefixtures("without_papers")

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

TODAY = datetime(2026, 11, 24, tzinfo=UTC)
KEEPERS = (1, 3, 6, 7, 8)


def plan(customers: int, seed: int = 7) -> Plan:
    return Plan(customers, seed, TODAY, KEEPERS, told=STORIES)


def files(customers: int, seed: int = 7) -> list[File]:
    return [file for index in range(-(-customers // BLOCK)) for file in block(plan(customers, seed), index)]


MANY = files(10_000)


# --- what is made ---------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_customers_and_another_one_others() -> None:
    assert files(300) == files(300)
    assert files(300) != files(300, seed=8)


def test_a_small_demo_is_the_beginning_of_a_large_one() -> None:
    assert MANY[:400] == files(400)
    assert MANY[:2345] == files(2345)


def test_search_words_are_as_common_as_measurements_need_them() -> None:
    names = [file.party.name.lower() for file in MANY]
    shares = {word: sum(word in name for name in names) / len(names) for word in ("bau", "tischlerei")}
    assert shares["bau"] == pytest.approx(1 / 7, rel=0.15)
    assert shares["tischlerei"] == pytest.approx(1 / 60, rel=0.3)


def test_every_number_passes_its_check() -> None:
    for file in MANY:
        assert not file.vat_id or (uid if file.vat_id.startswith("AT") else vat).is_valid(file.vat_id)
        assert not file.iban or iban.is_valid(file.iban)
        assert not file.tax_number or stnr.is_valid(file.tax_number)
        assert (
            not file.buyer_reference or file.buyer_reference.startswith("BE-") or leitweg.is_valid(file.buyer_reference)
        )


def test_whoever_lives_abroad_is_reached_there() -> None:
    foreign = [file for file in MANY if file.party.addresses and file.party.addresses[0].country == "AT"]
    assert len(foreign) > 100
    for file in foreign:
        for address in file.party.addresses:
            assert (address.country, address.federal_state, len(address.postcode)) == ("AT", "", 4), file.party
        numbers = [number for party in (file.party, *file.people) for _label, number in party.phones]
        assert all(number.startswith("+43") for number in numbers), file.party
        assert file.iban[:2] in ("", "AT")
    home = [file for file in MANY if file not in foreign]
    assert all(len(address.postcode) == 5 for file in home for address in file.party.addresses)


def test_the_customers_are_as_varied_as_real_ones() -> None:
    assert {file.status for file in MANY} == set(Status.values)
    assert any(file.access == Access.RESTRICTED for file in MANY)
    assert any(file.parent for file in MANY)
    assert any(not file.work for file in MANY)
    assert any(work.valid_until for file in MANY for work in file.work)
    assert any(work.person // STRIDE != work.organisation // STRIDE for file in MANY for work in file.work)
    assert {"office", "billing", "site", "private"} == {
        address.label for file in MANY for address in file.party.addresses
    }


def test_everything_happened_before_today_and_changes_are_spread_over_two_years() -> None:
    changed = sorted(file.party.updated_at for file in MANY)
    assert changed[-1] < TODAY
    assert changed[0] < TODAY - timedelta(days=700)
    assert all(file.party.created_at <= file.party.updated_at for file in MANY)


# --- what is loaded -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: "DjangoDbBlocker", without_papers: None) -> Iterator[str]:
    """A database with a demo, to be copied."""
    with django_db_blocker.unblock():
        name = services.clone()
        previous = services.point_at(name)
        call_command("demo", customers=60)
        services.point_at(previous)
    yield name
    services.drop(name)


@pytest.fixture
def demo(loaded: str, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    with django_db_blocker.unblock():
        name = services.clone(loaded)
        previous = services.point_at(name)
        yield
        services.point_at(previous)
    services.drop(name)


def stale() -> tuple[int, int]:
    """How many folded rows of contacts and of customers differ from the views."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM contacts_contact c JOIN contacts_searchable s ON s.contact_id = c.id"
            " WHERE (c.sort_key, c.search) IS DISTINCT FROM (s.sort_key, s.search)),"
            " (SELECT count(*) FROM customers_customer k JOIN customers_searchable s USING (contact_id)"
            " WHERE (k.sort_key, k.place_key, k.postcode, k.search)"
            " IS DISTINCT FROM (s.sort_key, s.place_key, s.postcode, s.search))"
        )
        contacts, customers = cursor.fetchone()
    return contacts, customers


def test_folded_columns_equal_their_views_after_the_load_and_after_edits(demo: None) -> None:
    assert Customer.objects.count() == 60
    assert stale() == (0, 0)
    anna = User.objects.get(email="anna@demo.example")
    shared = Assignment.objects.exclude(organisation_id__lt=STRIDE).order_by("-id")[0]
    with writing(by=anna):
        Contact.objects.filter(pk=10).update(organisation_name="Ğüneş & Łoś  Straße")
        Contact.objects.filter(pk=shared.person_id).update(last_name="Ægidius", first_name="Ørsted")
        Address.objects.filter(contact_id=20).delete()
        Assignment.objects.filter(organisation_id=40).delete()
        Customer.objects.filter(pk=50).update(number="X-1", search_name="ÄÖÜ")
    assert stale() == (0, 0)
    assert Customer.objects.get(pk=10).sort_key == "guenes & los strasse"


def test_the_folding_of_the_demo_is_that_of_the_database(demo: None) -> None:
    """Otherwise a load would silently recompute a million rows."""
    assert searchable.rebuild() == (0, 0)


def test_a_rebuild_mends_what_differs_and_leaves_the_date_of_change(demo: None) -> None:
    before = Customer.objects.get(pk=20).updated_at
    with connections[searchable.OWNER].cursor() as cursor:
        cursor.execute("UPDATE customers_customer SET search = 'x' WHERE contact_id = 20")
        cursor.execute("ALTER TABLE contacts_contact DISABLE TRIGGER customer_searchable")
        cursor.execute("UPDATE contacts_contact SET sort_key = 'x' WHERE id IN (20, 30)")
        cursor.execute("ALTER TABLE contacts_contact ENABLE TRIGGER customer_searchable")
    assert stale() == (2, 2)
    assert searchable.rebuild() == (2, 1)
    assert stale() == (0, 0)
    assert Customer.objects.get(pk=20).updated_at == before


def test_every_record_has_the_first_entry_of_its_history_and_stories_have_more(demo: None) -> None:
    for model in events.RECORDS:
        entries = events.event_model(model)._default_manager
        assert entries.filter(pgh_label="insert").count() == model._default_manager.count()
    paula = User.objects.get(email="paula@demo.example")
    by_paula = Customer.objects.get(pk=10).events.filter(pgh_context__user=paula.pk)  # type: ignore[attr-defined]
    assert by_paula.order_by("pgh_id").values_list("iban", flat=True)[0] == "DE07200505500009876543"
    assert Customer.objects.filter(updated_at__gte=TODAY.now(UTC) - timedelta(hours=1)).count() == 0


def test_life_goes_on_after_the_demo(demo: None) -> None:
    anna = User.objects.get(email="anna@demo.example")
    customer = create_customer(by=anna, organisation={"name": "Neu GmbH"})
    assert customer.number == "K-100061"
    assert NumberRange.objects.get(key="customer").next_value == 100_062


def test_a_second_demo_is_refused_or_left_alone(demo: None) -> None:
    with pytest.raises(CommandError):
        call_command("demo", customers=5)
    call_command("demo", customers=5, if_empty=True)
    assert Customer.objects.count() == 60


@override_settings(LOCAL_MODE=False)
def test_there_is_no_demo_outside_local_mode(committed_db: str) -> None:
    with pytest.raises(CommandError):
        call_command("demo", customers=5)
    assert not User.objects.exists()


def test_a_big_load_ends_with_the_same_rows_indexes_and_constraints(
    committed_db: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Made by other processes, without indexes and foreign keys meanwhile."""

    def definitions() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_get_indexdef(indexrelid) FROM pg_index UNION ALL"
                " SELECT conrelid::regclass || conname || pg_get_constraintdef(oid) FROM pg_constraint"
                " UNION ALL SELECT tgrelid::regclass::text || tgname || tgenabled::text FROM pg_trigger"
                " WHERE NOT tgisinternal ORDER BY 1"
            )
            return [row[0] for row in cursor.fetchall()]

    before = definitions()
    monkeypatch.setattr(bulk, "WORTH_IT", 1)
    monkeypatch.setattr(load, "AHEAD", 0)
    monkeypatch.setattr(load, "SECONDS_BETWEEN_REPORTS", 0)
    call_command("demo", customers=1100)
    assert definitions() == before
    assert stale() == (0, 0)
    assert Customer.objects.order_by("-contact_id").values_list("contact_id", "number")[0] == (11_000, "K-101100")
    says = capsys.readouterr().out  # whatever the level of the log
    assert "1000 " in says
    assert "1100 " in says
