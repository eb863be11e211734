"""Somebody deletes an entry between two steps of a request that changes it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import Request
from todos.models import Entry
from todos.services import EntryGone

View = Callable[[Request, Entry], HttpResponse]


def unless_gone(view: View) -> View:
    """Says so, and leads to what is still there."""

    @wraps(view)
    def told(request: Request, entry: Entry) -> HttpResponse:
        try:
            return view(request, entry)
        except (EntryGone, Entry.DoesNotExist):
            messages.warning(request, _("Somebody has deleted this in the meantime."))
            there = reverse("todos:stream", args=[entry.customer_id]) if entry.customer_id else reverse("todos:mine")
            return HttpResponseClientRedirect(there) if request.htmx else redirect(there)

    return told
