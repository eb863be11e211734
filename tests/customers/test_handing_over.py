"""Who is responsible for a restricted file says who sees it: changed only by those who may share it."""

import pytest

from accounts.actions import FileLevel
from accounts.models import User
from customers import sharing
from customers.models import Access, Customer, UserGrant
from customers.services import change_customer, create_customer
from tests.cast import Browse, firm, person
from tests.customers.importing import imported, told
from tests.customers.test_file_master_data import HTMX, opened, saved
from tests.customers.test_file_new import TYPED
from tests.customers.test_sharing import sees
from tests.pages import form_to, forms

HEADER = "Kundennr.;Firma;Branche;Zuständig"


@pytest.fixture
def closed(acme: Customer, anna: User, cleo: User) -> Customer:
    """cleo may edit it, not share it."""
    sharing.restrict(customer=acme, by=anna)
    sharing.share(customers=[acme.pk], to=cleo, level=FileLevel.EDIT, by=anna)
    return acme


def responsible() -> str:
    return Customer.objects.values_list("responsible__name", flat=True).get()


def test_whoever_may_not_share_is_not_offered_the_field(closed: Customer, cleo: User, browse: Browse) -> None:
    client = browse(cleo)
    typed = opened(client, closed)
    assert not {"responsible", "access"} & set(typed)
    assert saved(client, closed, typed | {"responsible": "Cleo", "access": "module", "industry": "Bau"}) == ""
    assert (responsible(), Customer.objects.get().access, Customer.objects.get().industry) == (
        "Anna",
        Access.RESTRICTED,
        "Bau",
    )
    path = f"/customers/{closed.pk}/master-data/"
    page = client.get(path).content.decode()
    assert f'href="{path}industry/"' in page
    assert f'href="{path}responsible/"' not in page
    assert f'href="/customers/{closed.pk}/sharing/"' not in page
    for name in ("responsible", "access"):
        assert client.post(f"{path}{name}/", {name: "Cleo"}).status_code == 403
    assert responsible() == "Anna"


def test_master_data_lead_to_the_panel(closed: Customer, anna: User, browse: Browse) -> None:
    for path in ("master-data/", "edit/"):
        page = browse(anna).get(f"/customers/{closed.pk}/{path}").content.decode()
        assert page.count(f'href="/customers/{closed.pk}/sharing/"') == 2  # in the head, and beside the access


def test_an_open_file_is_handed_over_by_whoever_edits_it(acme: Customer, cleo: User, browse: Browse) -> None:
    client = browse(cleo)
    assert saved(client, acme, opened(client, acme) | {"responsible": "Cleo"}) == ""
    assert responsible() == "Cleo"


def test_whoever_hands_a_restricted_file_over_is_led_to_the_list(
    closed: Customer, anna: User, cleo: User, browse: Browse
) -> None:
    client, path = browse(anna), f"/customers/{closed.pk}/master-data/responsible/"
    part = client.get(path, headers=HTMX).content.decode()
    assert "Damit übergeben Sie die Akte" in part
    answer = client.post(path, form_to(part, path).fields | {"responsible": "Cleo"}, headers=HTMX)
    assert answer.headers["HX-Redirect"] == "/customers/"
    assert (sees(anna, closed), responsible()) == (False, "Cleo")


def test_the_last_who_can_share_is_kept_with_a_sentence_at_the_field(
    closed: Customer, anna: User, browse: Browse
) -> None:
    client, path = browse(anna), f"/customers/{closed.pk}/master-data/responsible/"
    page = client.post(path, {"responsible": ""}, headers=HTMX).content.decode()
    assert "Jemand muss die Akte freigeben können." in page[page.index("id_responsible_error") :]
    assert responsible() == "Anna"


# --- a new file -------------------------------------------------------------------------------


def test_a_new_file_can_be_restricted_from_the_start(anna: User, ben: User, browse: Browse) -> None:
    typed = TYPED | {"organisation_name": "Neu GmbH", "access": "restricted", "responsible": "Anna"}
    browse(anna).post("/customers/new/", typed)
    assert [sees(user, Customer.objects.get()) for user in (anna, ben)] == [True, False]


def test_a_new_restricted_file_of_nobody_is_its_makers(anna: User, ben: User, browse: Browse) -> None:
    typed = TYPED | {"organisation_name": "Neu GmbH", "access": "restricted", "responsible": ""}
    assert "angelegt" in browse(anna).post("/customers/new/", typed, follow=True).content.decode()
    grant = UserGrant.objects.get()
    assert (grant.user, grant.level, grant.until) == (anna, FileLevel.SHARE, None)
    assert not sees(ben, Customer.objects.get())


def test_a_new_restricted_file_of_somebody_else_is_theirs(anna: User, cleo: User, browse: Browse) -> None:
    typed = TYPED | {"organisation_name": "Neu GmbH", "access": "restricted", "responsible": "Cleo"}
    answer = browse(anna).post("/customers/new/", typed, follow=True)
    assert answer.redirect_chain == [("/customers/", 302)]
    assert "Sie sehen diese Akte nun nicht mehr." in answer.content.decode()
    assert not UserGrant.objects.exists()


