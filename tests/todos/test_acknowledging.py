"""Something important is to be read: who is asked, who has read it, who is reminded."""

import pytest
from django.urls import reverse

from accounts.actions import FileLevel
from accounts.models import User
from customers import sharing
from customers.models import Customer
from tests.cast import Browse
from tests.pages import form_to
from tests.todos.test_entries import seen_by, told
from todos import services
from todos.acknowledging import NobodyToAsk, acknowledge, remind
from todos.models import Entry, Kind


def important(by: User, customer: Customer | None, *asked: User) -> Entry:
    keys = [user.pk for user in asked]
    return services.add(by=by, kind=Kind.NOTE, customer=customer, text="Achtung", is_important=True, asked=keys)


def waiting(entry: Entry) -> set[str]:
    return {str(one.user) for one in entry.acknowledgements.filter(acknowledged_at=None)}


def test_who_is_asked_has_read_it_and_the_others_are_reminded(
    acme: Customer, anna: User, ben: User, cleo: User
) -> None:
    note = important(anna, acme, ben, cleo)
    assert waiting(note) == {"Ben", "Cleo"}
    assert acknowledge(entry=note, by=ben)
    assert not acknowledge(entry=note, by=ben)
    assert not acknowledge(entry=note, by=anna)
    assert remind(entry=note, by=anna) == 1
    assert (told(ben), told(cleo)) == (["acknowledge"], ["acknowledge"] * 2)
    services.change(entry=note, by=anna, text="Achtung!", asked=[ben.pk])
    assert told(ben) == ["acknowledge"]


def test_without_names_everybody_is_asked_who_works_there(
    acme: Customer, hidden: Customer, anna: User, ben: User, cleo: User
) -> None:
    services.add(by=cleo, kind=Kind.NOTE, customer=acme, text="schrieb hier")
    assert waiting(important(ben, acme)) == {"Anna", "Cleo"}
    sharing.share(customers=[hidden.pk], to=ben, level=FileLevel.SEE, by=cleo)
    assert waiting(important(cleo, hidden)) == {"Ben"}


def test_nobody_is_asked_who_cannot_open_it(hidden: Customer, cleo: User, ben: User) -> None:
    for asked in ([ben], []):
        with pytest.raises(NobodyToAsk):
            important(cleo, hidden, *asked)
    assert not Entry.objects.exists()


def test_to_be_asked_opens_what_has_no_customer(anna: User, ben: User, cleo: User) -> None:
    important(anna, None, ben)
    assert seen_by(ben) == {"Achtung"}
    assert seen_by(cleo) == set()


def test_ben_acknowledges(acme: Customer, anna: User, ben: User, browse: Browse) -> None:
    client, tab = browse(anna), reverse("todos:stream", args=[acme.pk])
    form = form_to(client.get(tab).content.decode(), reverse("todos:add", args=[acme.pk]))
    typed = {"text": "Achtung", "is_important": "on", "asked": "Ben, Nemo"}
    assert "„Nemo“" in client.post(form.action, {**form.fields, **typed}).content.decode()
    client.post(form.action, {**form.fields, **typed, "asked": "Ben"})
    reader, mine = browse(ben), reverse("todos:mine")
    assert "Achtung" in reader.get(mine).content.decode()
    page = reader.get(tab).content.decode()
    path = reverse("todos:acknowledge", args=[Entry.objects.get().pk])
    reader.post(path, form_to(page, path).fields)
    assert "Achtung" not in reader.get(mine).content.decode()
    assert path not in reader.get(tab).content.decode()
