from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from timecount.extensions import DemoPart, Holding, NavigationItem, registry


class AccountsConfig(AppConfig):
    default = True
    name = "accounts"
    verbose_name = _("Users and roles")

    def ready(self) -> None:
        from allauth.mfa.signals import authentication_failed

        from accounts import demo, recording  # models are loaded by now, not before
        from accounts.access import may

        registry.template_globals["may"] = may
        authentication_failed.connect(recording.second_factor_failed)
        registry.navigation.append(NavigationItem(_("Administration"), "settings", "admin:index", "administer", 90))
        registry.holdings.append(
            Holding(
                "substitutions",
                _("substitutions, on either side"),
                lambda user: user.absences.count() + user.substitutions.count(),
                lambda user: f"{reverse('admin:accounts_substitution_changelist')}?person={user.pk}",
                90,
            )
        )
        registry.demo_parts.append(DemoPart("accounts", demo.load, 10))


class AdministrationConfig(admin_apps.AdminConfig):
    """Django's admin with a door of ours."""

    default = False

    default_site = "accounts.administration.Administration"
