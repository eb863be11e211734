from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from timecount.extensions import AccessRule, registry


class ListsConfig(AppConfig):
    name = "lists"
    verbose_name = _("Lists")

    def ready(self) -> None:
        from lists import recent, saved  # models are loaded by now, not before
        from lists.cells import pick
        from lists.models import BulkRun, ImportRun, SavedView

        registry.template_globals["pick"] = pick
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
