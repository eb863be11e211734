"""Fields of the forms for entries: whom something is for, when somebody is reminded, which days count."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.colleagues import teams_called, users_called
from accounts.models import Team, User
from accounts.picks import PersonOrTeamField
from timecount.fields import LineField
from todos.notifying import principal
from todos.sentences import before_in_words

USUAL_BEFORE = [0, 15, 60, 24 * 60, 7 * 24 * 60]
MOST_DAYS, LONGEST_BEFORE = 6, 999


class ForWhomField(PersonOrTeamField):
    """A principal: the key of a person, minus the key of a team."""

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        return principal(found) if isinstance(found, User | Team) else found

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(who(value) if isinstance(value, int) else value)

    def in_words(self, value: Any) -> str:
        return str(self.prepare_value(value) or _("nothing"))


class AskedField(LineField):
    """Principals of several people and teams, with commas between them; nothing typed is an empty list."""

    def to_python(self, value: Any) -> Any:
        names = filter(None, (name.strip() for name in super().to_python(value).split(",")))
        return [self._principal(name) for name in names]

    def _principal(self, name: str) -> int:
        found: list[User | Team] = [*users_called(name), *teams_called(name)]
        if len(found) != 1:
            raise ValidationError(_("Nobody here, and no team, is called “%(name)s”."), params={"name": name})
        return principal(found[0])


class BeforeField(forms.TypedChoiceField):
    """How many minutes before something is due."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **options)

    def offer(self, stored: int | None) -> None:
        """What somebody said in words may be none of the usual ones."""
        offered = sorted({*USUAL_BEFORE, *([stored] if stored else [])})
        self.choices = [("", "–"), *((str(one), before_in_words(one)) for one in offered)]


class DaysBeforeField(LineField):
    """Days before an end, as people write them: "30, 7, 0"."""

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value).replace(",", " ").split()
        days = sorted({int(one) for one in typed if one.isascii() and one.isdigit()}, reverse=True)
        if len(days) != len(set(typed)) or len(days) > MOST_DAYS or any(one > LONGEST_BEFORE for one in days):
            raise ValidationError(
                _("At most %(count)d numbers from 0 to %(longest)d, e.g. 30, 7, 0."),
                params={"count": MOST_DAYS, "longest": LONGEST_BEFORE},
            )
        return days

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def who(key: int | None) -> User | Team | None:
    people, teams = User.objects.filter(pk=key or 0), Team.objects.select_related("group").filter(pk=-(key or 0))
    found: User | Team | None = people.first() if (key or 0) > 0 else teams.first()
    return found
