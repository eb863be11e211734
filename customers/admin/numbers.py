"""Where running numbers come from."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.administration import Page
from customers.models import NumberRange


@admin.register(NumberRange)
class NumberRangePage(Page):
    """The application creates the ranges that it draws from."""

    list_display = ("key", "__str__", "prefix", "width", "next_value")
    readonly_fields = ("key",)
    ordering = ("key",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: NumberRange | None = None) -> bool:
        return False
