from django.db import models
from django.utils.translation import gettext_lazy as _


class Tag(models.Model):
    """A word that people put on records to find them again."""

    name = models.CharField(_("name"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name
