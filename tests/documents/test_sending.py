"""A version goes out by e-mail: which one, to whom, once, and only as long as its sender may send it."""

import smtplib
from datetime import timedelta
from email.message import Message
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from accounts.actions import AccessKind, FileLevel
from accounts.models import AccessEvent, User
from customers import sharing
from customers.models import Access, Customer
from documents import sending, services
from documents.models import Dispatch, Document, MailTemplate, State, StoredFile, Trouble, Version
from tests.cast import Browse, firm
from tests.documents.filing import add_version, file_document
from timecount import placeholders

TEXT = "{Anrede}\n\nanbei {Dokument}, Version {Version}, vom {Datum} für {Kunde}.\n\n{Absender}"


def version_of(document: Document) -> Version:
    assert document.current
    return Version.objects.select_related("file", "document__customer").get(pk=document.current.pk)


def sent(version: Version, by: User, *to: str) -> Dispatch:
    return sending.send(version=version, addresses=to or ["x@y.example"], subject="Ihr Vertrag", text="Anbei.", by=by)


def delivered(dispatch: Dispatch) -> Dispatch:
    sending.deliver(dispatch_id=dispatch.pk)
    dispatch.refresh_from_db()
    return dispatch


def attachment(letter: EmailMessage) -> tuple[str | None, bytes]:
    part: Message = list(letter.message().walk())[-1]
    return part.get_filename(), part.get_payload(decode=True)  # type: ignore[return-value]  # no multipart


def test_the_page_sends_the_version_that_it_names(acme: Customer, anna: User, browse: Browse) -> None:
    document = file_document(acme, by=anna, title="Rahmenvertrag", content=b"eins", name="Vertrag ü.pdf")
    first = version_of(document)
    add_version(document, content=b"zwei")
    client, path = browse(anna), f"/documents/versions/{first.pk}/send/"
    page = client.get(path).content.decode()
    assert "Uwe Acme · uwe@acme.example" in page
    assert "Acme GmbH · info@acme.example" in page
    typed = {"to": ["uwe@acme.example"], "others": "", "subject": "{Dokument}", "text": TEXT}
    preview = client.post(path, {**typed, "preview": "1"}).content.decode()
    assert "Guten Tag Uwe Acme," in preview
    assert not Dispatch.objects.exists()
    client.post(path, typed)
    client.post(path, typed)  # a second click
    dispatch = delivered(Dispatch.objects.get())
    assert dispatch.state == "sent"
    (letter,) = mail.outbox
    assert (letter.to, letter.reply_to, letter.subject) == (["uwe@acme.example"], [anna.email], "Rahmenvertrag")
    assert letter.body == (
        "Guten Tag Uwe Acme,\n\nanbei Rahmenvertrag, Version 1, vom 23.11.2026 für Acme GmbH.\n\nAnna"
    )
    assert attachment(letter) == ("Vertrag ü.pdf", b"eins")
    shown = client.get(f"/documents/{document.pk}/").content.decode()
    assert "an uwe@acme.example" in shown
    event = AccessEvent.objects.get(kind=AccessKind.EXPORT)
    assert (event.who, event.model, event.object_id) == (anna, "documents.Version", first.pk)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"others": ""}, "sagen Sie, an wen"),
        ({"others": "a@b.example\r\nBcc: c@d.example"}, "Bcc:"),
        ({"others": "niemand"}, "niemand"),
        ({"others": ", ".join(f"a{number}@b.example" for number in range(21))}, "20"),
        ({"to": "cleo@kanarienvogel.example"}, "cleo@"),
        ({"text": "Hallo\n{Kund}"}, "Zeile 2, Zeichen 1"),
        ({"text": "{Kund}"}, "Meinten Sie „{Kunde}“?"),
        ({"subject": "{"}, "Zeile 1, Zeichen 1"),
    ],
)
def test_what_cannot_be_sent_is_said(
    acme: Customer, anna: User, browse: Browse, typed: dict[str, str], said: str
) -> None:
    path = f"/documents/versions/{version_of(file_document(acme)).pk}/send/"
    answer = browse(anna).post(path, {"others": "x@y.example", "subject": "x", "text": "x", **typed})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Dispatch.objects.exists()


def test_no_value_is_a_placeholder_and_no_subject_has_two_lines(acme: Customer, anna: User) -> None:
    version = version_of(file_document(acme, title="{Absender}\r\nBcc: x@y.example"))
    known = sending.values(version, to=None, by=anna)
    subject, text = sending.filled("{dokument} {{Kunde}}", "{ Dokument\u200b}", known)
    assert subject == "{Absender} Bcc: x@y.example {Kunde}"
    assert text.startswith("{Absender}")
    sending.send(version=version, addresses=["x@y.example"], subject=subject, text=text, by=anna)
    delivered(Dispatch.objects.get())
    assert "Bcc" not in mail.outbox[0].message()


def test_the_templates_of_the_house_can_be_read(db: None) -> None:
    for template in MailTemplate.objects.all():
        placeholders.check(template.subject + template.text, sending.PLACEHOLDERS)
    assert MailTemplate.objects.count() == 2


