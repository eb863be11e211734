"""Django's admin as ours."""

from accounts.administration.history import HistoryAdmin, show_history
from accounts.administration.pages import LookOnly, Page, RefusableForm, Section, administrator
from accounts.administration.site import Administration

__all__ = [
    "Administration",
    "HistoryAdmin",
    "LookOnly",
    "Page",
    "RefusableForm",
    "Section",
    "administrator",
    "show_history",
]
