"""Columns as they are declared, and the cells that a table makes of them."""

from types import SimpleNamespace

import pytest

from accounts.models import User
from contacts.listing import CONTACTS
from customers.listing import CUSTOMERS
from customers.models import Customer
from lists.cells import cell_of
from lists.declaring import Column, Kind, ListOf
from lists.finding import row_type, rows_of
from lists.table import lines
from tests.cast import firm

ROWS = pytest.mark.parametrize("list_of", [CUSTOMERS, CONTACTS], ids=lambda list_of: list_of.key)


@ROWS
def test_every_column_can_be_read_from_the_row_view(list_of: ListOf) -> None:
    names = row_type(list_of.row)._fields
    row = SimpleNamespace(**dict.fromkeys(names, "x"))
    assert all(column.value(row) for column in list_of.columns if not column.brought)


@ROWS
def test_columns_are_told_apart_and_sort_by_what_there_is(list_of: ListOf) -> None:
    keys = [column.key for column in list_of.columns]
    assert len(set(keys)) == len(keys)
    assert list_of.columns[0].by_default
    for sort in filter(None, (column.sort for column in list_of.columns)):
        assert list_of.sort(sort)
        assert list_of.sort(f"-{sort}")


@pytest.mark.parametrize("kind", Kind)
def test_a_cell_without_a_value_is_empty(kind: Kind) -> None:
    assert cell_of(Column("x", "X", kind))(None) == "<td></td>"


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.CODE, Kind.PHONE, Kind.EMAIL, Kind.URL])
def test_whatever_was_typed_stays_text(kind: Kind) -> None:
    cell = cell_of(Column("x", "X", kind))('"><script>')
    assert "<script>" not in cell
    assert 'href=""' not in cell


def test_words_and_pairs_are_escaped_too() -> None:
    assert cell_of(Column("x", "X", Kind.TAGS))(["A & B", "C"]) == "<td>A &amp; B, C</td>"
    record = Column("x", "X", Kind.RECORD, leads_to="contacts:contact")
    assert cell_of(record)((7, "<b>")) == '<td><a href="/contacts/7/">&lt;b&gt;</a></td>'


def test_all_columns_of_a_customer_as_they_stand_in_the_database(anna: User) -> None:
    customer: Customer = firm("Müller & Söhne", by=anna, responsible=anna)
    columns = CUSTOMERS.columns

    [(key, name, cells)] = lines(anna, CUSTOMERS, columns, rows_of(CUSTOMERS, [customer.pk]))
    assert (key, name) == (customer.pk, "Müller & Söhne")
    assert cells.count("<td") == len(columns) - 1
    assert customer.number in cells
