"""Calendars for other programs."""

from django.conf import settings
from django.db import models


class Feed(models.Model):
    """The calendar of one person for other programs, at a secret address of which only the hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("user_id", "-id")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.created_at:%d.%m.%Y}"
