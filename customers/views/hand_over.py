"""All files of a colleague who leaves, in one step."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import Request, gate
from accounts.actions import Action
from customers import sharing
from customers.forms.sharing import HandOver
from customers.selectors.hand_over import handed_over_by, legacy
from timecount.errors import Refused
from timecount.pages import render_page


@require_http_methods(["GET", "POST"])
@gate(Action.HAND_OVER_FILES)
def hand_over(request: Request) -> HttpResponse:
    """First what would happen, as it cannot be undone; then it happens."""
    form = HandOver(request.POST or request.GET or None, user=request.user)
    asked = legacy(request.user, form.cleaned_data["of"], form.cleaned_data["to"]) if form.is_valid() else None
    if request.method == "POST" and asked:
        try:
            files = handed_over_by(request.user)
            count = sharing.hand_over(of=asked.of, to=asked.to, by=request.user, files=files)
        except Refused as refusal:
            form.add_error("to", str(refusal))
        else:
            text = ngettext("%(to)s has taken over %(n)d file.", "%(to)s has taken over %(n)d files.", count)
            messages.success(request, text % {"to": asked.to, "n": count})
            return redirect("customers:list")
    return render_page(request, "customers/hand_over.html", {"form": form, "legacy": asked})
