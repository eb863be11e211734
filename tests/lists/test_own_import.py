"""Own fields come in with an import, go out with an export, and go again with an undo."""

from collections.abc import Sequence
from typing import Any

import pytest

from accounts.models import User
from contacts.models import Contact
from contacts.services import change_contact, create_organisation
from customers.models import Customer
from customers.services import change_customer
from lists.imports import selectors, services, undoing, working
from lists.imports.kinds import kind_of
from lists.models import ImportRun
from lists.own.kinds import Value
from lists.own.models import OwnField
from tests.cast import Browse
from tests.lists.own import KEPT, one_of_each, own_field
from tests.lists.tables import business_tables, differences

HEADER = "Firma;Kostenstelle;FLÄCHE;Vertragsende;Sparte;Newsletter;Portal"
FULL = "K 4711;1.234,50;31.12.2026;Überlassung;ja;www.acme.example/portal"
MODELS: dict[str, Any] = {"customers": Customer, "contacts": Contact}


def checked(key: str, by: User, *lines: str, header: str = HEADER) -> ImportRun:
    data = "\r\n".join([header, *lines]).encode()
    run = services.upload(kind=kind_of(key), file_name="liste.csv", data=data, by=by)
    return services.choose_columns(run=run, mapping=run.mapping, header_line=run.header_line)


def applied(run: ImportRun) -> ImportRun:
    services.start(run=run)
    while working.apply(run.pk):
        pass
    run.refresh_from_db()
    return run


def told(run: ImportRun) -> list[tuple[str, Sequence[str], list[tuple[str, str, str]]]]:
    rows = selectors.told_rows(run.by, run, kind_of(run.kind), shown="")
    return [(row.outcome, row.reasons, [(one.label, one.old, one.new) for one in row.changes]) for row in rows]


@pytest.mark.parametrize("key", MODELS)
def test_columns_are_recognised_by_name_and_values_made_canonical(key: str, anna: User) -> None:
    one_of_each(key)
    run = checked(key, anna, f"Neu GmbH;{FULL}", "Leer GmbH;;;;;;")
    assert "" not in run.mapping
    assert [outcome for outcome, *_rest in told(run)] == ["new", "new"]
    applied(run)
    assert {str(one): one.own for one in MODELS[key].objects.all()} == {"Neu GmbH": KEPT, "Leer GmbH": {}}


@pytest.mark.parametrize("key", MODELS)
def test_what_is_doubtful_is_said_and_not_taken(key: str, anna: User) -> None:
    one_of_each(key)
    run = checked(key, anna, "Neu GmbH;;viel;31.02.2026;Bronze;vielleicht;javascript:x", "Auch GmbH;;1.500;;;;")
    (first, second) = told(run)
    assert {reason.partition(":")[0] for reason in first[1]} >= {
        "Fläche",
        "Vertragsende",
        "Sparte",
        "Newsletter",
        "Portal",
    }
    assert any("„viel“ nicht übernommen. Das ist keine Zahl" in reason for reason in first[1])
    assert "Fläche: „1.500“ wird als 1.500 gelesen." in second[1]
    applied(run)
    assert sorted((str(one), one.own) for one in MODELS[key].objects.all()) == [
        ("Auch GmbH", {"flaeche": "1500"}),
        ("Neu GmbH", {}),
    ]


def test_an_own_field_is_meant_before_what_has_no_home_yet(anna: User) -> None:
    own_field("Zahlungsziel", "number")
    applied(checked("customers", anna, "Neu GmbH;30", header="Firma;Zahlungsziel"))
    assert Customer.objects.get().own == {"zahlungsziel": "30"}


def test_a_customer_is_corrected_where_the_file_says_something_else(acme: Customer, anna: User) -> None:
    one_of_each()
    change_customer(customer=acme, own={"flaeche": "7", "sparte": "reinigung", "kostenstelle": "K 4711"}, by=anna)
    header = f"Kundennr.;{HEADER}"
    run = checked("customers", anna, f"10001;Acme GmbH;{FULL}", header=header)
    ((outcome, _reasons, changes),) = told(run)
    assert outcome == "changed"
    assert set(changes) == {
        ("Fläche", "7", "1.234,5"), ("Vertragsende", "", "31.12.2026"), ("Sparte", "Reinigung", "Überlassung"),
        ("Newsletter", "", "ja"), ("Portal", "", "https://www.acme.example/portal"),
    }  # fmt: skip
    applied(run)
    assert Customer.objects.get().own == KEPT
    assert [outcome for outcome, *_ in told(checked("customers", anna, f"10001;Acme GmbH;{FULL}", header=header))] == [
        "unchanged"
    ]


