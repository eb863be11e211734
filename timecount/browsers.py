"""Which device a line in the list of sign-ins means, as a person would say it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

# The order matters: Edge calls itself Chrome too, and Chrome calls itself Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
MOBILE = {"iPhone", "iPad", "Android"}


@dataclass(frozen=True)
class Device:
    name: str
    mobile: bool


def device(user_agent: str) -> Device:
    """Firefox on Windows"""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    browser = browser or ("Safari" if "Safari" in user_agent else _("Unknown browser"))
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    name = _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser
    return Device(name, system in MOBILE)
