"""What becomes of a photo that nobody shows any more; in the real storage."""

from datetime import timedelta

import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from procrastinate.contrib.django import app
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from contacts.deletion import NothingToRestore, delete_contact, restore_contact
from contacts.models import Contact
from contacts.photos import change_photo, forget_photos
from contacts.services import create_person


def with_photo(name: str, by: User) -> Contact:
    contact = create_person(last_name=name, by=by)
    change_photo(contact=contact, photo=ContentFile(name.encode()), by=by)
    return Contact.objects.get(pk=contact.pk)


def test_a_photo_stays_as_long_as_it_is_shown_or_could_be_again(anna: User) -> None:
    shown, deleted = with_photo("Ahrens", anna), with_photo("Brandt", anna)
    lost = default_storage.save("contacts/lost.webp", ContentFile(b"its transaction failed"))
    kept = [str(shown.photo.name), str(deleted.photo.name)]
    delete_contact(contact=deleted, by=anna)
    now = timezone.now()

    def stored() -> list[bool]:
        return [default_storage.exists(name) for name in (*kept, lost)]

    forget_photos(now=now + timedelta(days=6))
    assert stored() == [True, True, True]
    forget_photos(now=now + timedelta(days=8))
    assert stored() == [True, True, False]
    forget_photos(now=now + timedelta(days=30, hours=12))
    assert stored() == [True, True, False]
    assert forget_photos(now=now + timedelta(days=32)) == 1
    assert stored() == [True, False, False]


def test_a_restored_contact_keeps_its_photo(anna: User) -> None:
    contact = with_photo("Ahrens", anna)
    key, name = contact.pk, str(contact.photo.name)
    delete_contact(contact=contact, by=anna)
    assert restore_contact(contact_id=key, by=anna).photo.name == name
    forget_photos(now=timezone.now() + timedelta(days=400))
    assert default_storage.exists(name)


def test_after_thirty_days_nothing_is_restored(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    contact = with_photo("Ahrens", anna)
    key = contact.pk
    delete_contact(contact=contact, by=anna)
    later = timezone.now() + timedelta(days=30, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with pytest.raises(NothingToRestore):
        restore_contact(contact_id=key, by=anna)


def test_a_storage_that_is_away_after_the_commit_spoils_nothing(
    anna: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    contact = with_photo("Ahrens", anna)
    name, asked = str(contact.photo.name), list[str]()

    def away(name: str) -> None:
        asked.append(name)
        raise EndpointConnectionError(endpoint_url="http://s3.example")

    monkeypatch.setattr(default_storage, "delete", away)
    with django_capture_on_commit_callbacks(execute=True):
        change_photo(contact=contact, photo=None, by=anna)
    assert asked == [name]
    contact.refresh_from_db()
    assert not contact.photo


@pytest.mark.parametrize("name", ["contacts.forget_photos", "accounts.forget_photos"])
def test_the_worker_looks_every_night(name: str, db: None) -> None:
    assert name in {periodic.task.name for periodic in app.periodic_registry.periodic_tasks.values()}
    app.tasks[name](timestamp=0)
