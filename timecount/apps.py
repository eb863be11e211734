from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class TimecountConfig(AppConfig):
    default = True
    name = "timecount"


class StaticFiles(StaticFilesConfig):
    """Of Tabler one stylesheet: its other ones refer to pictures that we do not serve."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "tabler-*", "tabler.css*", "*.rtl.*"]  # noqa: RUF012
