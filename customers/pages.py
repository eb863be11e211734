"""A tab of the customer file: the head and the tabs around it, or only the tab where htmx asked for it."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from accounts.access import Request, may
from customers.models import Customer
from customers.selectors.file import file
from customers.selectors.readers import lock
from timecount.extensions import Label, ordered, registry
from timecount.pages import render_page


@dataclass(frozen=True)
class TabLink:
    key: str
    label: Label
    url: str


def render_tab(
    request: Request,
    customer: Customer,
    page: str,
    context: dict[str, Any] | None = None,
    *,
    tab: str,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """`page` extends "customers/file/page.html" and includes `part`, which begins with its "_tabs.html"."""
    full = file(customer)
    head = {
        "customer": full,
        "tabs": tab_links(request, full),
        "tab": tab,
        "lock": partial(lock, request.user, full),  # asked where the head is shown
    }
    return render_page(request, page, {**head, **(context or {})}, part=part, status=status)


def tab_links(request: Request, customer: Customer) -> list[TabLink]:
    """The tabs that the person may open."""
    return [
        TabLink(tab.key, tab.label, reverse(tab.url_name, args=[customer.pk]))
        for tab in ordered(registry.customer_tabs)
        if may(request.user, tab.action, customer)
    ]
