"""A list on the page of another record: narrowed to it, under addresses of its own."""

from dataclasses import dataclass

from lists.state import ListState


@dataclass(frozen=True)
class Within:
    """The addresses of the list, its chips and its filters there; `whole` is its state as the list of everything
    would say it: for what concerns the hits, wherever they are looked at.
    """

    list: str
    chips: str
    filters: str
    whole: ListState
