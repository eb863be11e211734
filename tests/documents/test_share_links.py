"""Outsiders fetch one version at a secret address: off until allowed, counted, and as open as its maker's own file."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.actions import AccessKind
from accounts.models import AccessEvent, User
from customers.models import Access, Customer
from documents import links, services, storage
from documents.models import ArchiveSettings, Document, Scan, ShareLink, State, StoredFile, Version
from tests.cast import Browse, open_file, person
from tests.documents.filing import add_version, file_document
from tests.pages import undo_of

SECRET = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def allow(*, yes: bool = True) -> None:
    ArchiveSettings.objects.update(share_links=yes)


def version_of(customer: Customer, by: User) -> Version:
    document = file_document(customer, by=by, title="Streng intern", name="Preisliste ü.pdf", content=b"eins")
    assert document.current
    return Version.objects.select_related("document").get(pk=document.current.pk)


def path(version: Version, by: User, most: int | None = None) -> str:
    return re.sub("^https?://[^/]+", "", links.create(version=version, by=by, most=most))


@pytest.fixture
def version(acme: Customer, anna: User) -> Version:
    allow()
    return version_of(acme, anna)


def test_an_outsider_fetches_the_version_and_learns_nothing_else(version: Version, anna: User, client: Client) -> None:
    address = path(version, anna)
    add_version(version.document, content=b"zwei")
    page = client.get(address)
    text = page.content.decode()
    assert "Preisliste ü.pdf" in text
    assert "4 Byte" in text
    assert not any(word in text for word in ("Streng intern", "Acme", "Anna"))
    assert AccessEvent.objects.count() == 0
    answer = client.get(f"{address}download/")
    assert answer.getvalue() == b"eins"
    for name, value in SECRET.items():
        assert page.headers[name] == answer.headers[name] == value
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert set(client.cookies) == {"csrftoken"}
    event = AccessEvent.objects.get()
    assert (event.who, event.kind, event.object_id) == (None, AccessKind.DOWNLOAD, version.pk)
    assert ShareLink.objects.get().downloads == 1
    assert [client.head(f"{address}download/").status_code, client.post(address).status_code] == [405, 405]


def revoke(version: Version, by: User) -> None:
    links.revoke(link=ShareLink.objects.get(), by=by)


def expire(version: Version, by: User) -> None:
    ShareLink.objects.update(expires_at=timezone.now())


def use_up(version: Version, by: User) -> None:
    ShareLink.objects.update(most=1, downloads=1)


def switch_off(version: Version, by: User) -> None:
    allow(yes=False)


def trash(version: Version, by: User) -> None:
    services.trash(document=version.document, by=by)


def close_the_file(version: Version, by: User) -> None:
    Customer.objects.update(access=Access.RESTRICTED, responsible=None)


def take_the_role(version: Version, by: User) -> None:
    by.groups.clear()


def deactivate(version: Version, by: User) -> None:
    User.objects.filter(pk=by.pk).update(is_active=False)


def delete_the_maker(version: Version, by: User) -> None:
    Customer.objects.update(responsible=None)
    by.delete()


def make_confidential(version: Version, by: User) -> None:
    Document.objects.update(is_confidential=True)


def quarantine(version: Version, by: User) -> None:
    StoredFile.objects.update(state=State.QUARANTINED)


def infect(version: Version, by: User) -> None:
    StoredFile.objects.update(scan=Scan.INFECTED)


ENDS = [
    *(revoke, expire, use_up, switch_off, trash, close_the_file, take_the_role, deactivate, delete_the_maker),
    *(make_confidential, quarantine, infect),
]


@pytest.mark.parametrize("end", ENDS)
def test_closed_links_answer_all_alike(
    version: Version, anna: User, client: Client, end: Callable[[Version, User], None]
) -> None:
    address = path(version, anna)
    assert client.get(address).status_code == 200
    end(version, anna)
    for behind in ("", "download/"):
        closed, unknown = client.get(address + behind), client.get(f"/share/{'a' * 43}/{behind}")
        assert (closed.status_code, closed.content) == (404, unknown.content)
        assert dict(closed.headers) == dict(unknown.headers)
    assert not AccessEvent.objects.filter(kind=AccessKind.DOWNLOAD).exists()


def test_no_more_than_allowed_fetch_it(version: Version, anna: User, client: Client) -> None:
    address = path(version, anna, most=2) + "download/"
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 404]
    assert AccessEvent.objects.filter(kind=AccessKind.DOWNLOAD).count() == 2


def test_many_at_once_take_no_more_than_allowed(committed_db: None) -> None:
    allow()
    anna = person("Anna", "Sachbearbeitung")
    version = version_of(open_file(anna), anna)
    links.create(version=version, by=anna, most=3)
    link = ShareLink.objects.select_related("version").get()

    def take(_turn: int) -> bool:
        try:
            return links.take(link)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(16))) == 3


def test_an_archive_that_is_away_counts_nothing(version: Version, anna: User, client: Client) -> None:
    address = path(version, anna)
    storage.delete(version.file_id)
    answer = client.get(f"{address}download/")
    assert (answer.status_code, ShareLink.objects.get().downloads) == (503, 0)
    assert "Preisliste" not in answer.content.decode()


def test_an_address_is_shown_once_and_can_be_revoked(
    version: Version, anna: User, browse: Browse, client: Client
) -> None:
    mine, page_of = browse(anna), f"/documents/versions/{version.pk}/share/"
    answer = mine.post(page_of, {"recipient": "Steuerbüro", "days": "30", "most": ""})
    address = re.findall(r'value="https?://[^/"]+(/share/[\w-]{43}/)"', answer.content.decode())[0]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get(address).status_code == 200
    link = ShareLink.objects.get()
    assert timedelta(days=29) < link.expires_at - timezone.now() < timedelta(days=31)
    assert address.split("/")[2] not in str(vars(link))
    page = mine.get(f"/documents/{version.document_id}/").content.decode()
    assert "für Steuerbüro" in page
    assert "/share/" not in page.replace(page_of, "")
    page = mine.post(f"/documents/links/{link.pk}/revoke/", follow=True).content.decode()
    assert client.get(address).status_code == 404
    mine.post(undo_of(page))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("days", ["0", "91", ""])
def test_a_link_lasts_ninety_days_at_most(version: Version, anna: User, browse: Browse, days: str) -> None:
    answer = browse(anna).post(f"/documents/versions/{version.pk}/share/", {"days": days})
    assert (answer.status_code, ShareLink.objects.count()) == (200, 0)


def test_nobody_makes_a_link_before_an_administrator_allows_it(
    acme: Customer, anna: User, boss: User, browse: Browse
) -> None:
    version = version_of(acme, anna)
    page_of = f"/documents/versions/{version.pk}/share/"
    client = browse(anna)
    assert page_of not in client.get(f"/documents/{version.document_id}/").content.decode()
    assert "ausgeschaltet" in client.post(page_of, {"days": "14"}).content.decode()
    assert not ShareLink.objects.exists()
    answer = browse(boss).post("/admin/documents/archivesettings/1/change/", {"share_links": "on"})
    assert answer.status_code == 302
    assert page_of in client.get(f"/documents/{version.document_id}/").content.decode()
    client.post(page_of, {"days": "14"})
    assert ShareLink.objects.count() == 1
