"""What pages say about files."""

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

STEP = 1024
_BEWARE: dict[str, Promise] = {
    "macros": gettext_lazy("contains macros"),
    "active": gettext_lazy("contains active content"),
    "encrypted": gettext_lazy("protected by a password"),
    "unchecked": gettext_lazy("not checked for viruses"),
    "failed": gettext_lazy("could not be checked for viruses"),
    "infected": gettext_lazy("infected"),
}


BEWARE_ICONS = {"unchecked": "shield-question", "failed": "shield-question", "encrypted": "lock"}


def beware_icon(word: str) -> str:
    return BEWARE_ICONS.get(word, "alert-triangle")


def beware(word: str) -> str:
    return str(_BEWARE[word])


def size(count: int) -> str:
    """1,4 MB"""
    if count < STEP:
        return _("%(count)s bytes") % {"count": count}
    value, unit = count / STEP, "KB"
    if value >= STEP:
        value, unit = value / STEP, "MB"
    return f"{number_format(value, 1 if value < 10 else 0, use_l10n=True)} {unit}"
