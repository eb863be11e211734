from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from timecount.extensions import AccessRule, Holding, registry


class ListsConfig(AppConfig):
    name = "lists"
    verbose_name = _("Lists")

    def ready(self) -> None:
        from lists import recent, saved, services  # models are loaded by now, not before
        from lists.cells import pick
        from lists.models import BulkRun, ImportRun, SavedView

        registry.template_globals["pick"] = pick
        registry.holdings.append(
            Holding(
                "saved-views",
                _("saved views"),
                lambda user: user.saved_views.count(),
                lambda user: reverse("admin:accounts_user_hand_over", args=[user.pk]),
                50,
                services.hand_over_views,
            )
        )
        # An import is seen by whoever started it: its lines are what that person uploaded.
        registry.access_rules[ImportRun] = AccessRule(
            lambda user, action, runs: runs.filter(by=user), lambda user, action, run: run.by_id == user.pk
        )
        registry.access_rules[SavedView] = AccessRule(saved.visible_views, saved.opens)
        registry.template_globals |= {"pinned_views": saved.pinned_views, "view_url": saved.url_of}
        registry.access_rules[BulkRun] = AccessRule(
            lambda user, action, runs: runs.filter(by=user), lambda user, action, run: run.by_id == user.pk
        )
        registry.template_globals["is_pinned"] = lambda user, key, pk: (
            pk in recent.pinned_keys(user, registry.lists[key])
        )
