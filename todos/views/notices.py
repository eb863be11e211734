"""What one was told: the bell, the page behind it, and the small answer that every open page asks for."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from timecount.addresses import record_key
from timecount.pages import render_page
from todos import mail_choices as choices
from todos import notice_words, notifying
from todos.live import remember
from todos.mail_form import MailChoicesForm
from todos.models import NoticeKind
from todos.selectors import notices as selectors
from todos.views.acting import before as page_before

MOST_TOASTS = 3


@require_safe
@gate(Action.VIEW_TODO)
def notices(request: Request) -> HttpResponse:
    """The page, and the newest of it in the popover of the bell."""
    older = record_key(request.GET.get("before", ""))
    limit = selectors.IN_POPOVER if request.htmx else selectors.PAGE
    context = {
        "page": selectors.notices(request.user, limit=limit, before=older),
        "older": older,
        "here": (request.htmx and request.htmx.current_url_abs_path) or request.get_full_path(),
        "is_new": frozenset(selectors.unseen(request.user)),
    }
    return render_page(request, "todos/notices.html", context, part="todos/_notices.html")


@require_safe
@gate(Action.VIEW_TODO)
def notice(request: Request, pk: int) -> HttpResponse:
    """Leads to what it is about, and is not new any more."""
    found = selectors.notice(request.user, pk)
    if found is None:
        raise Http404
    if not request.user.viewed_by:
        notifying.mark_seen(keys=[found.pk], by=request.user)
    return redirect(notice_words.place(found))


@require_POST
@gate(Action.VIEW_TODO)
def seen(request: Request) -> HttpResponse:
    """One, or all of them."""
    if (one := record_key(request.POST.get("notice", ""))) is not None:
        notifying.mark_seen(keys=[one], by=request.user)
    else:
        notifying.mark_all_seen(by=request.user)
        messages.success(request, _("All read."))
    return redirect(page_before(request, reverse("todos:notices")))


@require_safe
@gate(Action.VIEW_TODO)
def live(request: Request) -> HttpResponse:
    """What is new, for a page that knows a state; nothing where that is still so."""
    known = request.GET.get("known", "")
    new = selectors.unseen(request.user)
    state = selectors.state(new)
    remember(request)
    if state == known:
        return HttpResponse(status=204)
    reminders = selectors.arrived_since(request.user, known, kind=NoticeKind.REMINDER, limit=MOST_TOASTS)
    toasts = [
        {
            "text": f"{notice_words.happened(one)}: {notice_words.about(one)}",
            "url": reverse("todos:notice", args=[one.pk]),
        }
        for one in reminders
    ]
    return JsonResponse({"state": state, "count": len(new), "toasts": toasts})


@require_http_methods(["GET", "POST"])
@gate(Action.VIEW_TODO)
def mail_choices(request: Request) -> HttpResponse:
    """A page of the profile."""
    form = MailChoicesForm(request.POST or None, chosen=choices.choices_of(request.user))
    if form.is_valid():
        choices.choose(user=request.user, mails=form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("todos:mail_choices")
    return render_page(request, "todos/mail_choices.html", {"form": form})