# --- imports ----------------------------------------------------------------------------------


def test_an_import_hands_no_restricted_file_over_for_somebody_who_may_not_share_it(
    closed: Customer, anna: User, cleo: User
) -> None:
    run = imported(cleo, "10001;Acme GmbH;Bau;Cleo", header=HEADER)
    assert told(run) == {
        2: (
            "changed",
            [
                "Zuständig: „Cleo“ nicht übernommen. Die Akte ist eingeschränkt, und Sie dürfen sie nicht freigeben.",
            ],
        )
    }
    assert (responsible(), Customer.objects.get().industry) == ("Anna", "Bau")
    assert told(imported(cleo, "10001;Acme GmbH;Bau;Anna", header=HEADER)) == {2: ("unchanged", [])}
    person("Dora", "Disposition")
    imported(anna, "10001;Acme GmbH;Bau;Dora", header=HEADER)
    assert responsible() == "Dora"


def test_an_import_changes_who_is_responsible_for_an_open_file(acme: Customer, cleo: User) -> None:
    imported(cleo, "10001;Acme GmbH;Bau;Cleo", header=HEADER)
    assert responsible() == "Cleo"


def test_a_restricted_file_that_the_system_makes_is_nobodys(db: None) -> None:
    customer = create_customer(by=None, organisation={"name": "Neu GmbH"}, access=Access.RESTRICTED)
    assert not UserGrant.objects.filter(content_object=customer).exists()


# --- all files of somebody who leaves ---------------------------------------------------------


def test_the_files_of_a_deactivated_colleague_are_handed_over_in_one_step(
    closed: Customer, anna: User, ben: User, browse: Browse
) -> None:
    client = browse(person("Chef", "Administration"))
    other = firm("Zweite GmbH", by=anna)
    sharing.share(customers=[other.pk], to=anna, level=FileLevel.EDIT, by=anna)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    path = "/customers/hand-over/"
    page = client.get(path, {"of": "Anna", "to": "Ben"}).content.decode()
    assert "1 Akte" in page
    assert "davon 1 eingeschränkt" in page
    assert "1 Freigabe" in page
    assert "Ben darf Kunden nur lesen" in page
    sent = next(form for form in forms(page) if "Jetzt übergeben" in form.buttons).fields
    assert "Ben hat 2 Akten übernommen." in client.post(path, sent, follow=True).content.decode()
    assert sees(ben, closed)
    assert not UserGrant.objects.filter(user=anna).exists()
    again = client.get(path, {"of": "Anna", "to": "Ben"}).content.decode()
    assert "Anna ist für keine Akte verantwortlich" in again
    assert "Ben hat 0 Akten übernommen." in client.post(path, sent, follow=True).content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"of": "Anna", "to": "Anna"}, "Das ist dieselbe Person."),
        ({"of": "Niemand", "to": "Anna"}, "Niemand heißt so"),
        ({"of": "Anna", "to": "Emil"}, "Niemand heißt so"),  # deactivated people take nothing over
        ({"of": "Emil", "to": "Anna"}, "Emil ist für keine Akte verantwortlich"),
    ],
)
def test_who_hands_over_to_whom_is_checked(
    acme: Customer, boss: User, browse: Browse, typed: dict[str, str], says: str
) -> None:
    User.objects.filter(pk=person("Emil").pk).update(is_active=False)
    assert says in browse(boss).get("/customers/hand-over/", typed).content.decode()


def test_only_the_management_hands_over(acme: Customer, anna: User, cleo: User, browse: Browse) -> None:
    assert browse(cleo).post("/customers/hand-over/", {"of": "Anna", "to": "Cleo"}).status_code == 403
    assert "/customers/hand-over/" not in browse(cleo).get("/customers/").content.decode()
    assert responsible() == "Anna"


def test_nobody_takes_over_what_they_may_not_share(closed: Customer, anna: User, cleo: User, browse: Browse) -> None:
    """Else leading a department would open every restricted file."""
    lena = person("Lena", "Leitung")
    own = firm("Brandt KG", by=anna, responsible=anna)
    client, who = browse(lena), {"of": anna.email, "to": lena.email}
    page = client.get("/customers/hand-over/", who).content.decode()
    assert "Dateien" not in page
    assert "die Sie nicht freigeben dürfen" in page
    assert client.post("/customers/hand-over/", who).status_code == 302
    assert not sees(lena, closed)
    assert set(Customer.objects.values_list("pk", "responsible__name")) == {(closed.pk, "Anna"), (own.pk, "Lena")}
    chief = person("Chef", "Administration")
    assert browse(chief).post("/customers/hand-over/", who).status_code == 302
    assert sees(lena, closed)


def test_whoever_may_only_read_keeps_no_file_open(closed: Customer, anna: User, ben: User) -> None:
    with pytest.raises(sharing.NobodyLeft):
        change_customer(customer=closed, by=anna, responsible=ben)
