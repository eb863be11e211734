"""Signed out while a page was open."""

from django.test import Client

LOGIN = "/accounts/login/"


def test_a_page_is_found_again_after_signing_in(client: Client) -> None:
    assert client.get("/customers/7/?q=a").headers["Location"] == f"{LOGIN}?next=/customers/7/%3Fq%3Da"


def test_what_was_sent_leads_back_to_its_form_and_says_that_it_is_not_saved(client: Client) -> None:
    form = "http://testserver/customers/7/people/"
    answer = client.post("/customers/7/people/3/end/", headers={"Referer": form}, follow=True)
    assert answer.redirect_chain == [(f"{LOGIN}?next=/customers/7/people/", 302)]
    assert "nicht gespeichert" in answer.content.decode()


def test_a_foreign_page_is_not_led_back_to(client: Client) -> None:
    for foreign in ("https://evil.example/customers/", "//evil.example/", "javascript:alert(1)", ""):
        answer = client.post("/profile/", headers={"Referer": foreign})
        assert answer.headers["Location"] == f"{LOGIN}?next=/"


def test_a_form_made_for_another_sign_in_is_refused_in_german() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/profile/", {"name": "Anna"})
    assert answer.status_code == 403
    assert "war zu lange offen" in answer.content.decode()
    assert "style=" not in answer.content.decode()
