"""The folded columns that a searchable model carries beside its `search` text."""

from django.db import models
from django.db.models import Case, Value, When
from django.db.models.functions import Left, Length

# A b-tree row ends at 2,704 bytes: so much of the text fits into an index beside the sort key.
HEAD_LENGTH = 400

models.TextField.register_lookup(Length)


def search_head() -> models.GeneratedField:
    """The beginning of `search`, included in the index that common words are walked along."""
    return models.GeneratedField(
        expression=Left("search", HEAD_LENGTH),
        output_field=models.CharField(max_length=HEAD_LENGTH, db_collation="C"),
        db_persist=True,
    )


def search_is_long() -> models.GeneratedField:
    """Whether `search` goes on after its head: few rows, found by a partial index."""
    return models.GeneratedField(
        expression=Case(When(search__length__gt=HEAD_LENGTH, then=Value(value=True)), default=Value(value=False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )
