from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from timecount.extensions import NavigationItem, registry


class TodosConfig(AppConfig):
    name = "todos"
    verbose_name = _("Notes and to-dos")

    def ready(self) -> None:
        registry.navigation.append(NavigationItem(_("Start page"), "home", "todos:start", "use", 0))
