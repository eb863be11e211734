from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.actions import Action, FileLevel
from accounts.models import User
from customers.bulk.files import locked
from customers.bulk.granted import Granted, grants, set_grants
from customers.forms.sharing import ShareFile
from customers.models import Access
from customers.selectors.sharing import called
from customers.sentences import granted
from customers.sharing import whom
from lists.bulk.actions import BulkAction, Values
from timecount.jinja import number


def _form(user: User, data: Any) -> forms.Form:
    return ShareFile(data, user=user, today=timezone.localdate())


def _values(form: forms.Form) -> dict[str, Any]:
    to, until = form.cleaned_data["to"], form.cleaned_data["until"]
    return {
        "principal": to.pk if isinstance(to, User) else -to.pk,
        "level": int(form.cleaned_data["level"]),
        "until": until.isoformat() if until else None,
    }


def _told(values: Values) -> str:
    to = whom(values["principal"])
    until = date.fromisoformat(values["until"]) if values["until"] else None
    words = {"name": called(to) if to else _("nobody"), "level": granted(FileLevel(values["level"]), until)}
    return _("Shared with %(name)s: %(level)s.") % words


def _read(keys: Sequence[int], values: Values, by: User) -> dict[int, Granted]:
    return grants(list(locked(keys).values_list("pk", flat=True)), values["principal"])


def _write(states: Mapping[int, Granted], values: Values, by: User) -> None:
    set_grants(states, values["principal"], by)


def _open(selected: QuerySet[Any], user: User) -> Sequence[str]:
    count = selected.filter(access=Access.MODULE).count()
    sentence = ngettext(
        "%(count)s is open to everybody anyway: there the share counts only once it is restricted",
        "%(count)s are open to everybody anyway: there the share counts only once they are restricted",
        count,
    )
    return [sentence % {"count": number(count)}] if count else []


SHARE = BulkAction(
    key="share",
    label=gettext_lazy("Share"),
    icon="user-share",
    action=Action.SHARE_CUSTOMER,
    form=_form,
    values=_values,
    told=_told,
    read=_read,
    wanted=lambda _state, values: [values["level"], values["until"]],
    write=_write,
    facts=_open,
)
