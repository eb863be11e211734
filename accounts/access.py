"""The one gate: who may do what, and who sees what.  Nothing is checked anywhere else.

An action is allowed when the person is active **and** a role holds the action **and**, for an object,
the object is open to the person.  What makes an object open is a rule that its app registers
(`extensions.access_rules`).  Only superusers bypass.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from accounts import recording
from accounts.actions import LEAVES_THE_HOUSE, AccessKind, Action, Level, Module
from accounts.models import User
from accounts.ways import Seen, Way
from timecount.extensions import registry
from timecount.records import by_key

Person = User | AnonymousUser
View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """A request behind the gate: somebody is signed in."""

    user: User
    htmx: HtmxDetails


def may(user: Person, action: Action | str, obj: Model | None = None) -> bool:
    action = Action(action)  # type: ignore[call-arg]  # looks the member up by its value
    if not user.is_active or not isinstance(user, User):
        return False
    if user.is_superuser:
        return True
    if not _holds(user, action):
        return False
    rule = registry.access_rules.get(type(obj)) if obj else None
    return rule is None or rule.opens(user, action, obj)


def _holds(user: User, action: Action) -> bool:
    """Whether a role of the person is enough for the action."""
    if action.module is None:
        return True
    return action.level is not None and user.rights.get(action.module, 0) >= action.level


def manages(user: Person, module: Module | None) -> bool:
    """Whether the person leads others in the module: by a role in it, or as an administrator."""
    if not user.is_active or not isinstance(user, User):
        return False
    by_role = module is not None and user.rights.get(module, 0) >= Level.MANAGE
    return by_role or may(user, Action.ADMINISTER)


def visible[M: Model](user: Person, action: Action, queryset: QuerySet[M]) -> QuerySet[M]:
    """What of `queryset` the person may do `action` with: a join, never row by row."""
    if not may(user, action):
        return queryset.none()
    user = cast("User", user)
    rule = registry.access_rules.get(queryset.model)
    if user.is_superuser or rule is None:
        return queryset
    return cast("QuerySet[M]", rule.visible(user, action, queryset))


def seen(user: Person, action: Action, model: type[Model]) -> Seen:
    """As `visible`, for lists: way by way, each answered by an index in the order of the list."""
    rule = registry.access_rules.get(model)
    if not may(user, action) or rule is None or rule.seen is None:
        whole = visible(user, action, model._default_manager.all())
        return Seen(lambda: whole, [Way(whole)])
    return cast("Seen", rule.seen(user, action))


def gate(
    action: Action,
    *,
    opens: type[Model] | None = None,
    seen_by: Action | None = None,
    records: AccessKind | None = None,
) -> Callable[[View], View]:
    """Lets a view run only for those who may; with `opens`, hands it the object instead of its id.

    404 if the person may not see the object (`seen_by`, by default reading the action's module),
    403 if they may see it but not do this; both are recorded, and with `records` that the object was shown.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if opens is None:
                if not may(request.user, action):
                    recording.record(AccessKind.REFUSED, who=request.user, action=action)
                    raise PermissionDenied
                return view(request, *args, **kwargs)
            obj = _opened(request.user, action, seen_by or _reading(action), opens, kwargs.pop("pk"))
            request.user.stands_in_for = stood_in_for(request.user, obj)
            if records and request.method in ("GET", "HEAD"):
                recording.record(records, who=request.user, of=obj, durable=records in LEAVES_THE_HOUSE)
            return view(request, obj, *args, **kwargs)

        gated.action = action  # type: ignore[attr-defined]
        return gated

    return decorate


def stood_in_for(user: User, obj: Model) -> int | None:
    """For whom the person stands in when they open the object."""
    rule = registry.access_rules.get(type(obj))
    return rule.stood_in_for(user, obj) if rule and user.stand_ins else None


def _reading(action: Action) -> Action:
    return next((a for a in Action if a.module == action.module and a.level == Level.READ), action)


def _opened(user: User, action: Action, seen_by: Action, model: type[Model], pk: int) -> Model:
    obj = by_key(model, pk)
    if obj is None or not may(user, seen_by, obj):
        recording.record(AccessKind.REFUSED, who=user, of=model, key=pk, action=seen_by)
        raise Http404
    if not may(user, action, obj):
        recording.record(AccessKind.REFUSED, who=user, of=obj, action=action)
        raise PermissionDenied
    return obj
