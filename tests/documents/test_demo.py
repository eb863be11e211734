"""The papers of the demo are what they say they are, and there is life in them."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from contacts.demo.parties import Dice
from documents import previews, storage
from documents.converting import limits
from documents.demo import load, plan, words
from documents.demo.papers import Party
from documents.models import Document, Page, Reading, State, StoredFile, TrashedDocument, Version
from todos.models import Entry


def test_the_demo_fills_the_archive_with_papers_of_every_kind(committed_db: str, tmp_path: Path) -> None:
    """Only the first of seven customers has papers, of every kind."""
    call_command("demo", customers=7, seed=1)
    every_paper_is_what_it_says(tmp_path)
    there_is_life_in_them()
    count = StoredFile.objects.count()
    load.load(7, 1)
    assert StoredFile.objects.count() == count


def every_paper_is_what_it_says(folder: Path) -> None:
    files = list(StoredFile.objects.select_related("version").order_by("name", "size"))
    for file in files:
        data = b"".join(storage.read(file.pk).chunks)
        assert (file.state, file.size, file.sha256) == (State.AVAILABLE, len(data), hashlib.sha256(data).hexdigest())
        (folder / str(file.pk)).write_bytes(data)
    found = limits.run_many("check", [(folder / str(file.pk), file.name) for file in files])
    said = [(file.form, file.flags, file.pages) for file in files]
    assert said == [(one["form"], one["flags"], one["pages"]) for one in found]
    assert {file.kind for file in files} == {"pdf", "image", "word", "excel", "writer", "email", "text"}
    assert [file.name for file in files if file.flags] == ["Bestellformular.pdf"]
    assert {file.reading for file in files} == {Reading.DONE}
    shown = Version.objects.filter(
        file__kind__in=["pdf", "image"], pk__in=Document._meta.base_manager.values("current")
    )
    drawn = {file.pk for file in files if storage.preview(file.pk, previews.name_of(1, "small"))}
    assert drawn == set(shown.values_list("file", flat=True))


def there_is_life_in_them() -> None:
    page = Page.objects.get(text__contains=words.RARE_WORD)
    assert (page.number, page.file.version.document.title) == (7, "Objekthandbuch Große Elbstraße")
    today = timezone.localdate()
    due = Document.objects.get(type__name="Vertrag")
    assert 10 <= (due.notice_by - today).days <= 12
    reminders = Entry.objects.filter(reason__startswith=f"documents.notice:{due.pk}:")
    assert reminders.filter(due_on__gte=today, due_on__lte=due.notice_by).count() == 2
    versions = Version.objects.filter(document__title__startswith="Preisliste Stunden").order_by("number")
    assert [version.number for version in versions] == [1, 2, 3]
    assert versions[0].document.current == versions[2]
    assert versions[0].created_at < versions[2].created_at < timezone.now()
    assert Document.objects.filter(is_confidential=True).exists()
    assert TrashedDocument.objects.get().trashed_by == due.created_by
    assert not Document.objects.filter(updated_at__gt=timezone.now()).exists()


@pytest.mark.parametrize("today", [date(2026, 1, 2), date(2026, 11, 24), date(2028, 2, 29)])
def test_no_paper_of_the_demo_is_from_the_future(today: date) -> None:
    party = Party("Acme GmbH", "10001", (), "", "Sehr geehrte Damen und Herren,", "Anna")
    for place in range(60):
        desk = plan.Desk(1, party, place, today, Dice(f"1:{place}:documents"))
        for draft in plan.drafts(desk):
            assert all(edition.days >= 0 for edition in draft.editions), draft.title
            assert not draft.valid_from or draft.valid_from <= today, draft.title
