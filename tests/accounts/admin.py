"""What the tests of the administration have in common: its pages, and what their forms would send back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import Team, User
from tests.cast import person
from tests.pages import Form, forms


@pytest.fixture
def ada(db: None) -> User:
    """Administers, without being a superuser and without the module Customers."""
    from accounts.models import ModuleRight

    ModuleRight.objects.filter(role__group__name="Administration").exclude(module="administration").delete()
    return person("Ada", "Administration")


def team(name: str, *members: User) -> Team:
    made = Team.objects.create(group=Group.objects.create(name=name))
    made.group.user_set.set(members)
    return made


def change_url(obj: Any) -> str:
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def list_url(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def form_of(client: Client, url: str) -> Form:
    """The main form of a page: the one that saves."""
    page = client.get(url).content.decode()
    return max(forms(page), key=lambda form: len(form.fields))


def run(client: Client, model: Any, action: str, keys: list[int], **more: Any) -> Any:
    """An action on some rows of a list."""
    data = {"action": action, "_selected_action": keys, "select_across": "0", **more}
    return client.post(list_url(model), data, follow=True)


def found(client: Client, term: str, source: str) -> list[str]:
    """What an autocomplete offers; `source` is "app.model.field"."""
    app_label, model_name, field_name = source.split(".")
    asked = {"term": term, "app_label": app_label, "model_name": model_name, "field_name": field_name}
    answer = client.get("/admin/autocomplete/", asked)
    return [row["text"] for row in answer.json()["results"]] if answer.status_code == 200 else [str(answer.status_code)]


def options(page: str) -> Iterator[tuple[str, int]]:
    """Every select box, and how much it offers."""
    for box in page.split("<select")[1:]:
        yield box.split(">")[0], box.split("</select>")[0].count("<option")