@pytest.mark.parametrize(
    "text", ["{" * 3, "{}", "{Kunde", "{{{", "{Kunde.delete()}", "{2*21}", "{# 12 #}", "x" * 20_001]
)
def test_braces_that_mean_nothing_are_refused(text: str) -> None:
    with pytest.raises(placeholders.Unreadable):
        placeholders.check(text, sending.PLACEHOLDERS)


def test_what_is_too_large_is_not_sent(acme: Customer, anna: User, browse: Browse) -> None:
    version = version_of(file_document(acme))
    StoredFile.objects.filter(pk=version.file_id).update(size=sending.MOST_BYTES + 1)
    version.file.refresh_from_db()
    with pytest.raises(sending.TooLarge):
        sent(version, anna)
    assert "15 MB" in browse(anna).get(f"/documents/versions/{version.pk}/send/").content.decode()


def lose_the_file(_version: Version, by: User) -> None:
    Customer.objects.update(access=Access.RESTRICTED, responsible=None)


def be_deactivated(_version: Version, by: User) -> None:
    User.objects.filter(pk=by.pk).update(is_active=False)


def be_confidential(version: Version, by: User) -> None:
    Document.objects.filter(pk=version.document_id).update(is_confidential=True)


def be_trashed(version: Version, by: User) -> None:
    services.trash(document=version.document, by=by)


def be_quarantined(version: Version, by: User) -> None:
    StoredFile.objects.filter(pk=version.file_id).update(state=State.QUARANTINED)


@pytest.mark.parametrize("change", [lose_the_file, be_deactivated, be_confidential, be_trashed, be_quarantined])
def test_nothing_leaves_any_more_when_its_sender_may_not_send_it(acme: Customer, anna: User, change: Any) -> None:
    version = version_of(file_document(acme))
    dispatch = sent(version, anna)
    change(version, anna)
    delivered(dispatch)
    assert (dispatch.state, dispatch.error, mail.outbox) == ("failed", Trouble.CLOSED, [])
    assert not AccessEvent.objects.filter(kind=AccessKind.EXPORT).exists()


def fails(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(_backend: EmailBackend, _letters: Any) -> int:
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def test_a_mail_server_that_is_away_is_asked_again(acme: Customer, anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    dispatch = sent(version_of(file_document(acme)), anna)
    with monkeypatch.context() as away:
        fails(away, ConnectionRefusedError())
        with pytest.raises(ConnectionRefusedError):
            delivered(dispatch)
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.error) == ("waiting", Trouble.AWAY)
    assert delivered(dispatch).state == "sent"
    delivered(dispatch)
    assert len(mail.outbox) == 1


def test_what_the_mail_server_refuses_is_shown_and_sent_again_by_hand(
    acme: Customer, anna: User, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = file_document(acme)
    dispatch = sent(version_of(document), anna)
    with monkeypatch.context() as refusing:
        fails(refusing, smtplib.SMTPRecipientsRefused({"x@y.example": (550, b"nobody")}))
        delivered(dispatch)
    assert (dispatch.state, dispatch.error) == ("failed", Trouble.REFUSED)
    client, again = browse(anna), f"/documents/dispatches/{dispatch.pk}/again/"
    assert again in client.get(f"/documents/{document.pk}/").content.decode()
    client.post(again)
    assert delivered(dispatch).state == "sent"
    client.post(again)  # nothing more to send
    assert delivered(dispatch).state == "sent"
    assert len(mail.outbox) == 1


def test_a_worker_that_is_killed_sends_at_most_once_and_says_so(
    acme: Customer, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatch = sent(version_of(file_document(acme)), anna)
    with monkeypatch.context() as killing:
        fails(killing, KeyboardInterrupt())  # type: ignore[arg-type]  # as little to be caught as a kill
        with pytest.raises(KeyboardInterrupt):
            delivered(dispatch)
    assert delivered(dispatch).state == "waiting"
    assert mail.outbox == []
    Dispatch.objects.update(claimed_at=timezone.now() - timedelta(hours=1))
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.may_go_again) == ("unclear", True)


def test_bytes_that_are_gone_are_not_sent(acme: Customer, anna: User) -> None:
    version = version_of(file_document(acme))
    dispatch = sent(version, anna)
    StoredFile.objects.filter(pk=version.file_id).update(sha256="0" * 64)
    assert (delivered(dispatch).error, mail.outbox) == (Trouble.LOST, [])


def test_only_who_may_change_documents_sends_them(anna: User, ben: User, cleo: User, browse: Browse) -> None:
    file = firm("Zu GmbH", by=anna, responsible=anna, access=Access.RESTRICTED)
    version = version_of(file_document(file))
    path = f"/documents/versions/{version.pk}/send/"
    sharing.share(customers=[file.pk], to=cleo, level=FileLevel.SEE, by=None)
    assert [browse(user).get(path).status_code for user in (anna, ben, cleo)] == [200, 404, 403]
    Document.objects.update(is_confidential=True)
    assert browse(anna).get(path).status_code == 404
