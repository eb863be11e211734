"""What every template promises: no script or style of its own, icons that exist, forms that everybody can read."""

import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import engines
from django.test import Client
from django.utils import translation

from accounts.models import User
from tests.cast import Browse
from timecount import icons
from timecount.browsers import device

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
FORBIDDEN = re.compile(r"<style|\sstyle=|\shx-on|javascript:|\son[a-z]+=", re.IGNORECASE)
# With `src` it comes from a file; as JSON it is data.
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)")


class Invented(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the register.")
    since = forms.DateField(label="Since", required=False)
    roles = forms.MultipleChoiceField(label="Roles", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)


def rendered(source: str, **context: object) -> str:
    template = engines["jinja2"].from_string('{% import "ui/forms.html" as ui %}' + source)
    with translation.override("en"):
        return " ".join(template.render(context).split())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_carries_script_or_style_of_its_own(path: Path) -> None:
    text = path.read_text()
    assert FORBIDDEN.findall(text) == []
    assert INLINE_SCRIPT.findall(text) == []


def test_every_icon_in_use_exists() -> None:
    assert {name for name in icons.names() if not (icons.OUTLINE / f"{name}.svg").exists()} == set()


def test_icons_are_found_wherever_they_are_named() -> None:
    template = """{{ icon("home") }} {{ icon("sun" if theme == "light" else "moon") }} {{ empty("users", _("x")) }}"""
    python = (
        """NewItem(_("Note"), "note", "x", "y", 1)\nDOT_ICONS: dict[str, str] = {"a": "circle"}\nHit(icon="star")"""
    )
    assert set(icons.in_template(template)) == {"home", "sun", "moon", "users"}
    assert set(icons.in_python(python)) == {"note", "circle", "star"}


def test_an_unknown_icon_is_named_with_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icons, "names", lambda: {"no-such-icon": icons.ROOT / "templates" / "base.html"})
    with pytest.raises(icons.UnknownIcon, match=r'"no-such-icon" in templates/base\.html'):
        icons.build()


def test_a_field_names_its_help_and_its_error() -> None:
    html = rendered("{{ ui.field(form['name']) }}", form=Invented({}))
    assert '<label class="form-label" for="id_name">Name <span class="must" aria-hidden="true">(required)' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_the_summary_leads_to_every_wrong_field() -> None:
    html = rendered("{{ ui.error_summary(form) }}", form=Invented({"since": "soon"}))
    assert "3 entries need your attention" in html
    assert re.findall(r'<a href="#(\w+)">', html) == ["id_name", "id_since", "id_roles"]
    assert "error-summary" not in rendered("{{ ui.error_summary(form) }}", form=Invented())


def test_the_summary_names_the_rows_that_are_sent_with_the_form() -> None:
    right, wrong = (Invented(data, prefix="row") for data in ({"row-name": "x", "row-roles": ["a"]}, {"row-name": "x"}))
    summary = "{{ ui.error_summary(form, rows) }}"
    html = rendered(summary, form=Invented({"name": "x", "roles": ["a"]}), rows=[right, wrong])
    assert re.findall(r'<a href="#([\w-]+)">', html) == ["id_row-roles"]
    assert "error-summary" not in rendered(summary, form=Invented({"name": "x", "roles": ["a"]}), rows=[right])


def test_where_everything_must_be_filled_in_nothing_is_marked() -> None:
    class Door(forms.Form):
        name = forms.CharField(label="Name")
        stay = forms.BooleanField(label="Stay", required=False)

    assert "(required)" not in rendered("{{ ui.fields(form) }}", form=Door())
    assert "(required)" not in rendered("{{ ui.field(form['since']) }}", form=Invented())


def test_a_group_of_boxes_has_a_legend_and_keeps_the_choice() -> None:
    html = rendered("{{ ui.field(form['roles']) }}", form=Invented({"roles": ["a"]}))
    assert "<legend>Roles " in html
    assert re.search(r'value="a" id="id_roles_0" checked', html)


def test_a_date_gets_the_picker_and_a_wrong_one_stays_as_typed() -> None:
    picker = rendered("{{ ui.field(form['since']) }}", form=Invented(initial={"since": date(2026, 11, 23)}))
    assert re.search(r'<input type="date" [^>]*value="2026-11-23"', picker)
    typed = rendered("{{ ui.field(form['since']) }}", form=Invented({"since": "23.13.2026"}))
    assert re.search(r'<input type="text" [^>]*value="23.13.2026"', typed)


def test_what_somebody_typed_is_escaped() -> None:
    html = rendered("{{ ui.fields(form) }}", form=Invented({"name": "<script>"}))
    assert "<script>" not in html


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500"])
def test_an_error_page_needs_nobody_and_nothing(name: str) -> None:
    html = engines["jinja2"].get_template(f"{name}.html").render({})
    assert "<h1>" in html
    assert "csrf" not in html
    assert "nonce" not in html


def test_a_missing_page_is_the_same_for_everybody(anna: User, boss: User, browse: Browse) -> None:
    answers = {
        browse(person).get(f"/customers/{number}/").content for person in (anna, boss) for number in (987654, 987655)
    }
    assert len(answers) == 1


def test_the_shell_shows_whose_it_is_and_in_which_theme(anna: User, browse: Browse) -> None:
    assert b"data-bs-theme" not in browse(anna).get("/").content  # the computer decides
    anna.theme = "dark"
    anna.save(update_fields=["theme"])
    html = browse(anna).get("/").content.decode()
    assert '<html lang="de" data-bs-theme="dark">' in html
    assert anna.email in html


def test_the_second_factor_can_be_set_up(anna: User, browse: Browse) -> None:
    client = browse(anna)
    assert client.get("/accounts/2fa/").status_code == 200
    page = client.get("/accounts/2fa/totp/activate/", follow=True)
    # Signing in happened long ago for this client, so it is asked who it is; never that the address be confirmed.
    assert page.redirect_chain in ([], [("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", 302)])


def test_the_pages_before_signing_in_work(db: None, client: Client) -> None:
    paths = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/inactive/"]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert client.get("/accounts/password/reset/key/1-bad/").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("curl/8", "Unknown browser"),
    ],
)
def test_a_device_is_called_as_people_call_it(user_agent: str, name: str) -> None:
    with translation.override("en"):
        assert device(user_agent).name == name
