"""What the leaner Jinja2 writes is what Jinja2 writes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from timecount.rendering import LeanEnvironment

VALUES = [
    "<script>alert('&\"')</script>",
    Markup("<b>&amp;</b>"),
    mark_safe("<i>safe</i>"),
    gettext_lazy("Customers"),
    gettext_lazy("%(first)s & co.") % {"first": "<b>"},
    7,
    -1.5,
    None,
    True,
    ["<", Markup("<")],
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_is_escaped_as_jinja_escapes_it(value: object) -> None:
    source = "{{ value }}|{{ value ~ '<' }}|{% set part %}<p>{{ value }}</p>{% endset %}{{ part }}"

    assert _rendered(LeanEnvironment, source, value=value) == _rendered(Environment, source, value=value)


def test_macros_and_their_callers_give_html() -> None:
    source = (
        "{% macro box(title) %}<h1>{{ title }}</h1>{{ caller() }}{% endmacro %}"
        "{% for name in names %}{% call box(name) %}<em>{{ name }}</em>{% endcall %}{% endfor %}"
    )

    page = _rendered(LeanEnvironment, source, names=["<a>", "b"])

    assert page == _rendered(Environment, source, names=["<a>", "b"])
    assert page == "<h1>&lt;a&gt;</h1><em>&lt;a&gt;</em><h1>b</h1><em>b</em>"


def test_a_function_that_wants_the_context_gets_it() -> None:
    @pass_context
    def name_of(context: Context, prefix: str) -> SafeString:
        return format_html("{}{}", prefix, context["name"])

    source = "{% for row in rows %}{% set name = row %}{{ name_of('<') }}{% endfor %}"

    assert _rendered(LeanEnvironment, source, rows=["a", "b"], name_of=name_of) == "&lt;a&lt;b"


def _rendered(environment: Callable[..., Environment], source: str, **values: Any) -> str:
    return environment(autoescape=True).from_string(source).render(values)
