from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import colleagues, forms, selectors, services, substitution, viewing
from accounts.access import Request, gate
from accounts.actions import Action
from accounts.models import User
from timecount import browsers
from timecount.addresses import is_ours
from timecount.downloads import picture
from timecount.errors import Refused
from timecount.help import help_pages
from timecount.jinja import day
from timecount.pages import render_page
from timecount.texts import clean_line


@require_http_methods(["GET", "POST"])
@gate(Action.USE)
def profile(request: Request) -> HttpResponse:
    form = forms.Profile(request.POST or None, request.FILES or None, user=request.user)
    if form.is_valid():
        services.change_profile(user=request.user, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    return render_page(request, "accounts/profile.html", {"form": form})


@require_POST
@gate(Action.USE)
def remove_photo(request: Request) -> HttpResponse:
    services.remove_photo(user=request.user, by=request.user)
    return redirect("accounts:profile")


@require_POST
@gate(Action.USE)
def sign_out_device(request: Request, device: int) -> HttpResponse:
    """One of the own devices; the one in use is left through signing out."""
    session = selectors.device(request.user, device)
    if session is None or session.is_current():
        raise Http404
    services.end_session(session=session)
    messages.success(request, _("%(device)s is signed out.") % {"device": browsers.device(session.user_agent).name})
    return redirect("usersessions_list")


@require_http_methods(["GET", "POST"])
@gate(Action.USE)
def substitutes(request: Request) -> HttpResponse:
    """Who stands in for me, now and later."""
    today = timezone.localdate()
    form = forms.Appoint(request.POST or None, user=request.user, today=today)
    if form.is_valid():
        try:
            made = substitution.appoint(absent=request.user, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            words = {"name": made.substitute, "first": day(made.first_day), "last": day(made.last_day)}
            undo = f"undo:{reverse('accounts:end_substitute', args=[made.pk])}"
            text = _("%(name)s stands in for you from %(first)s until %(last)s.") % words
            messages.success(request, text, extra_tags=undo)
            return redirect("accounts:substitutes")
    context = {"form": form, "substitutions": substitution.mine(request.user, today=today), "today": today}
    return render_page(request, "accounts/substitutes.html", context)


@require_POST
@gate(Action.USE)
def end_substitute(request: Request, pk: int) -> HttpResponse:
    ended = substitution.appointed_by(request.user, pk)
    if ended is None:
        raise Http404
    undo = urlencode({"was": substitution.seal(ended)})
    substitution.end(substitution=ended, today=timezone.localdate(), by=request.user)
    text = _("%(name)s does not stand in for you any more.") % {"name": ended.substitute}
    messages.success(request, text, extra_tags=f"undo:{reverse('accounts:restore_substitute')}?{undo}")
    return redirect("accounts:substitutes")


@require_POST
@gate(Action.USE)
def restore_substitute(request: Request) -> HttpResponse:
    try:
        if not substitution.put_back(absent=request.user, sealed=request.GET.get("was", ""), by=request.user):
            raise Http404
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:substitutes")


@require_safe
@gate(Action.USE, opens=User)
def photo(request: Request, user: User, version: str) -> HttpResponse:
    return picture(user.photo.name)


@require_POST
@gate(Action.USE)
def theme(request: Request) -> HttpResponse:
    form = forms.ThemeChoice(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    services.change_theme(user=request.user, by=request.user, **form.cleaned_data)
    return _back(request)


@require_POST
@gate(Action.USE)
def language(request: Request) -> HttpResponse:
    form = forms.LanguageChoice(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    services.change_language(user=request.user, by=request.user, **form.cleaned_data)
    return _back(request)


def _back(request: Request) -> HttpResponse:
    """To the page whose menu was used, which looks different now."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect(_there(request))


def _there(request: Request) -> str:
    """The page that was used, if it is one of ours."""
    there = request.POST.get("next") or request.headers.get("Referer", "")
    return there if is_ours(request, there) else reverse("todos:start")


@require_POST
@gate(Action.VIEW_AS, opens=User)
def view_as(request: Request, user: User) -> HttpResponse:
    try:
        viewing.start(session=request.session, person=user, back=_there(request), by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(_there(request))
    return redirect("todos:start")


@require_POST
@gate(Action.USE)
def leave_view(request: Request) -> HttpResponse:
    """Back to where it began."""
    return redirect(viewing.leave(session=request.session))


@require_http_methods(["GET", "POST"])
@gate(Action.USE)
def first_steps(request: Request) -> HttpResponse:
    """Shown after the first sign-in until it is put away."""
    if request.method == "POST":
        services.finish_first_steps(user=request.user, by=request.user)
        return redirect("todos:start")
    return render_page(request, "accounts/first_steps.html")


@require_safe
@gate(Action.USE)
def pick_colleague(request: Request) -> HttpResponse:
    """Suggestions while somebody types; deactivated people where the field wants them."""
    return _options(request, colleagues.users_like(_typed(request), also_former="former" in request.GET))


@require_safe
@gate(Action.USE)
def pick_person_or_team(request: Request) -> HttpResponse:
    typed = _typed(request)
    return _options(request, [*colleagues.teams_like(typed), *colleagues.users_like(typed)])


def _options(request: Request, options: list[str]) -> HttpResponse:
    return render_page(request, "accounts/options.html", {"options": options}, part="accounts/_options.html")


def _typed(request: Request) -> str:
    """The field is named as its form names it."""
    return clean_line(request.GET.get(request.GET.get("field", "q"), ""))


@require_safe
@gate(Action.USE)
def help_index(request: Request) -> HttpResponse:
    pages = help_pages().values()
    return render_page(request, "accounts/help_index.html", {"pages": pages}, part="accounts/_help_index.html")


@require_safe
@gate(Action.USE)
def help_page(request: Request, key: str) -> HttpResponse:
    pages = help_pages()
    if key not in pages:
        raise Http404
    context = {"page": pages[key], "pages": pages.values()}
    return render_page(request, "accounts/help.html", context, part="accounts/_help.html")
