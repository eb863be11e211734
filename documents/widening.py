"""Whether a document can be opened by more people in another file."""

from datetime import date

from django.db.models import Q

from customers.models import Access, Customer, Opening
from timecount.days import Today

_FOR_EVER = date.max


def widens(source: Customer, target: Customer) -> bool:
    """From a file that is open to the module into any other nobody gains; from a restricted one, every principal of
    the other file must have been there already, at that level and as long.
    """
    if source.access == Access.MODULE:
        return False
    if target.access == Access.MODULE:
        return True
    held = _openings(source)
    return not all(
        any(level >= wanted and until >= as_long for level, until in held.get(principal, ()))
        for principal, ways in _openings(target).items()
        for wanted, as_long in ways
    )


def _openings(customer: Customer) -> dict[int, list[tuple[int, date]]]:
    """By principal: levels, and until when."""
    lasting = Opening.objects.filter(Q(until=None) | Q(until__gte=Today()), is_file=True, contact=customer.pk)
    found: dict[int, list[tuple[int, date]]] = {}
    for principal, level, until in lasting.values_list("principal", "level", "until"):
        found.setdefault(principal, []).append((level, until or _FOR_EVER))
    return found
