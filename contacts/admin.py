from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.access import visible
from accounts.actions import Action
from accounts.administration import LookOnly, show_history
from contacts.models import Address, Assignment, Contact, ContactTag, Email, Phone, Website
from lists.words import words_of


@admin.register(Contact)
class ContactAdmin(LookOnly):
    list_display = ("name", "kind", "position", "updated_at")
    list_filter = ("kind",)
    search_fields = ("search",)
    # By key: the indexes in the order of names ask first whether a contact is closed.
    ordering = ("-id",)
    sortable_by = ()
    exclude = ("search", "sort_key", "photo", "own")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Whoever administers sees no more records here than in the application."""
        return visible(request.user, Action.VIEW_CONTACT, super().get_queryset(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        for word in words_of(search_term):
            queryset = queryset.filter(search__contains=word)
        return queryset, False


for model in (Contact, ContactTag, Address, Phone, Email, Website, Assignment):
    show_history(model)
