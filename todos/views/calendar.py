"""The calendar of one's own to-dos: a month or a week."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import Request, gate
from accounts.actions import Action
from timecount.jinja import day
from timecount.pages import render_page
from todos.calendar import Period, month_around, period_of, week_around, weeks_of
from todos.selectors.calendar import due_between


@require_safe
@gate(Action.VIEW_TODO)
def calendar(request: Request) -> HttpResponse:
    """`show` names the month or the week: 2026-11, 2026-W48."""
    today = timezone.localdate()
    period = period_of(request.GET.get("show", ""), today=today)
    entries = due_between(request.user, *period.shown)
    # The other view opens where one is: around today, if that is in sight.
    middle = today if period.first <= today <= period.last else period.first
    weeks = weeks_of(period, entries, today=today)
    context = {
        "period": period,
        "title": _in_words(period),
        "weeks": weeks,
        "weekdays": [date_format(day.date, "l") for day in weeks[0].days],
        "month": month_around(middle),
        "week": week_around(middle),
        "now": month_around(today) if period.is_month else week_around(today),
        "today": today,
        "any": bool(entries),
    }
    return render_page(request, "todos/calendar.html", context, part="todos/_calendar.html")


def _in_words(period: Period) -> str:
    if period.is_month:
        return date_format(period.first, "F Y")
    words = {"week": period.first.isocalendar().week, "first": day(period.first), "last": day(period.last)}
    return _("Week %(week)s, %(first)s to %(last)s") % words
