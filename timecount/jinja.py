"""The whole vocabulary of our templates."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any
from zlib import crc32

import phonenumbers
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static as static_url
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString
from jinja2 import StrictUndefined
from markupsafe import Markup

from timecount.browsers import device
from timecount.extensions import ordered, registry
from timecount.help import help_url
from timecount.rendering import LeanEnvironment


def url(name: str, *args: Any) -> str:
    """The address of a page; those that take numbers are looked up once and filled in."""
    if all(type(arg) is int for arg in args):
        return _pattern(name, len(args)) % args
    return reverse(name, args=args)


@cache
def _pattern(name: str, numbers: int) -> str:
    """The address with a "%d" for every number in it."""
    marks = [7_000_000_001 + position for position in range(numbers)]
    pattern = reverse(name, args=marks).replace("%", "%%")
    for mark in marks:
        pattern = pattern.replace(str(mark), "%d")
    return pattern


# Asked hundreds of times for a page, and always the same in one process.
static = cache(static_url)


@cache
def icon(name: str) -> SafeString:
    """A decorative icon of the sprite; the text beside it carries the meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


def day(value: date | datetime | None) -> str:
    """23.11.2026"""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = _here(value)
    if translation.get_language() != "de":
        return formats.date_format(value, "j M Y")
    return f"{value.day:02}.{value.month:02}.{value.year}"  # a quarter of what strftime costs


def moment(value: datetime | None) -> str:
    """23.11.2026, 14:05"""
    return "" if value is None else f"{day(value)}, {_here(value):%H:%M}"


def clock(value: datetime) -> str:
    """14:05"""
    return f"{_here(value):%H:%M}"


def _here(value: datetime) -> datetime:
    """In the one time zone of this house."""
    return value.astimezone(timezone.get_default_timezone())


def money(value: Decimal | None) -> str:
    """1.234,50 €"""
    return "" if value is None else f"{formats.number_format(value, 2, use_l10n=True, force_grouping=True)} €"


def number(value: int | Decimal | None) -> str:
    """1.234; what has decimals shows them."""
    decimals = None if isinstance(value, Decimal) else 0
    return "" if value is None else formats.number_format(value, decimals, use_l10n=True, force_grouping=True)


@lru_cache(maxsize=20_000)
def phone(value: str) -> str:
    """+49 40 1234567 for German eyes; what cannot be parsed stays as it is."""
    try:
        return phonenumbers.format_number(
            phonenumbers.parse(value, settings.PHONENUMBER_DEFAULT_REGION), phonenumbers.PhoneNumberFormat.INTERNATIONAL
        )
    except phonenumbers.NumberParseException:
        return value


@lru_cache(maxsize=20_000)
def hue(name: str) -> int:
    """One of eight quiet colours, always the same for the same name."""
    return crc32(name.encode()) % 8 + 1


@lru_cache(maxsize=20_000)
def initials(name: str) -> str:
    """MB for "Müller Bau GmbH": two letters that stand in for a missing picture."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "?"


def gettext(text: str, /, **values: Any) -> Markup:
    """The text in the reader's language with its values escaped; what Jinja2 does itself, minus the detours."""
    translated = _translated(translation.get_language(), text)
    return translated % values if values else translated


@cache
def _translated(language: str | None, text: str) -> Markup:
    """`language` is the active one: the key under which the text is kept."""
    return Markup(translation.gettext(text))  # noqa: S704 -- texts are ours


def csrf(request: HttpRequest) -> dict[str, Any]:
    """The token with one mask for the whole page: Django would draw a new one for every form."""
    token = SimpleLazyObject(lambda: get_token(request))
    field = SimpleLazyObject(
        lambda: format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token),
    )
    return {"csrf_token": token, "csrf_input": field}


def environment(**options: Any) -> LeanEnvironment:
    env = LeanEnvironment(**{**options, "undefined": StrictUndefined}, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    env.trim_blocks = env.lstrip_blocks = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.globals.update(
        _=gettext,
        gettext=gettext,
        url=url,
        static=static,
        icon=icon,
        extensions=registry,
        ordered=ordered,
        get_messages=get_messages,
        help_url=help_url,
        language=translation.get_language,
        local_mode=settings.LOCAL_MODE,
        **registry.template_globals,
    )
    env.filters.update(
        day=day,
        moment=moment,
        clock=clock,
        money=money,
        number=number,
        phone=phone,
        initials=initials,
        hue=hue,
        device=device,
    )
    return env