def test_a_contact_is_completed_and_never_written_over(anna: User) -> None:
    one_of_each("contacts")
    create_organisation(name="Acme GmbH", own={"flaeche": "7"}, by=anna)
    run = checked("contacts", anna, f"Acme GmbH;{FULL}")
    run = services.decide(run=run, lines={}, alike={"same_organisation": "same"})
    applied(run)
    assert Contact.objects.get().own == KEPT | {"flaeche": "7"}


def test_lines_of_one_customer_may_contradict_each_other(anna: User) -> None:
    one_of_each()
    header = f"Kundennr.;{HEADER}"
    run = checked("customers", anna, f"1;Neu GmbH;{FULL}", "1;Neu GmbH;;8;;;;", header=header)
    assert "Fläche: „8“ weicht von Zeile 2 ab; es gilt Zeile 2." in told(run)[1][1]
    applied(run)
    assert Customer.objects.get().own == KEPT


def test_a_field_that_is_retired_meanwhile_is_left_out(anna: User) -> None:
    one_of_each()
    run = checked("customers", anna, f"Neu GmbH;{FULL}")
    OwnField.objects.filter(key="flaeche").update(is_retired=True)
    applied(run)
    assert Customer.objects.get().own == {key: value for key, value in KEPT.items() if key != "flaeche"}


@pytest.mark.parametrize("key", MODELS)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_goes_out_changes_nothing_when_it_comes_in_again(
    key: str, ending: str, anna: User, browse: Browse
) -> None:
    one_of_each(key)
    odd: dict[str, Value] = {
        "kostenstelle": "=1+1",
        "flaeche": "0.000001",
        "newsletter": False,
        "vertragsende": "1899-01-01",
    }
    applied(checked(key, anna, f"Neu GmbH;{FULL}", "Auch GmbH;;;;;;"))
    other = MODELS[key].objects.get(own={})
    if key == "customers":
        change_customer(customer=other, own=odd, by=anna)
    else:
        change_contact(contact=other, own=odd, by=anna)
    names = ",".join(f"own-{field.key}" for field in OwnField.objects.all())
    answer: Any = browse(anna).get(f"/{key}/export.{ending}?columns=name,{'kind,' * (key == 'contacts')}{names}&all=1")
    run = services.upload(kind=kind_of(key), file_name=f"x.{ending}", data=answer.getvalue(), by=anna)
    run = services.choose_columns(run=run, mapping=run.mapping, header_line=run.header_line)
    assert "" not in run.mapping
    assert [(outcome, reasons, changes) for outcome, reasons, changes in told(run)] == [("unchanged", [], [])] * 2


def test_an_undo_restores_exactly_what_was_there(acme: Customer, anna: User) -> None:
    one_of_each()
    change_customer(customer=acme, own={"flaeche": "7", "sparte": "reinigung"}, by=anna)
    before = business_tables()
    header = f"Kundennr.;{HEADER}"
    run = applied(checked("customers", anna, f"10001;Acme GmbH;{FULL}", f";Neu GmbH;{FULL}", header=header))
    assert Customer.objects.get(pk=acme.pk).own == KEPT
    services.undo(run=run)
    while undoing.undo(run.pk):
        pass
    assert differences(before, business_tables()) == {}


def test_an_undo_leaves_what_somebody_changed_since(acme: Customer, anna: User, cleo: User) -> None:
    one_of_each()
    change_customer(customer=acme, own={"flaeche": "7"}, by=anna)
    run = applied(checked("customers", anna, f"10001;Acme GmbH;{FULL}", header=f"Kundennr.;{HEADER}"))
    change_customer(customer=acme, own={"kostenstelle": "K 1"}, by=cleo)
    services.undo(run=run)
    while undoing.undo(run.pk):
        pass
    assert Customer.objects.get().own == {"flaeche": "7", "kostenstelle": "K 1"}
    run.refresh_from_db()
    (row,) = selectors.told_rows(anna, run, kind_of("customers"), shown="")
    assert "eitere Angaben: geändert von Cleo" in " ".join(row.undo_reasons)
