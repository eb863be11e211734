"""A wrong mapping is mended, duplicates are decided, and the whole import is taken back: in a browser."""

from playwright.sync_api import Page, expect

from accounts.models import User
from contacts.models import Contact
from lists.imports import undoing, working
from lists.models import ImportRun
from tests.contacts.importing import imported
from tests.journeys.conftest import sign_in

FILE = b"Wer;Wo;Erreichbar\r\nEva Kurz;Bau AG;eva@bau.example\r\nKurt Lang;Holz KG;kurt@holz.example\r\n"


def test_from_a_wrong_mapping_to_undo(page: Page, anna: User) -> None:
    imported(anna, ";Eva;Kurz;;;;;eva@bau.example;;;;")
    sign_in(page, anna)
    page.goto("/contacts/import/")
    page.set_input_files("input[type=file]", {"name": "liste.csv", "mimeType": "text/csv", "buffer": FILE})
    page.get_by_role("button", name="Hochladen und Spalten ansehen").click()
    page.get_by_role("button", name="Alle Zeilen prüfen").click()
    expect(page.locator(".error-summary")).to_contain_text("in welcher Spalte der Name steht")
    page.get_by_label("Spaltennamen stehen in").select_option("1")
    page.locator("select[name=column-0]").select_option("name")
    page.locator("select[name=column-1]").select_option("organisation")
    page.get_by_role("button", name="Alle Zeilen prüfen").click()
    page.get_by_role("link", name="Vergleichen und entscheiden").click()
    page.get_by_label("dasselbe", exact=True).check()
    page.get_by_role("button", name="Speichern und neu prüfen").click()
    page.get_by_role("button", name="Jetzt importieren").click()
    run = ImportRun.objects.latest("pk")
    while working.apply(run.pk):
        pass
    expect(page.locator("#import-run")).to_contain_text("1 Zeilen neu, 1 geändert")
    assert Contact.objects.get(first_name="Eva").assignments.get().organisation.name == "Bau AG"
    page.get_by_text("Diesen Import zurücknehmen").click()
    page.get_by_role("button", name="Ganzen Import zurücknehmen").click()
    while undoing.undo(run.pk):
        pass
    expect(page.locator("#import-run")).to_contain_text("Der Import ist zurückgenommen")
    assert list(Contact.objects.values_list("first_name", flat=True)) == ["Eva"]
