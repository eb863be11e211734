from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.history import keeps_history
from lists.own.kinds import OwnKind

KEY_LENGTH = 40


@keeps_history()
class OwnField(models.Model):
    """A field that an administrator has defined for the records of a list.

    `key` names its values in the records and never changes; nor does the kind.  A retired field is not asked for any
    more, its values stay.
    """

    list_key = models.CharField(_("for"), max_length=30)
    key = models.SlugField(max_length=KEY_LENGTH, editable=False, db_index=False)
    label = models.CharField(_("name"), max_length=60, help_text=_("as it stands in forms, lists and files"))
    kind = models.CharField(_("kind"), max_length=10, choices=OwnKind.choices)
    help_text = models.CharField(
        _("help"), max_length=200, blank=True, help_text=_("stands below the field: what belongs there, and for whom")
    )
    position = models.PositiveSmallIntegerField(_("place"), default=10, help_text=_("small numbers come first"))
    is_retired = models.BooleanField(
        _("retired"), default=False, help_text=_("not asked for any more; what is filled in stays")
    )

    class Meta:
        verbose_name = _("own field")
        verbose_name_plural = _("own fields")
        ordering = ("list_key", "position", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list_key", "key"], name="own_field_key_once"),
        ]

    def __str__(self) -> str:
        return self.label


@keeps_history()
class OwnChoice(models.Model):
    """What can be chosen in a field.  It may be renamed; once it is chosen somewhere, it is retired, not deleted."""

    field = models.ForeignKey(OwnField, on_delete=models.CASCADE, related_name="choices")
    key = models.SlugField(max_length=KEY_LENGTH, editable=False, db_index=False)
    label = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("place"), default=10)
    is_retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ("field_id", "position", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["field", "key"], name="own_choice_key_once"),
        ]

    def __str__(self) -> str:
        return self.label
