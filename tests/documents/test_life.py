"""What happens to a document: changed, renewed, cancelled, moved, thrown away and brought back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actions import FileLevel
from accounts.models import User
from customers import sharing
from customers.models import Access, Customer
from documents import services
from documents.models import Document, DocumentType, NoticeUnit, Retention, TrashedDocument
from tests.cast import firm, person
from tests.documents.filing import add_version, file_document
from todos.models import Entry

TODAY = timezone.localdate()
FAR = TODAY + timedelta(days=400)


def contract(customer: Customer, **values: Any) -> Document:
    """Ends in a good year, with a notice period of a month, and renews by a year."""
    given = {"valid_from": TODAY, "valid_until": FAR, "notice": 30, "notice_unit": NoticeUnit.DAYS, "renews": 12}
    return file_document(customer, **{**given, **values})


def change(document: Document, by: User | None = None, **values: Any) -> Document:
    return services.change(document=document, values=values, by=by)  # type: ignore[arg-type]


def due() -> list[date | None]:
    return list(Entry.objects.order_by("due_on").values_list("due_on", flat=True))


def before(day: date, *days: int) -> list[date | None]:
    return [day - timedelta(days=count) for count in days]


def test_the_last_day_to_give_notice_becomes_three_follow_ups_that_move_with_it(acme: Customer, anna: User) -> None:
    document = change(contract(acme), by=anna, title="Wartung 2026")
    last = FAR - timedelta(days=30)
    assert due() == before(last, 30, 7, 0)
    entry = Entry.objects.latest("due_on")
    assert (entry.assignee, entry.customer) == (anna, acme)
    assert entry.title == f"Kündigung spätestens am {last:%d.%m.%Y}: Wartung 2026"
    change(document, by=anna, notice=3, notice_unit=NoticeUnit.WEEKS)
    assert due() == before(FAR, 51, 28, 21)
    change(document, by=anna, note="Nichts davon")
    assert due() == before(FAR, 51, 28, 21)
    change(document, by=anna, notice=None)
    assert due() == []


def test_a_contract_that_is_filed_late_reminds_of_what_still_comes(acme: Customer) -> None:
    change(contract(acme, valid_until=TODAY + timedelta(days=40)), title="Bald")
    assert due() == before(TODAY + timedelta(days=10), 30, 7, 0)
    change(Document.objects.get(), valid_until=TODAY + timedelta(days=33))
    assert due() == before(TODAY + timedelta(days=3), 7, 0)
    change(Document.objects.get(), valid_until=TODAY + timedelta(days=29))
    assert due() == []


def test_follow_ups_of_a_confidential_document_do_not_say_what_it_is(acme: Customer, boss: User) -> None:
    document = change(contract(acme), title="Abmahnung")
    change(document, by=boss, is_confidential=True)
    texts = [f"{entry.title} {entry.text}" for entry in Entry.objects.all()]
    assert len(texts) == 3
    assert not any("Abmahnung" in text or "/documents/" in text for text in texts)


def test_only_who_may_open_confidential_documents_marks_them(acme: Customer, anna: User, boss: User) -> None:
    document = contract(acme)
    with pytest.raises(services.NotForYou):
        change(document, by=anna, is_confidential=True)
    assert change(document, by=boss, is_confidential=True).is_confidential


def test_renewing_moves_the_end_and_can_be_taken_back(acme: Customer, anna: User) -> None:
    document = contract(acme, valid_until=date(2027, 2, 28))
    done = services.renew(document=document, by=anna)
    assert done.document.valid_until == date(2028, 2, 29)
    assert done.document.notice_by == date(2028, 1, 30)
    services.take_back(document=document, before=done.before, after=done.after, by=anna)
    document.refresh_from_db()
    assert (document.valid_until, document.notice_by) == (date(2027, 2, 28), date(2027, 1, 29))
    with pytest.raises(services.OutOfStep):
        services.take_back(document=document, before=done.before, after=done.after, by=anna)
    with pytest.raises(services.NoTerm):
        services.renew(document=document, by=anna, until=date(2027, 2, 28))
    assert services.renew(document=document, by=anna, until=date(2027, 3, 1)).after.valid_until == date(2027, 3, 1)


def test_nothing_renews_what_says_no_term(acme: Customer) -> None:
    for document in (contract(acme, renews=None), file_document(acme, type_name="Foto")):
        with pytest.raises(services.NoTerm):
            services.renew(document=document, by=None)


def test_a_cancelled_contract_reminds_nobody_and_ends_when_the_notice_says(acme: Customer, anna: User) -> None:
    document = change(contract(acme), title="X")
    done = services.cancel(document=document, on=TODAY, by=anna)
    assert (done.document.valid_until, done.document.notice_by, due()) == (FAR, None, [])
    services.take_back(document=document, before=done.before, after=done.after, by=anna)
    assert len(due()) == 3
    services.cancel(document=document, on=TODAY, by=anna)
    services.renew(document=document, by=anna, until=FAR + timedelta(days=1))
    document.refresh_from_db()
    assert (document.cancelled_on, len(due())) == (None, 3)


def test_a_notice_without_an_end_reckons_one(acme: Customer) -> None:
    document = contract(acme, valid_from=date(2026, 1, 1), valid_until=None, notice=3, notice_unit="months")
    assert document.retained_until is None
    done = services.cancel(document=document, on=date(2026, 11, 30), by=None)
    assert (done.after.valid_until, done.document.retained_until) == (date(2027, 2, 28), date(2033, 12, 31))


def test_what_has_no_validity_any_more_reminds_nobody(acme: Customer) -> None:
    document = change(contract(acme), title="X")
    photo = DocumentType.objects.get(name="Foto")
    document = change(document, type=photo)
    assert (document.valid_until, document.notice_by, due()) == (None, None, [])
    assert document.retention == Retention.LETTER


def test_a_period_is_raised_and_never_lowered(acme: Customer) -> None:
    document = file_document(acme, type_name="Schriftverkehr")
    assert document.retained_until == date(2032, 12, 31)
    bill = change(document, type=DocumentType.objects.get(name="Rechnung"))
    assert (bill.retention, bill.retained_until) == (Retention.VOUCHER, date(2034, 12, 31))
    assert change(document, dated=date(2020, 1, 1)).retained_until == date(2034, 12, 31)
    with pytest.raises(services.NeverLowered):
        services.raise_retention(document=document, retention=Retention.LETTER, by=None)
    with pytest.raises(services.NeverLowered):
        services.raise_retention(document=document, until=date(2034, 12, 30), by=None)
    raised = services.raise_retention(document=document, until=date(2040, 1, 1), by=None)
    assert raised.retained_until == date(2040, 1, 1)
    assert services.raise_retention(document=document, retention="books", by=None).retained_until == date(2040, 1, 1)


def test_an_old_version_holds_again(acme: Customer, anna: User) -> None:
    document = contract(acme)
    first = document.current
    assert first
    add_version(document)
    assert services.make_current(version=first, by=anna).current == first
    assert document.versions.count() == 2


def test_the_trash_hides_and_gives_back(acme: Customer, anna: User) -> None:
    document = change(contract(acme), title="X")
    services.trash(document=document, by=anna)
    trashed = TrashedDocument.objects.get()
    assert (trashed.trashed_by, Document.objects.count(), due()) == (anna, 0, [])
    with pytest.raises(services.DocumentGone):
        services.trash(document=document, by=anna)
    assert services.restore(document=trashed, by=anna) == document
    assert (Document.objects.count(), len(due())) == (1, 3)
    with pytest.raises(services.DocumentGone):
        services.restore(document=trashed, by=anna)


def test_what_is_on_hold_is_not_thrown_away(acme: Customer, anna: User) -> None:
    document = services.hold(document=contract(acme), by=anna)
    with pytest.raises(services.OnHold):
        services.trash(document=document, by=anna)
    services.trash(document=services.release(document=document, by=anna), by=anna)
    assert TrashedDocument.objects.count() == 1


def test_two_changes_at_the_same_record_keep_each_other(acme: Customer, anna: User, boss: User) -> None:
    document = contract(acme)
    stale = Document.objects.get(pk=document.pk)
    change(document, by=anna, title="Neu")
    change(stale, by=boss, note="Auch", tags=["Wartung", "wartung"])
    document.refresh_from_db()
    assert (document.title, document.note) == ("Neu", "Auch")
    assert [tag.name for tag in document.tags.all()] == ["Wartung"]


# --- into another file ------------------------------------------------------------------------


def restricted(name: str, keeper: User) -> Customer:
    return firm(f"{name} GmbH", by=keeper, responsible=keeper, access=Access.RESTRICTED)


def test_moving_never_opens_a_document_to_more_people(acme: Customer, anna: User, boss: User) -> None:
    mine, other = restricted("Eigen", anna), restricted("Zwei", anna)
    document = change(contract(mine), title="X")
    with pytest.raises(services.Widening):
        services.move(document=document, to=acme, by=boss)
    dirk = person("Dirk", "Sachbearbeitung")
    sharing.share(customers=[other.pk], to=dirk, level=FileLevel.EDIT, by=None)
    with pytest.raises(services.Widening):
        services.move(document=document, to=other, by=boss)
    sharing.share(customers=[mine.pk], to=dirk, level=FileLevel.SEE, by=None)
    with pytest.raises(services.Widening):
        services.move(document=document, to=other, by=boss)
    sharing.share(customers=[mine.pk], to=dirk, level=FileLevel.EDIT, until=TODAY, by=None)
    with pytest.raises(services.Widening):
        services.move(document=document, to=other, by=boss)
    sharing.share(customers=[mine.pk], to=dirk, level=FileLevel.EDIT, by=None)
    assert services.move(document=document, to=other, by=boss).customer == other
    assert {entry.customer for entry in Entry.objects.all()} == {other}
    document.refresh_from_db()
    assert document.is_closed


def test_moving_needs_the_right_there_and_leaves_strangers_behind(acme: Customer, anna: User, cleo: User) -> None:
    uwe = acme.contact.people.get().person
    document = contract(acme, contact=uwe)
    with pytest.raises(services.Widening):
        services.move(document=document, to=restricted("Fremd", cleo), by=anna)
    moved = services.move(document=document, to=firm("Beta GmbH", by=anna), by=anna)
    assert moved.contact is None
