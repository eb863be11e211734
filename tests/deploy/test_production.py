"""One story about what docker-compose starts; it runs with production settings, as processes of its own."""

import re
import socket
import ssl
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from tests import services
from tests.deploy.browser import Browser
from tests.deploy.letters import Letters, mail_server
from tests.deploy.production import HOST_NAME, Production, described, kill, running

EMAIL, PASSWORD = "chefin@example.de", "Ein gutes Kennwort"
MEGABYTE = 1 << 20
YEAR = 31_536_000


@pytest.fixture
def letters() -> Iterator[Letters]:
    with mail_server() as letters:
        yield letters


@pytest.fixture
def production(tmp_path: Path, letters: Letters) -> Iterator[Production]:
    name = services.clone()
    production = described(tmp_path, name, letters.url)
    with running(production):
        yield production
    services.drop(name)


def test_people_work_behind_the_proxy_while_a_web_process_dies(production: Production, letters: Letters) -> None:
    an_administrator_is_created_by_the_command_of_the_readme(production)
    with Browser(production, "127.0.0.5", **{"X-Forwarded-For": "9.9.9.9"}) as browser:
        http_leads_to_https(browser)
        nobody_is_offered_a_sign_in_of_the_demo(browser)
        cookies_travel_by_https_only(browser)
        sign_in(browser)
        a_page_carries_its_headers(browser)
        the_address_is_the_one_that_the_proxy_saw(browser)
        static_files_stay_for_good(browser)
        large_uploads_end_at_the_proxy(browser)
        health_is_told(browser)
        a_lost_password_is_a_job_for_the_worker(production, letters, browser)
        kill(production.web[0])
        nobody_notices(browser)
    the_proxy_speaks_http_2(production)


def an_administrator_is_created_by_the_command_of_the_readme(production: Production) -> None:
    words = ("createsuperuser", "--no-input", f"--email={EMAIL}", "--name=Petra Chefin")
    result = production.manage(*words, DJANGO_SUPERUSER_PASSWORD=PASSWORD)
    assert result.returncode == 0, result.stderr


def http_leads_to_https(browser: Browser) -> None:
    answer = browser.get(f"http://{HOST_NAME}/customers/?q=bau")
    assert answer.status_code == HTTPStatus.MOVED_PERMANENTLY
    assert answer.headers["location"] == f"https://{HOST_NAME}/customers/?q=bau"
    # a name that is not ours leads nowhere else
    assert browser.get("http://other.example/").headers["location"] == f"https://{HOST_NAME}/"
    assert browser.get("/accounts/login/", headers={"Host": "other.example"}).status_code == HTTPStatus.BAD_REQUEST


def nobody_is_offered_a_sign_in_of_the_demo(browser: Browser) -> None:
    page = browser.get("/accounts/login/")
    assert page.status_code == HTTPStatus.OK
    assert "demo.example" not in page.text


def cookies_travel_by_https_only(browser: Browser) -> None:
    refused = browser.submit("/accounts/login/", {"login": "anna@demo.example", "password": "kundenakte"})
    assert refused.status_code == HTTPStatus.OK
    assert "sessionid" not in browser.cookies
    assert all(cookie.secure for cookie in browser.cookies.jar)


def sign_in(browser: Browser) -> None:
    answer = browser.submit("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert answer.status_code == HTTPStatus.FOUND, answer.text
    session = next(line for line in answer.headers.get_list("set-cookie") if line.startswith("sessionid="))
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(session.split("; "))


def a_page_carries_its_headers(browser: Browser) -> None:
    page = browser.get("/customers/")
    assert page.status_code == HTTPStatus.OK
    assert page.headers["strict-transport-security"] == f"max-age={YEAR}; includeSubDomains; preload"
    assert page.headers["content-security-policy"].startswith("default-src 'self'; img-src 'self' data:;")
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["server"] == "nginx"  # no version, and nothing of what stands behind


def the_address_is_the_one_that_the_proxy_saw(browser: Browser) -> None:
    """Whatever a browser claims; exactly one proxy is believed."""
    page = browser.get("/accounts/sessions/").text
    assert "127.0.0.5" in page
    assert "9.9.9.9" not in page


def static_files_stay_for_good(browser: Browser) -> None:
    found = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', browser.get("/accounts/sessions/").text)
    assert found
    answer = browser.get(found[1])
    assert answer.status_code == HTTPStatus.OK
    assert answer.headers["cache-control"] == "max-age=315360000, public, immutable"


def large_uploads_end_at_the_proxy(browser: Browser) -> None:
    too_large_for_us = {"photo": ("photo.jpg", bytes(21 * MEGABYTE), "image/jpeg")}
    answer = browser.submit("/profile/", {"name": "Petra Chefin"}, files=too_large_for_us)
    assert answer.status_code == HTTPStatus.OK  # the form again, with a sentence
    too_large_for_the_proxy = {"photo": ("photo.jpg", bytes(26 * MEGABYTE), "image/jpeg")}
    answer = browser.submit("/profile/", {"name": "Petra Chefin"}, files=too_large_for_the_proxy)
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert answer.headers["server"] == "nginx"
    assert "content-security-policy" not in answer.headers  # it never came to us


def health_is_told(browser: Browser) -> None:
    answer = browser.get("/healthz")
    assert answer.status_code == HTTPStatus.OK
    report = answer.json()
    assert report.pop("queue_age_seconds") < 60
    assert report == {"status": "ok", "database": "ok", "s3": "ok"}


def a_lost_password_is_a_job_for_the_worker(production: Production, letters: Letters, browser: Browser) -> None:
    assert browser.submit("/accounts/password/reset/", {"email": EMAIL}).status_code == HTTPStatus.FOUND
    deadline = time.monotonic() + 20
    while not letters.received:
        assert time.monotonic() < deadline, (production.folder / "worker.log").read_text()
        time.sleep(0.1)
    (letter,) = letters.received
    assert (letter["To"], letter["From"]) == (EMAIL, "timecount@example.de")
    text = letter.get_payload(decode=True)
    assert isinstance(text, bytes)
    link = re.search(rf"https://{re.escape(HOST_NAME)}(/accounts/password/reset/key/\S+)", text.decode())
    assert link
    assert browser.get(link[1], follow_redirects=True).status_code == HTTPStatus.OK


def nobody_notices(browser: Browser) -> None:
    answers = [browser.get("/customers/").status_code for _ in range(6)]
    assert answers == [HTTPStatus.OK] * 6


def the_proxy_speaks_http_2(production: Production) -> None:
    context = ssl.create_default_context(cafile=production.folder / "fullchain.pem")
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", production.ports["https"]), 5) as plain,
        context.wrap_socket(plain, server_hostname=HOST_NAME) as secure,
    ):
        assert secure.selected_alpn_protocol() == "h2"
