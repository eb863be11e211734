"""Files are looked up by number and name, which administrators see of every file; nothing else of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin

from accounts.autocomplete import Finder, FoundFilter, ManyFinder, person
from customers.models import Customer, GrantLine

SOURCE = GrantLine._meta.get_field("customer")
FILES = Customer.objects.select_related("contact", "responsible").only(
    "number", "access", "contact__name", "responsible__name", "responsible__email", "responsible__is_active"
)


def file_label(customer: Customer) -> str:
    return f"{customer.number} {customer.contact.name}"


class FileField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    def label_from_instance(self, obj: Customer) -> str:
        return file_label(obj)


class FilesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Customer) -> str:
        return file_label(obj)


def file(**options: Any) -> FileField:
    return FileField(FILES, widget=Finder(SOURCE, admin.site), **options)


def files(**options: Any) -> FilesField:
    return FilesField(FILES, widget=ManyFinder(SOURCE, admin.site), **options)


class FileFilter(FoundFilter):
    title = SOURCE.verbose_name
    parameter_name = "customer"
    path = "customer"
    field = file


class PersonFilter(FoundFilter):
    title = GrantLine._meta.get_field("user").verbose_name
    parameter_name = "person"
    path = "user"
    field = person


class ResponsibleFilter(FoundFilter):
    title = Customer._meta.get_field("responsible").verbose_name
    parameter_name = "responsible"
    path = "responsible"
    field = person
