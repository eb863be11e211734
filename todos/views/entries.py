"""Notes, to-dos and calls: the stream of a customer, a page for each, writing and commenting."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, gate, may
from accounts.actions import AccessKind, Action
from contacts.models import Contact
from customers.models import Customer
from customers.pages import render_tab
from timecount.addresses import record_key
from timecount.downloads import picture
from timecount.errors import Refused
from timecount.pages import render_page
from timecount.texts import clean_line
from todos import news, photos, services
from todos.forms import CommentForm, EntryForm
from todos.lines import read_line
from todos.models import Entry, Kind
from todos.notifying import mark_entry_seen
from todos.selectors import entries as selectors
from todos.sentences import in_words
from todos.views.acting import about, back, before, place, undo_at
from todos.views.gone import unless_gone

OF_CONTACT = 10


@require_safe
@gate(Action.VIEW_TODO, opens=Customer, seen_by=Action.VIEW_CUSTOMER, records=AccessKind.VIEW)
def stream(request: Request, customer: Customer) -> HttpResponse:
    """The tab of the file."""
    form = _composer(request, customer) if may(request.user, Action.EDIT_TODO) else None
    return _stream(request, customer, form)


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_TODO, opens=Customer, seen_by=Action.VIEW_CUSTOMER)
def add(request: Request, customer: Customer) -> HttpResponse:
    """The same tab, while somebody writes there."""
    form = _composer(request, customer)
    if request.method == "POST" and _add(request, form):
        return redirect("todos:stream", customer.pk)
    return _stream(request, customer, form)


@require_POST
@gate(Action.VIEW_TODO, opens=Customer, seen_by=Action.VIEW_CUSTOMER)
def follow(request: Request, customer: Customer) -> HttpResponse:
    """`follow` says whether from now on, or no longer."""
    if request.POST.get("follow"):
        news.follow(customer=customer, by=request.user)
        messages.success(request, _("You are told what changes at this customer."))
    else:
        news.unfollow(customer=customer, by=request.user)
        messages.success(request, _("You do not follow this customer any more."))
    return redirect("todos:stream", customer.pk)


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_TODO)
def new(request: Request) -> HttpResponse:
    """Without a customer, or with one that is picked here."""
    form = _composer(request, None)
    if request.method == "POST" and (made := _add(request, form)):
        return redirect(before(request, place(made)))
    return render_page(request, "todos/new.html", {"form": form})


@require_safe
@gate(Action.EDIT_TODO)
def understood(request: Request) -> HttpResponse:
    """While somebody types a to-do: what the line says."""
    typed, taken_back = clean_line(request.GET.get("title", "")), request.GET.getlist("taken_back")
    try:
        line, wrong = read_line(typed, now=timezone.localtime(), taken_back=taken_back), ""
    except Refused as refusal:
        line, wrong = None, str(refusal)
    context = {"line": line, "wrong": wrong, "taken_back": [words for words in taken_back if words in typed]}
    return render_page(request, "todos/understood.html", context, part="todos/_understood.html")


@require_safe
@gate(Action.VIEW_TODO, opens=Entry, records=AccessKind.VIEW)
def entry(request: Request, entry: Entry) -> HttpResponse:
    if not request.user.viewed_by:
        mark_entry_seen(entry=entry, by=request.user)
    return _page(request, entry, CommentForm())


@require_http_methods(["GET", "POST"])
@gate(Action.EDIT_TODO, opens=Entry)
def edit(request: Request, entry: Entry) -> HttpResponse:
    whole = selectors.whole_entry(request.user, entry)
    form = EntryForm(
        request.POST or None, request.FILES or None, user=request.user, entry=whole, customer=whole.customer
    )
    if form.is_valid():
        try:
            now = services.change(entry=whole, by=request.user, **_besides(form), **form.changed)
        except Refused as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Saved."))
            # Whoever gives one without a customer away does not see it any more.
            return back(request, now) if may(request.user, Action.VIEW_TODO, now) else redirect("todos:mine")
    return render_page(
        request, "todos/edit.html", {"form": form, "entry": whole, "back": before(request, place(entry))}
    )


@require_safe
@gate(Action.VIEW_TODO, opens=Entry)
def photo(request: Request, entry: Entry, version: str) -> HttpResponse:
    return picture(entry.photo.name if photos.photo_url(entry) == request.path else None)


@require_POST
@gate(Action.EDIT_TODO, opens=Entry)
@unless_gone
def comment(request: Request, entry: Entry) -> HttpResponse:
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            services.comment(entry=entry, by=request.user, **form.cleaned_data)
        except services.CannotSee as refusal:
            form.add_error("text", str(refusal))
        else:
            return back(request, entry)
    return _page(request, entry, form)


@require_safe
@gate(Action.VIEW_TODO, opens=Contact, seen_by=Action.VIEW_CONTACT)
def of_contact(request: Request, contact: Contact) -> HttpResponse:
    """The panel of a page of the address book."""
    found = selectors.about_contact(request.user, contact, limit=OF_CONTACT)
    context = {"contact": contact, "entries": found, "today": timezone.localdate()}
    return render_page(request, "todos/of_contact.html", context, part="todos/_of_contact.html")


def _stream(request: Request, customer: Customer, form: EntryForm | None) -> HttpResponse:
    older = record_key(request.GET.get("before", ""))
    found = selectors.stream(request.user, customer, before=older)
    context = {
        "stream": found,
        "contacts": found.contacts,
        "names": found.names,
        "follows": selectors.follows(request.user, customer),
        "form": form,
        "older": older,
        "today": timezone.localdate(),
        "back_to": reverse("todos:stream", args=[customer.pk]),
    }
    part = "todos/file/_older.html" if older else "todos/file/_stream.html"
    return render_tab(request, customer, "todos/file/stream.html", context, tab="todos", part=part)


def _composer(request: Request, customer: Customer | None) -> EntryForm:
    """What the address names stands there already."""
    kind = request.GET.get("kind")
    initial = {
        "kind": kind if kind in Kind else Kind.NOTE,
        "contact": request.GET.get("contact", ""),
        "due_on": _day(request.GET.get("due_on", "")),
    }
    posted = request.POST if request.method == "POST" else None
    return EntryForm(posted, request.FILES or None, user=request.user, customer=customer, initial=initial)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _add(request: Request, form: EntryForm) -> Entry | None:
    if not form.is_valid():
        return None
    try:
        made = services.add(by=request.user, **_besides(form), **form.new)
    except Refused as refusal:
        _show(form, refusal)
        return None
    undo = undo_at(request, "todos:delete", made)
    messages.success(request, _("Written down: %(title)s") % {"title": in_words(made)}, extra_tags=undo)
    return made


def _besides(form: EntryForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("asked", "photo")}


def _show(form: EntryForm, refusal: Refused) -> None:
    field = "for_whom" if refusal.field == "assignee" else refusal.field
    form.add_error(field if field in form.fields else None, str(refusal))


def _page(request: Request, entry: Entry, form: CommentForm) -> HttpResponse:
    whole = selectors.whole_entry(request.user, entry)
    context = {**about(request, whole), "comment_form": form}
    return render_page(request, "todos/entry.html", context)
