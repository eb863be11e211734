"""Fields in which one types somebody: suggestions by htmx, a plain text field without it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts import colleagues
from accounts.models import Team, User
from timecount.fields import LineField


class SuggestingInput(forms.TextInput):
    """A text field with a list of suggestions that htmx keeps in step with what is typed."""

    def __init__(self, url_name: str, **query: str) -> None:
        super().__init__({"autocomplete": "off"})
        self.url, self.query = reverse_lazy(url_name), query

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        options = f"{(attrs or {}).get('id', name)}-options"
        suggesting = {
            "list": options,
            "hx-get": f"{self.url}?{urlencode({'field': name, **self.query})}",
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{options}",
            "hx-sync": "this:replace",
        }
        control = super().render(name, value, {**(attrs or {}), **suggesting}, renderer)
        return format_html('{}<datalist id="{}"></datalist>', control, options)


class PickField(LineField):
    """`stored` is what stands in the record: left as it is, it stays, even if the person may not see it."""

    stored: Any = None
    user: User

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        if not typed:
            return None
        if self.stored is not None and typed == self.prepare_value(self.stored):
            return self.stored
        found = self.called(typed)
        if len(found) != 1:
            raise ValidationError(self.unclear() if found else self.unknown())
        return found[0]

    def in_words(self, value: Any) -> str:
        """For the notice that somebody else picked another one meanwhile."""
        return str(self.prepare_value(self.known(value)) or _("nothing"))

    def validate(self, value: Any) -> None:
        """Nothing typed is nothing picked, which only some fields mind."""
        if self.required and value is None:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Those of a text do not fit a record."""

    def called(self, text: str) -> Any:
        raise NotImplementedError

    def known(self, key: Any) -> Any:
        raise NotImplementedError

    def unknown(self) -> str:
        raise NotImplementedError

    def unclear(self) -> str:
        return _("Several go by that name: please pick one from the list.")


class ColleagueField(PickField):
    """`also_former`: deactivated ones, too."""

    def __init__(self, *, also_former: bool = False, **options: Any) -> None:
        self.also_former = also_former
        widget = SuggestingInput("accounts:pick_colleague", **({"former": "1"} if also_former else {}))
        super().__init__(widget=widget, **{"required": False, **options})

    def called(self, text: str) -> Any:
        return colleagues.users_called(text, also_former=self.also_former)

    def known(self, key: Any) -> Any:
        return User.objects.filter(pk=key).first()

    def unknown(self) -> str:
        return _("Nobody goes by that name: please pick somebody from the list.")

    def prepare_value(self, value: Any) -> Any:
        return colleagues.user_text(value) if isinstance(value, User) else value


class PersonOrTeamField(PickField):
    def __init__(self, **options: Any) -> None:
        super().__init__(widget=SuggestingInput("accounts:pick_person_or_team"), **options)

    def called(self, text: str) -> Any:
        return [*colleagues.users_called(text), *colleagues.teams_called(text)]

    def unknown(self) -> str:
        return _("Neither a colleague nor a team goes by that name: please pick from the list.")

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Team):
            return colleagues.team_text(value)
        return colleagues.user_text(value) if isinstance(value, User) else value


def keep_stored(form: forms.Form, user: User, stored: Mapping[str, Any]) -> None:
    """Tells the picking fields of a form who picks, and what stands in the record."""
    for name, field in form.fields.items():
        if isinstance(field, PickField):
            field.user, field.stored = user, stored.get(name)
