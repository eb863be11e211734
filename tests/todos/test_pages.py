"""The tab of the file, my tasks, and what one does there."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import Team, User
from customers.models import Customer
from tests.cast import Browse
from tests.pages import form_to, undo_of
from todos import services
from todos.models import Entry, Kind, Reminder, Status
from todos.photos import forget_photos, photo_url

HTMX = {"hx-request": "true"}


def stream(customer: Customer) -> str:
    return reverse("todos:stream", args=[customer.pk])


def write(browse: Browse, user: User, customer: Customer, **typed: str) -> str:
    """What comes back when somebody fills in the form of the tab."""
    client = browse(user)
    form = form_to(client.get(stream(customer)).content.decode(), reverse("todos:add", args=[customer.pk]))
    return client.post(form.action, {**form.fields, **typed}, follow=True).content.decode()


def test_a_note_is_written_shown_and_taken_back(acme: Customer, anna: User, ben: User, browse: Browse) -> None:
    page = write(browse, anna, acme, text="Zahlt **sofort**\n<script>alert(1)</script>")
    assert "<strong>sofort</strong>" in page
    assert "<script>alert" not in page
    assert "<strong>sofort</strong>" in browse(ben).get(stream(acme)).content.decode()
    browse(anna).post(undo_of(page))
    assert not Entry.objects.exists()


def test_a_to_do_is_written_done_and_opened_again(acme: Customer, anna: User, browse: Browse) -> None:
    write(
        browse,
        anna,
        acme,
        kind="todo",
        title="Rückruf",
        due_on="24.12.2026",
        due_at_time="14:30",
        checklist="Eins\nZwei",
    )
    todo = Entry.objects.get()
    assert (todo.assignee, todo.author, f"{todo.due_on} {todo.due_at_time}") == (anna, anna, "2026-12-24 14:30:00")
    client = browse(anna)
    mine = reverse("todos:mine")
    assert "24.12.2026, 14:30" in client.get(mine).content.decode()
    done = client.post(reverse("todos:status", args=[todo.pk]), {"status": "done", "next": mine}, follow=True)
    assert [there for there, _status in done.redirect_chain] == [mine]
    client.post(undo_of(done.content.decode()))
    assert Entry.objects.get().status == Status.OPEN
    first = todo.checklist.all()[0]
    part = client.post(reverse("todos:tick", args=[todo.pk]), {"item": str(first.pk)}, headers=HTMX).content.decode()
    assert f'value="-{first.pk}"' in part
    assert "<html" not in part


def test_before_an_end_a_to_do_is_written_and_said(acme: Customer, anna: User, browse: Browse) -> None:
    page = write(browse, anna, acme, kind="todo", title="Prüfen", repeats="before", ends_on="31.12.2199")
    assert "30, 7, 0 Tage vor dem 31.12.2199" in page
    assert Entry.objects.get().due_on == date(2199, 12, 1)
    write(browse, anna, acme, kind="todo", title="Kündigen 60 Tage vor dem 31.12.2099")
    said = Entry.objects.get(title="Kündigen")
    assert (said.days_before, said.due_on, said.priority) == ([60], date(2099, 11, 1), "normal")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"kind": "note", "text": ""}, "Hier steht noch nichts."),
        ({"kind": "todo", "title": ""}, "Bitte sagen Sie, was zu tun ist."),
        ({"kind": "todo", "title": "x", "due_at_time": "14:00"}, "Zu einer Uhrzeit gehört ein Tag."),
        ({"kind": "todo", "title": "x", "repeats": "weekly"}, "Was sich wiederholt, braucht einen ersten Tag."),
        ({"kind": "todo", "title": "x", "repeats": "before"}, "Bitte sagen Sie, wann es endet."),
        ({"kind": "todo", "title": "x", "repeats": "before", "ends_on": "2020-01-31"}, "Diese Tage sind alle vorbei."),
        ({"kind": "todo", "title": "x", "days_before": "bald"}, "Höchstens 6 Zahlen von 0 bis 999"),
        ({"kind": "todo", "title": "x", "for_whom": "Niemand"}, "Team"),
        ({"kind": "todo", "title": "x" * 201}, "200"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    acme: Customer, anna: User, browse: Browse, typed: dict[str, str], says: str
) -> None:
    page = write(browse, anna, acme, **{"text": "bleibt stehen", **typed})
    assert says in page
    assert "bleibt stehen" in page or not typed.get("text", "x")
    assert not Entry.objects.exists()


def test_whoever_cannot_open_the_file_is_refused_beside_the_field(
    hidden: Customer, cleo: User, ben: User, browse: Browse
) -> None:
    page = write(browse, cleo, hidden, kind="todo", title="x", for_whom="Ben")
    assert "Ben kann diese Akte nicht öffnen." in page
    assert not Entry.objects.exists()


def test_readers_see_the_stream_and_no_form(acme: Customer, anna: User, ben: User, browse: Browse) -> None:
    note = services.add(by=anna, kind=Kind.NOTE, customer=acme, text="Guten Tag")
    page = browse(ben).get(stream(acme)).content.decode()
    assert "Guten Tag" in page
    assert reverse("todos:add", args=[acme.pk]) not in page
    assert reverse("todos:edit", args=[note.pk]) not in page


def test_who_gives_away_what_is_nobody_elses_is_led_to_the_own_tasks(
    anna: User, ben: User, cleo: User, browse: Browse
) -> None:
    todo = services.add(by=cleo, kind=Kind.TODO, title="Lager räumen", assignee=anna)
    client, address = browse(anna), reverse("todos:edit", args=[todo.pk])
    form = form_to(client.get(address).content.decode(), address)
    answer = client.post(address, {**form.fields, "for_whom": "Ben"}, follow=True)
    assert answer.redirect_chain == [(reverse("todos:mine"), 302)]
    assert Entry.objects.get().assignee == ben


def test_editing_keeps_what_a_colleague_changed_meanwhile(acme: Customer, anna: User, browse: Browse) -> None:
    todo = services.add(by=anna, kind=Kind.TODO, customer=acme, title="Alt", text="Text", assignee=anna)
    client, path = browse(anna), reverse("todos:edit", args=[todo.pk])
    form = form_to(client.get(path).content.decode(), path)
    services.change(entry=todo, by=anna, text="Vom Kollegen")
    client.post(path, {**form.fields, "title": "Neu"})
    todo.refresh_from_db()
    assert (todo.title, todo.text, todo.assignee) == ("Neu", "Vom Kollegen", anna)


def test_my_tasks_are_grouped_by_day_and_by_whose_they_are(
    acme: Customer, anna: User, ben: User, browse: Browse
) -> None:
    team = Team.objects.create(group=Group.objects.create(name="Süd"))
    team.group.user_set.set([anna])
    today = timezone.localdate()
    for title, values in {
        "Gestern": {"due_on": today - timedelta(1)},
        "Jetzt": {"due_on": today},
        "Morgen": {"due_on": today + timedelta(1)},
        "Irgendwann": {},
    }.items():
        services.add(by=ben, kind=Kind.TODO, customer=acme, title=title, assignee=anna, **values)  # type: ignore[arg-type]
    services.add(by=ben, kind=Kind.TODO, title="Fürs Team", team=team)
    services.add(by=anna, kind=Kind.TODO, title="Für Ben", assignee=ben)
    client, path = browse(anna), reverse("todos:mine")
    page = client.get(path).content.decode()
    words = ["Überfällig", "Gestern", "Jetzt", "Später", "Morgen", "Ohne Termin", "Irgendwann"]
    assert [page.index(f">{word}") for word in words] == sorted(page.index(f">{word}") for word in words)
    assert "Fürs Team" not in page
    teams = client.get(path, {"whose": "teams"}).content.decode()
    assert "Fürs Team" in teams
    client.post(reverse("todos:take", args=[Entry.objects.get(title="Fürs Team").pk]))
    assert "Fürs Team" in client.get(path).content.decode()
    assert "Für Ben" in client.get(path, {"whose": "given"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_however_much_it_shows(acme: Customer, anna: User, browse: Browse, count: int) -> None:
    for number in range(count):
        todo = services.add(
            by=anna, kind=Kind.TODO, customer=acme, title=f"{number}", text="@Anna", assignee=anna, checklist=["a", "b"]
        )
        services.comment(entry=todo, text="ja", by=anna)
        services.add(by=anna, kind=Kind.NOTE, customer=acme, text="Notiz", contact=acme.contact)
    client = browse(anna)
    for path, statements in ((stream(acme), 16), (reverse("todos:mine"), 6)):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        assert len(captured) == statements, [query["sql"][:90] for query in captured]


def test_older_entries_come_page_by_page(acme: Customer, anna: User, browse: Browse) -> None:
    for number in range(35):
        services.add(by=anna, kind=Kind.NOTE, customer=acme, text=f"Notiz {number:02}.")
    client = browse(anna)
    first = client.get(stream(acme)).content.decode()
    assert "Notiz 34." in first
    assert "Notiz 04." not in first
    before = Entry.objects.get(text="Notiz 05.").pk
    assert f"?before={before}" in first
    older = client.get(stream(acme), {"before": before}, headers=HTMX).content.decode()
    assert "Notiz 04." in older
    assert "Notiz 05." not in older
    assert "?before=" not in older


def quick(browse: Browse, user: User, line: str, **more: str) -> str:
    client, path = browse(user), reverse("todos:mine")
    form = form_to(client.get(path).content.decode(), reverse("todos:new"))
    return client.post(form.action, {**form.fields, "title": line, **more}, follow=True).content.decode()


def test_one_line_says_it_all(anna: User, ben: User, browse: Browse) -> None:
    tomorrow = timezone.localdate() + timedelta(1)
    page = quick(browse, anna, "Rückruf Frau Scholz morgen 14 Uhr @Ben !hoch erinnern 30 min vorher")
    todo = Entry.objects.get()
    assert (todo.title, todo.due_on, todo.assignee, todo.priority) == ("Rückruf Frau Scholz", tomorrow, ben, "high")
    assert f"{tomorrow:%d.%m.%Y}, 14:00 · Ben · hoch" in page
    reminder = Reminder.objects.get(entry=todo)
    assert (reminder.user, f"{timezone.localtime(reminder.at):%H:%M}") == (None, "13:30")  # whoever has it then
    browse(anna).post(undo_of(page))
    assert not Entry.objects.exists()


def test_what_was_understood_wrongly_is_taken_back(anna: User, browse: Browse) -> None:
    path = reverse("todos:understood")
    part = browse(anna).get(path, {"title": "Bericht morgen prüfen"}, headers=HTMX).content.decode()
    assert 'value="morgen"' in part
    quick(browse, anna, "Bericht morgen prüfen", taken_back="morgen")
    assert (Entry.objects.get().title, Entry.objects.get().due_on) == ("Bericht morgen prüfen", None)


def test_nobody_of_that_name_is_said_before_it_is_lost(anna: User, browse: Browse) -> None:
    page = quick(browse, anna, "Anrufen @Nemo")
    assert "„Nemo“" in page
    assert 'value="Anrufen @Nemo"' in page
    assert not Entry.objects.exists()


def test_fields_that_are_filled_in_go_before_the_line(acme: Customer, anna: User, browse: Browse) -> None:
    write(browse, anna, acme, kind="todo", title="Bericht morgen prüfen", due_on="24.12.2026")
    assert (Entry.objects.get().title, f"{Entry.objects.get().due_on}") == (
        "Bericht morgen prüfen",
        "2026-12-24",
    )


def test_a_photo_is_shown_to_whom_the_entry_is(acme: Customer, anna: User, ben: User, browse: Browse) -> None:
    client, path = browse(anna), reverse("todos:add", args=[acme.pk])
    picture = SimpleUploadedFile("a.png", png(3000, 1000), "image/png")
    client.post(path, {"kind": "note", "text": "Tor 3", "photo": picture})
    entry = Entry.objects.get()
    address = str(photo_url(entry))
    assert f'src="{address}"' in browse(ben).get(stream(acme)).content.decode()
    shown = browse(ben).get(address)
    assert shown.headers["Content-Security-Policy"].startswith("sandbox")
    assert Image.open(BytesIO(shown.content)).size == (1600, 533)
    Customer.objects.filter(pk=acme.pk).update(access="restricted")
    assert browse(ben).get(address).status_code == 404
    assert forget_photos(now=timezone.now() + timedelta(8)) == 0
    Entry.objects.all().delete()
    assert forget_photos(now=timezone.now() + timedelta(8)) == 1


def test_what_is_no_photo_is_said(acme: Customer, anna: User, browse: Browse) -> None:
    broken = SimpleUploadedFile("a.png", b"no picture", "image/png")
    data = {"kind": "note", "text": "x", "photo": broken}
    assert "JPEG, PNG" in browse(anna).post(reverse("todos:add", args=[acme.pk]), data).content.decode()
    assert not Entry.objects.exists()


def png(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), "red").save(file, "PNG")
    return file.getvalue()
