from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from timecount.extensions import registry


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Users and roles")

    def ready(self) -> None:
        from accounts.access import may  # models are loaded by now, not before

        registry.template_globals["may"] = may
