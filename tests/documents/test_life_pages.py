"""The pages of the life of a document."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from documents import services
from documents.models import Document, TrashedDocument
from tests.documents.filing import file_document
from tests.world import World

TODAY = timezone.localdate()
FAR = TODAY + timedelta(days=30)


@pytest.fixture(scope="module")
def furnish() -> Callable[[World], None]:
    def file(world: World) -> None:
        values = {"valid_from": date(2026, 1, 1), "valid_until": FAR, "renews": 12, "notice": 1, "notice_unit": "weeks"}
        file_document(world.acme, title="Laufender Vertrag", **values)  # type: ignore[arg-type]
        file_document(world.acme, title="Alter Vertrag", valid_until=TODAY - timedelta(days=9))
        file_document(world.hidden, title="Geheimer Vertrag", **values)  # type: ignore[arg-type]

    return file


def running() -> Document:
    found: Document = Document.objects.select_related("customer").get(title="Laufender Vertrag")
    return found


def post(world: World, who: str, address: str, **data: Any) -> str:
    return world.client(who).post(address, data, follow=True).content.decode()


def page(world: World, who: str, address: str) -> str:
    return world.client(who).get(address).content.decode()


def at(what: str) -> str:
    return f"/documents/{running().pk}/{what}/"


def form_of(world: World, who: str = "anna", **typed: Any) -> dict[str, Any]:
    form = world.client(who).get(at("edit")).text
    seen = form.split('name="seen" value="')[1].split('"')[0]
    document = running()
    given = {"title": document.title, "type": document.type_id, "dated": document.dated, "valid_from": "2026-01-01"}
    given |= {"valid_until": document.valid_until, "renews": 12, "notice": 1, "notice_unit": "weeks"}
    return {**given, "seen": seen, **typed}


def test_editing_saves_what_was_typed_and_asks_for_what_cannot_be(world: World) -> None:
    said = post(world, "anna", at("edit"), **form_of(world, valid_until="2025-12-31"))
    assert "Das Ende liegt vor dem Beginn." in said
    said = post(world, "anna", at("edit"), **form_of(world, notice="4", tags="Wartung", note="Zeile"))
    assert "Gespeichert." in said
    document = running()
    assert (document.notice_by, document.note) == (FAR - timedelta(weeks=4), "Zeile")
    assert [tag.name for tag in document.tags.all()] == ["Wartung"]


def test_two_people_at_one_document_keep_what_the_other_typed(world: World) -> None:
    opened = form_of(world)
    services.change(document=running(), values={"title": "Umbenannt"}, by=world.people["cleo"])
    document = Document.objects.get(title="Umbenannt")
    address = f"/documents/{document.pk}/edit/"
    assert "Gespeichert." in post(world, "anna", address, **{**opened, "note": "Von mir"})
    document.refresh_from_db()
    assert (document.title, document.note) == ("Umbenannt", "Von mir")
    assert "Speichern Sie noch einmal" in post(world, "anna", address, **{**opened, "title": "Anders"})


def test_only_who_may_open_them_sees_the_mark_of_confidential_documents(world: World) -> None:
    assert 'name="is_confidential"' not in page(world, "anna", at("edit"))
    assert 'name="is_confidential"' in page(world, "boss", at("edit"))


def test_renewing_and_giving_notice_are_one_click_each_and_can_be_taken_back(world: World) -> None:
    before = running().valid_until
    for click, field in (("renew", "valid_until"), ("cancel", "cancelled_on")):
        said = post(world, "anna", at(click))
        assert getattr(running(), field) != (before if field == "valid_until" else None)
        undo = said.split(f'action="{at("undo")}')[1].split('"')[0]
        assert "Rückgängig gemacht." in post(world, "anna", f"{at('undo')}{undo}")
        assert (running().valid_until, running().cancelled_on) == (before, None)
    post(world, "anna", f"{at('undo')}?was=x")
    assert running().valid_until == before


def test_what_says_no_term_leads_to_its_dates(world: World) -> None:
    Document.objects.filter(pk=running().pk).update(renews=None)
    assert "Bitte angeben, bis wann" in post(world, "anna", at("renew"))


def test_the_trash_says_who_when_and_how_long(world: World) -> None:
    assert "In den Papierkorb" not in page(world, "anna", f"/documents/{running().pk}/")
    said = post(world, "lena", at("trash"))
    trashed = TrashedDocument.objects.get(title="Laufender Vertrag")
    assert f"/documents/trash/{trashed.pk}/restore/" in said
    shown = page(world, "lena", "/documents/trash/")
    assert "Lena" in shown
    assert "Der Vertrag läuft weiter" in shown
    assert "noch 30 Tage" in shown  # a photo that was there before
    assert world.client("lena").get(f"/documents/{trashed.pk}/").status_code == 404
    assert "Wiederhergestellt" in post(world, "lena", f"/documents/trash/{trashed.pk}/restore/")
    assert running().trashed_at is None


def test_nobody_sees_in_the_trash_what_they_could_not_open(world: World) -> None:
    hidden = Document.objects.get(title="Geheimer Vertrag")
    services.trash(document=hidden, by=world.people["cleo"])
    assert hidden.title not in page(world, "lena", "/documents/trash/")
    assert hidden.title in page(world, "boss", "/documents/trash/")
    assert world.client("lena").post(f"/documents/trash/{hidden.pk}/restore/").status_code == 404


def test_a_hold_forbids_the_trash_until_it_is_over(world: World) -> None:
    post(world, "lena", at("hold"), hold="1")
    assert "Löschsperre" in post(world, "lena", at("trash"))
    assert running().legal_hold
    post(world, "lena", at("hold"))
    assert not running().legal_hold


def test_keeping_longer_and_moving_refuse_in_the_form(world: World) -> None:
    post(world, "anna", at("keep"), retention="letter", retained_until="2050-01-01")
    assert running().retained_until == date(2050, 1, 1)
    assert "mindestens bis 01.01.2050" in post(
        world, "anna", at("keep"), retention="letter", retained_until="2049-01-01"
    )
    assert "wählen Sie aus der Liste" in post(world, "anna", at("move"), customer=world.hidden.number)
    assert running().customer == world.acme


def test_deadlines_stand_on_the_start_page_and_on_the_file(world: World) -> None:
    own = page(world, "anna", "/start/deadlines/")
    assert "kündbar bis" in own
    assert "Alter Vertrag" in own
    assert "Geheimer Vertrag" not in own
    assert "Laufender Vertrag" not in page(world, "cleo", "/start/deadlines/")
    shown = page(world, "ben", f"/customers/{world.acme.pk}/documents/deadlines/")
    assert "abgelaufen seit" in shown
    assert "/documents/deadlines/" in page(world, "ben", f"/customers/{world.acme.pk}/")
