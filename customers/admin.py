from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.access import visible
from accounts.actions import Action
from accounts.administration import LookOnly, show_history
from customers.models import Access, Customer, NumberRange
from lists.words import words_of


@admin.register(NumberRange)
class NumberRangeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """The application creates the ranges that it draws from."""

    list_display = ("key", "__str__", "prefix", "width", "next_value")
    readonly_fields = ("key",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: NumberRange | None = None) -> bool:
        return False


@admin.register(Customer)
class CustomerAdmin(LookOnly):
    list_display = ("number", "contact", "status", "seen_by", "responsible", "updated_at")
    list_select_related = ("contact", "responsible")
    list_filter = ("status", "access")
    search_fields = ("search",)
    ordering = ("sort_key", "contact_id")
    exclude = ("search", "sort_key", "place_key")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Whoever administers sees no more files here than in the application."""
        return visible(request.user, Action.VIEW_CUSTOMER, super().get_queryset(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        for word in words_of(search_term):
            queryset = queryset.filter(search__contains=word)
        return queryset, False

    @admin.display(description=_("access"), ordering="access")
    def seen_by(self, customer: Customer) -> str:
        """In a word or two: the whole sentence would make every row four lines high."""
        return str(_("named people") if customer.access == Access.RESTRICTED else _("everybody"))


show_history(Customer)
