"""What can be done to many contacts at once; tags also to many customers, who are contacts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.actions import Action
from accounts.models import User
from contacts.forms.contact import TagsField
from contacts.listing import CONTACTS
from contacts.models import Contact, ContactTag
from contacts.selectors.lists import candidates
from contacts.tags import tag_called
from lists.bulk.actions import BulkAction, BulkList, Values
from lists.models import Tag
from timecount.jinja import number

# Which of the tags in question a contact has, by their keys.
Tags = list[int]


class Words(forms.Form):
    tags = TagsField()

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)

    def clean_tags(self) -> list[str]:
        words: list[str] = self.cleaned_data["tags"]
        if not words:
            raise ValidationError(_("Please enter at least one word."))
        return words


class KnownWords(Words):
    def clean_tags(self) -> list[str]:
        words = super().clean_tags()
        known = [tag.name for word in words for tag in Tag.objects.filter(name__iexact=word)]
        if not known:
            raise ValidationError(_("There is no such tag."))
        return known


def tag_actions(action: Action) -> tuple[BulkAction, BulkAction]:
    """`action` is what the gate is asked for; the records have the keys of contacts."""
    return (
        BulkAction(
            key="tag",
            label=gettext_lazy("Add tags"),
            icon="tag",
            action=action,
            form=Words,
            values=_values,
            told=lambda values: _("Tags added: %(tags)s") % {"tags": ", ".join(values["names"])},
            read=_read,
            wanted=lambda _has, values: values["tags"],
            write=_write,
        ),
        BulkAction(
            key="untag",
            label=gettext_lazy("Remove tags"),
            icon="tag-off",
            action=action,
            form=KnownWords,
            values=_values,
            told=lambda values: _("Tags removed: %(tags)s") % {"tags": ", ".join(values["names"])},
            read=_read,
            wanted=lambda _has, _values: [],
            write=_write,
        ),
    )


def _values(form: forms.Form) -> dict[str, Any]:
    tags = sorted({tag_called(word) for word in form.cleaned_data["tags"]}, key=lambda tag: tag.pk)
    return {"tags": [tag.pk for tag in tags], "names": [tag.name for tag in tags]}


def _read(keys: Sequence[int], values: Values, by: User) -> dict[int, Tags]:
    there = Contact.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    states: dict[int, Tags] = {key: [] for key in there.values_list("pk", flat=True)}
    given = ContactTag.objects.filter(contact__in=keys, tag__in=values["tags"]).order_by("tag")
    for contact, tag in given.values_list("contact", "tag"):
        states[contact].append(tag)
    return states


def _write(states: Mapping[int, Tags], values: Values, by: User) -> None:
    for tag in values["tags"]:
        having = [ContactTag(contact_id=key, tag_id=tag) for key, tags in states.items() if tag in tags]
        ContactTag.objects.bulk_create(having, ignore_conflicts=True)
        without = [key for key, tags in states.items() if tag not in tags]
        ContactTag.objects.filter(contact__in=without, tag=tag).delete()


def counted(count: int) -> str:
    return ngettext("%(count)s contact", "%(count)s contacts", count) % {"count": number(count)}


BULK = BulkList(
    CONTACTS,
    gettext_lazy("Contacts"),
    Action.VIEW_CONTACT,
    candidates,
    counted,
    tag_actions(Action.EDIT_CONTACT),
)
