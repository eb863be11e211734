from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static


@login_not_required
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask here for pages that name no icon: those of Django's admin, and pictures opened alone."""
    return redirect(static("favicon.svg"))
