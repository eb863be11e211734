"""Words on documents, as on contacts: the same words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from accounts.actions import Action
from accounts.models import User
from contacts.bulk import tag_actions
from documents.bulk.held import held
from documents.models import DocumentTag
from lists.bulk.actions import Values

# Which of the tags in question a document has, by their keys.
Tags = list[int]


def _read(keys: Sequence[int], values: Values, by: User) -> dict[int, Tags]:
    states: dict[int, Tags] = {key: [] for key in held(keys).values_list("pk", flat=True)}
    given = DocumentTag.objects.filter(document__in=keys, tag__in=values["tags"]).order_by("tag")
    for document, tag in given.values_list("document", "tag"):
        states[document].append(tag)
    return states


def _write(states: Mapping[int, Tags], values: Values, by: User) -> None:
    for tag in values["tags"]:
        having = [DocumentTag(document_id=key, tag_id=tag) for key, tags in states.items() if tag in tags]
        DocumentTag.objects.bulk_create(having, ignore_conflicts=True)
        without = [key for key, tags in states.items() if tag not in tags]
        DocumentTag.objects.filter(document__in=without, tag=tag).delete()


TAG, UNTAG = (replace(action, read=_read, write=_write) for action in tag_actions(Action.EDIT_DOCUMENT))
