from django.apps import AppConfig


class TimecountConfig(AppConfig):
    name = "timecount"
