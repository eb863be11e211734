"""A bucket of a test's own, empty at the start."""

import uuid
from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django.fixtures import Settings

from timecount.backup.objects import Bucket


@pytest.fixture
def bucket(settings: Settings) -> Iterator[Bucket]:
    """A bucket of the test's own; the product uses it."""
    storages = deepcopy(settings.STORAGES)
    storages["default"]["OPTIONS"]["bucket_name"] = f"backup-{uuid.uuid4().hex[:12]}"
    settings.STORAGES = storages
    bucket = Bucket()
    bucket.client.create_bucket(Bucket=bucket.name)
    yield bucket
    bucket.delete(each.key for each in bucket.listed())
    bucket.unmark()
    bucket.client.delete_bucket(Bucket=bucket.name)
