"""E-mails about notices: when each person wants them, once, and only of what they may open at that moment."""

import smtplib
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from accounts.actions import FileLevel
from accounts.models import User
from customers import sharing
from customers.models import Access, Customer, UserGrant
from tests.cast import Browse, firm, person
from tests.todos.workers import MAIL, finish, kill_again_and_again, start
from todos import mail_choices, mailing, notifying, services
from todos.models import Entry, Kind, MailWhen, NoticeKind, Notification

# 2030-05-07 is a day in summer: seven o'clock in Berlin is five in UTC.
BEFORE_SEVEN = datetime(2030, 5, 7, 4, 59, tzinfo=UTC)
SEVEN = datetime(2030, 5, 7, 5, 0, tzinfo=UTC)


def letters() -> list[EmailMessage]:
    """Those that came since the last look."""
    found = list(mail.outbox)
    mail.outbox.clear()
    return found


def assigned(by: User, to: User, title: str = "Anrufen", **values: Any) -> Entry:
    return services.add(by=by, kind=Kind.TODO, title=title, assignee=to, **values)


def commented(by: User, on: Entry, text: str = "Schon erledigt?") -> None:
    services.comment(entry=on, text=text, by=by)


def choose(user: User, **mails: str) -> None:
    mail_choices.choose(user=user, mails=mails, by=user)


def test_what_asks_for_something_comes_at_once_and_once(acme: Customer, anna: User, ben: User) -> None:
    entry = assigned(anna, ben, customer=acme, text="Wegen **Mai**")
    assert mailing.send(now=timezone.now()) == 1
    assert mailing.send(now=timezone.now()) == 0
    (letter,) = letters()
    assert letter.to == [ben.email]
    assert letter.subject == "Anna hat Ihnen eine Aufgabe gegeben: Anrufen"
    assert "Kunde: Acme GmbH" in letter.body
    notice = Notification.objects.get(entry=entry)
    assert f"http://testserver/notices/{notice.pk}/" in letter.body
    assert letter.extra_headers["List-Unsubscribe"] == "<http://testserver/profile/notices/>"
    assert "http://testserver/profile/notices/" in letter.body


def test_the_rest_comes_together_at_seven(anna: User, ben: User) -> None:
    entry = assigned(ben, anna)
    for text in ("eins", "zwei"):
        commented(ben, entry, text)
    Notification.objects.filter(kind="assigned").update(mail=MailWhen.NEVER)
    Notification.objects.update(created_at=BEFORE_SEVEN - timedelta(hours=9))
    assert mailing.send(now=BEFORE_SEVEN) == 0
    assert mailing.send(now=SEVEN) == 1
    assert mailing.send(now=SEVEN + timedelta(hours=3)) == 0
    (letter,) = letters()
    assert letter.subject == "Timecount: 2 Neuigkeiten"
    assert letter.body.count("hat kommentiert") == 2


def test_what_happens_after_seven_waits_for_the_next_morning(anna: User, ben: User) -> None:
    commented(ben, assigned(ben, anna))
    Notification.objects.filter(kind="assigned").update(mail=MailWhen.NEVER)
    Notification.objects.update(created_at=SEVEN)
    assert mailing.send(now=SEVEN + timedelta(hours=20)) == 0
    assert mailing.send(now=SEVEN + timedelta(days=1)) == 1


@pytest.mark.parametrize("day", ["2030-03-31T05:00", "2030-10-27T06:00", "2030-01-07T06:00"])
def test_seven_is_seven_by_the_clock_on_the_wall(anna: User, ben: User, day: str) -> None:
    seven = datetime.fromisoformat(day).replace(tzinfo=UTC)
    commented(ben, assigned(ben, anna))
    Notification.objects.filter(kind="assigned").update(mail=MailWhen.NEVER)
    Notification.objects.update(created_at=seven - timedelta(hours=12))
    assert mailing.send(now=seven - timedelta(minutes=1)) == 0
    assert mailing.send(now=seven) == 1


def test_everybody_chooses_for_each_kind(anna: User, ben: User, browse: Browse) -> None:
    client = browse(ben)
    page = client.get("/profile/notices/").content.decode()
    assert "Eine Aufgabe für mich" in page
    chosen = dict(mail_choices.DEFAULTS) | {NoticeKind.ASSIGNED: MailWhen.NEVER, NoticeKind.COMMENTED: MailWhen.NOW}
    assert client.post("/profile/notices/", chosen).status_code == 302
    entry = assigned(anna, ben)
    assert mailing.send(now=timezone.now()) == 0
    commented(anna, entry)
    assert mailing.send(now=timezone.now()) == 1
    assert mail_choices.choices_of(ben) == chosen
    assert mail_choices.choices_of(anna) == mail_choices.DEFAULTS


