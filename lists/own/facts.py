"""The own fields of one record as one reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lists.own.kinds import Definition, OwnKind, Value, shown


@dataclass(frozen=True)
class OwnFact:
    """`href` is where a link leads; a retired one is only read."""

    name: str
    label: str
    text: str
    href: str
    is_retired: bool


def own_fact(definition: Definition, own: Mapping[str, Value]) -> OwnFact:
    text = shown(definition, own.get(definition.key))
    href = text if definition.kind == OwnKind.LINK else ""
    return OwnFact(definition.name, definition.label, text, href, definition.is_retired)


def own_facts(definitions: Sequence[Definition], own: Mapping[str, Value]) -> list[OwnFact]:
    """Those that are filled in."""
    facts = (own_fact(definition, own) for definition in definitions)
    return [fact for fact in facts if fact.text]
