"""The words on contacts: the tag that a word means, those that a contact lacks, those that a reader may know of."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from contacts.models import Contact, ContactTag
from lists.models import Tag

TAG_LENGTH = 40
MOST_TAGS = 30


def tags_on(records: QuerySet[Any]) -> QuerySet[Tag]:
    """`records` are contacts, or what has their keys, that the reader may see: other words would tell of others."""
    tagged = ContactTag.objects.filter(tag=OuterRef("pk"), contact_id__in=records.order_by().values("pk"))
    return Tag.objects.filter(Exists(tagged)).order_by("name", "id")


def missing_tags(there: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Those that nobody has given yet, however their letters are written."""
    known = {tag.casefold() for tag in there}
    return [tag for folded, tag in {tag.casefold(): tag for tag in wanted}.items() if folded not in known]


def tag_called(name: str) -> Tag:
    """The tag of that name, however its letters are written; a new word becomes a new tag."""
    return Tag.objects.filter(name__iexact=name).first() or Tag.objects.get_or_create(name=name)[0]


def add_tags(tagged: Iterable[tuple[Contact, Sequence[str]]]) -> None:
    """To contacts that have just been made, in a statement for all of them."""
    pairs = [(contact, word) for contact, words in tagged for word in words]
    tags = {word: tag_called(word) for word in dict.fromkeys(word for _contact, word in pairs)}
    given = [ContactTag(contact=contact, tag=tags[word]) for contact, word in pairs]
    ContactTag.objects.bulk_create(given, ignore_conflicts=True)  # two words can be one tag