def test_a_new_choice_counts_for_what_waits(anna: User, ben: User) -> None:
    commented(ben, assigned(ben, anna))
    choose(anna, commented="never", assigned="never")
    assert mailing.send(now=timezone.now() + timedelta(days=2)) == 0


def test_what_was_read_is_not_mailed(anna: User, ben: User) -> None:
    assigned(anna, ben)
    notifying.mark_all_seen(by=ben)
    assert mailing.send(now=timezone.now()) == 0


def test_no_mail_shows_what_its_reader_may_not_open_any_more(anna: User, cleo: User) -> None:
    file = firm("Geheim AG", by=cleo, responsible=cleo, access=Access.RESTRICTED)
    sharing.share(customers=[file.pk], to=anna, level=FileLevel.SEE, by=cleo)
    reader = User.objects.with_rights().get(pk=anna.pk)
    entry = assigned(cleo, reader, "Geheim", customer=file)
    commented(cleo, entry, "Geheim")
    assigned(cleo, reader, "Offen")
    choose(anna, commented="now")
    sharing.withdraw(grants=UserGrant.objects.filter(user=anna), by=cleo)
    assert mailing.send(now=timezone.now()) == 1
    (letter,) = letters()
    assert letter.subject.endswith("Offen")
    assert "Geheim" not in str(letter.message())
    sharing.share(customers=[file.pk], to=anna, level=FileLevel.SEE, by=cleo)
    assert mailing.send(now=timezone.now() + timedelta(days=2)) == 0


def test_whoever_is_deactivated_gets_none(anna: User, ben: User) -> None:
    assigned(anna, ben)
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert mailing.send(now=timezone.now()) == 0


def test_the_mail_speaks_the_language_of_its_reader_in_one_line(anna: User, ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(language="en")
    services.add(by=anna, kind=Kind.NOTE, text="@Ben bitte\nBcc: alle@x.example\n\n**heute**")
    mailing.send(now=timezone.now())
    (letter,) = letters()
    assert letter.subject == "Anna names you: @Ben bitte · Bcc: alle@x.example · heute"
    assert "Hello Ben," in letter.body


@pytest.mark.parametrize(
    ("error", "comes_later"),
    [
        (smtplib.SMTPServerDisconnected("gone"), True),
        (TimeoutError(), True),
        (smtplib.SMTPResponseException(451, b"later"), True),
        (smtplib.SMTPRecipientsRefused({"x": (450, b"full")}), True),
        (smtplib.SMTPRecipientsRefused({"x": (550, b"nobody")}), False),
    ],
)
def test_a_lost_connection_is_tried_again(
    anna: User, ben: User, monkeypatch: pytest.MonkeyPatch, error: Exception, comes_later: bool
) -> None:
    def broken(*_args: object) -> None:
        raise error

    assigned(anna, ben)
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", broken)
        assert mailing.send(now=timezone.now()) == 0
    assert mailing.send(now=timezone.now()) == comes_later
    assert len(letters()) == comes_later


def test_a_mail_server_that_is_away_costs_nobody_anything(
    anna: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object) -> None:
        raise ConnectionRefusedError

    assigned(anna, ben)
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "open", away)
        assert mailing.send(now=timezone.now()) == 0
    assert Notification.objects.get().mailed_at is None
    assert mailing.send(now=timezone.now()) == 1


# --- several workers, and killed ones -----------------------------------------------------------


def many(anna: User, count: int) -> None:
    for number in range(count):
        assigned(anna, person(f"Leser{number}", "Sachbearbeitung"))


def test_two_workers_mail_once(committed_db: str, anna: User, tmp_path: Path) -> None:
    many(anna, 15)
    sent = tmp_path / "sent"
    finish([start(MAIL, str(sent)), start(MAIL, str(sent))])
    counts = Counter(sent.read_text().splitlines())
    assert (len(counts), set(counts.values())) == (15, {1})


def test_a_killed_worker_mails_nothing_twice(committed_db: str, anna: User, tmp_path: Path) -> None:
    killed(anna, tmp_path / "sent", people=15, times=1)


@pytest.mark.soak
def test_many_killed_workers_mail_nothing_twice(committed_db: str, anna: User, tmp_path: Path) -> None:
    killed(anna, tmp_path / "sent", people=300, times=40, workers=2)


def killed(anna: User, sent: Path, *, people: int, times: int, workers: int = 1) -> None:
    """At most the one that was on its way when the worker died is missing."""
    many(anna, people)
    kill_again_and_again(MAIL, str(sent), times=times, workers=workers)
    counts = Counter(sent.read_text().splitlines())
    assert set(counts.values()) == {1}
    assert people - times * workers <= len(counts) <= people
    assert not Notification.objects.filter(mailed_at=None).exclude(mail=MailWhen.NEVER).exists()
