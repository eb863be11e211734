"""The cells of a table as html.  The hot path of large tables: made by plain functions, piece by piece."""

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lists.declaring import Column, Kind
from timecount.extensions import registry
from timecount.jinja import day, number, phone, url
from timecount.rendering import html

Cell = Callable[[Any], str]
NOTHING = "<td></td>"


def pick(key: int, name: str) -> SafeString:
    """The box that picks a row; it belongs to the form of the bar, and its id keeps it apart from other rows'."""
    label = html(_("Select %(name)s") % {"name": name})
    return mark_safe(  # noqa: S308 -- escaped
        f'<input class="form-check-input pick" type="checkbox" form="bulk" name="selected" value="{key}"'
        f' id="pick-{key}" autocomplete="off" aria-label="{label}">'
    )


def cell_of(column: Column) -> Cell:
    """Makes the cell of a value."""
    return _CELLS.get(column.kind, _text)(column)


def _text(column: Column) -> Cell:
    return lambda value: f"<td>{html(value)}</td>" if value else NOTHING


def _digits(show: Callable[[Any], Any]) -> Callable[[Column], Cell]:
    def cell(value: Any) -> str:
        return NOTHING if value is None else f'<td class="tnum">{html(show(value))}</td>'

    return lambda column: cell


def _phone(column: Column) -> Cell:
    dial = registry.template_globals["telephone_link"]

    def cell(value: str | None) -> str:
        if not value:
            return NOTHING
        shown, target = html(phone(value)), dial(value)
        return f'<td class="tnum">{f'<a href="{html(target)}">{shown}</a>' if target else shown}</td>'

    return cell


def _link(scheme: str) -> Callable[[Column], Cell]:
    def cell(value: str | None) -> str:
        return f'<td><a href="{scheme}{html(value)}">{html(value)}</a></td>' if value else NOTHING

    return lambda column: cell


def _yes_no(column: Column) -> Cell:
    words = {True: f"<td>{html(_('yes'))}</td>", False: f"<td>{html(_('no'))}</td>"}
    return lambda value: words.get(value, NOTHING)


def _tags(column: Column) -> Cell:
    def cell(value: list[str] | None) -> str:
        return f"<td>{', '.join(map(html, value))}</td>" if value else NOTHING

    return cell


def _choice(column: Column) -> Cell:
    cells = {value: f"<td>{html(str(label))}</td>" for value, label in column.choices.items()}
    return lambda value: cells.get(value, NOTHING)


def _status(column: Column) -> Cell:
    """As the macro `status` of ui/parts.html."""
    cells = {
        value: f'<td><span class="state state-{html(value)}">{html(str(label))}</span></td>'
        for value, label in column.choices.items()
    }
    return lambda value: cells.get(value, NOTHING)


def _record(column: Column) -> Cell:
    def cell(value: tuple[int, str] | None) -> str:
        if not value:
            return NOTHING
        key, name = value
        return f'<td><a href="{url(column.leads_to, key)}">{html(name)}</a></td>'

    return cell


_CELLS: dict[Kind, Callable[[Column], Cell]] = {
    Kind.CODE: _digits(str),
    Kind.NUMBER: _digits(number),
    Kind.DATE: _digits(day),
    Kind.MOMENT: _digits(day),
    Kind.PHONE: _phone,
    Kind.EMAIL: _link("mailto:"),
    Kind.URL: _link(""),
    Kind.TAGS: _tags,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.STATUS: _status,
    Kind.RECORD: _record,
}
