"""What the database already knows about the records of a batch: looked up at once, not record by record."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Upper

from accounts.access import visible
from accounts.actions import Action
from accounts.models import User
from contacts.duplicates import firm_key
from contacts.importing.book import find_firms, fold_all, made_by
from contacts.models import Assignment, Email, Phone
from customers.importing.wanted import Wanted
from customers.models import Access, Customer


@dataclass(frozen=True)
class Book:
    # Files that the person may change, by number.
    by_number: dict[str, Customer]
    # Numbers of all other files: who has them is not told.
    taken: frozenset[str]
    # Files that the person may see, by folded name.
    by_name: dict[str, list[Customer]]
    folded: dict[str, str]
    # Restricted files that the person may change, but not share: whoever is responsible stays.
    kept: frozenset[int]
    # Files that the person may see, by what else tells that it is the same: VAT id, e-mail, number, firm.
    alike: dict[tuple[str, str], list[Customer]]
    # Of all of these, those that may be changed.
    editable: frozenset[int]
    # Colleagues by e-mail and by name; a name that two share means nobody.
    colleagues: dict[str, User | None]

    def namesakes(self, name: str) -> list[Customer]:
        return self.by_name.get(self.folded.get(name, ""), [])

    def likely(self, wanted: Wanted) -> Iterator[tuple[str, Customer]]:
        """The surest first: the question, and the file that it asks about."""
        for question, text in signs(wanted):
            for file in self.alike.get((question, text), ()):
                if question != "same_firm" or _near(wanted, file):
                    yield question, file


def _near(wanted: Wanted, file: Customer) -> bool:
    """Two postcodes are two firms of the same name."""
    postcodes = {row.postcode for row in file.contact.addresses.all()} - {""}
    said = wanted.get("postcode")
    return not said or not postcodes or said in postcodes


def signs(wanted: Wanted) -> list[tuple[str, str]]:
    """What a record says that another one of the same customer would say too."""
    found = [("same_vat_id", wanted.get("vat_id")), ("same_firm", firm_key(wanted.get("name")))]
    found += [("same_email", address.upper()) for address in wanted.emails]
    found += [("same_phone", number) for number, _label in wanted.phones]
    return [(question, text) for question, text in found if text]


def look_up(wanted: Collection[Wanted], by: User | None, run: int) -> Book:
    numbers = {one.get("number") for one in wanted} - {""}
    names = {one.get("name") for one in wanted} - {""}
    folded = fold_all(names)
    found = {
        file.number: file for file in _open_to(by, Action.EDIT_CUSTOMER, Customer.objects.filter(number__in=numbers))
    }
    others = Customer.objects.filter(number__in=numbers - set(found)).values_list("number", flat=True)
    named = Customer.objects.filter(sort_key__in=set(folded.values())).values_list("pk", "sort_key")
    keys_by_name = list(named)
    signed = _signed(wanted)
    keys = {key for key, _sort_key in keys_by_name} | {key for owners in signed.values() for key in owners}
    # What the run has made a moment ago is no duplicate: the dry run does not know it either.
    seen = {file.pk: file for file in _open_to(by, Action.VIEW_CUSTOMER, Customer.objects.filter(pk__in=keys))}
    for own in made_by(run, seen):
        del seen[own]
    by_name: dict[str, list[Customer]] = {}
    for key, sort_key in keys_by_name:
        if key in seen:
            by_name.setdefault(sort_key, []).append(seen[key])
    alike = {sign: [seen[key] for key in dict.fromkeys(owners) if key in seen] for sign, owners in signed.items()}
    asked = {one.get("responsible") for one in wanted} - {""}
    kept = _not_to_be_shared(by, [*found.values(), *seen.values()]) if asked else frozenset()
    colleagues = _colleagues() if asked else {}
    return Book(found, frozenset(others), by_name, folded, kept, alike, _editable(by, seen), colleagues)


def _editable(by: User | None, keys: Collection[int]) -> frozenset[int]:
    files = Customer.objects.filter(pk__in=keys)
    found = visible(by, Action.EDIT_CUSTOMER, files) if by else files
    return frozenset(found.values_list("pk", flat=True))


def _signed(wanted: Collection[Wanted]) -> dict[tuple[str, str], list[int]]:
    """Which files say the same, among all that there are."""
    texts: dict[str, set[str]] = {}
    for question, text in (sign for one in wanted for sign in signs(one)):
        texts.setdefault(question, set()).add(text)
    found: dict[tuple[str, str], list[int]] = {}
    vat_ids = Customer.objects.filter(vat_id__in=texts.get("same_vat_id", ())).order_by("pk")
    for vat_id, key in vat_ids.values_list("vat_id", "pk"):
        found.setdefault(("same_vat_id", vat_id), []).append(key)
    numbers = Phone.objects.filter(number__in=texts.get("same_phone", ())).order_by("pk")
    for number, key in numbers.values_list("number", "contact_id"):
        found.setdefault(("same_phone", number), []).append(key)
    capitals = Email.objects.annotate(capitals=Upper("address")).filter(capitals__in=texts.get("same_email", ()))
    for address, key in capitals.order_by("pk").values_list("capitals", "contact_id"):
        found.setdefault(("same_email", address), []).append(key)
    for firm, keys in find_firms({one.get("name") for one in wanted} - {""}).items():
        found[("same_firm", firm)] = keys
    return found


def _open_to(by: User | None, action: Action, files: QuerySet[Customer]) -> QuerySet[Customer]:
    """Everything where the system itself imports."""
    opened: QuerySet[Any] = visible(by, action, files) if by else files
    people = Assignment.objects.filter(valid_until=None).select_related("person")
    return opened.select_related("contact", "responsible").prefetch_related(
        "contact__addresses", "contact__phones", "contact__emails", "contact__websites", "contact__tags",
        Prefetch("contact__people", people.prefetch_related("person__phones", "person__emails")),
    )  # fmt: skip


def _not_to_be_shared(by: User | None, files: Collection[Customer]) -> frozenset[int]:
    restricted = {file.pk for file in files if file.access == Access.RESTRICTED} if by else set()
    shared = visible(by, Action.SHARE_CUSTOMER, Customer.objects.filter(pk__in=restricted)) if by else ()
    return frozenset(restricted - {file.pk for file in shared})


def _colleagues() -> dict[str, User | None]:
    found: dict[str, User | None] = {}
    for user in User.objects.filter(is_active=True):
        found[user.email] = user
        name = user.name.casefold()
        found[name] = None if name in found else user
    return found
