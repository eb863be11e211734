"""The tags that a reader may know of: a word that stands on foreign records only would tell of them."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from contacts.models import ContactTag
from lists.models import Tag


def tags_on(records: QuerySet[Any]) -> QuerySet[Tag]:
    """`records` are contacts, or what has their keys, that the reader may see."""
    tagged = ContactTag.objects.filter(tag=OuterRef("pk"), contact_id__in=records.order_by().values("pk"))
    return Tag.objects.filter(Exists(tagged)).order_by("name", "id")
