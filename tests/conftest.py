"""Databases and servers for every test; the cast follows below.

`db` is a transaction that is rolled back.  Where a test needs real commits, several connections,
other processes or a browser, it asks for `committed_db` or `live_url`, and `db` becomes the same
clone: fixtures that ask for `db` work in both worlds.
"""

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import override_settings

from tests import services
from tests.cast import acme, anna, ben, boss, browse, cleo, hidden, paula

__all__ = ["acme", "anna", "ben", "boss", "browse", "cleo", "hidden", "paula"]  # fixtures for every test

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

# --- databases --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """One clone of the migrated template for this process, used as `timecount_app`."""
    with django_db_blocker.unblock():
        name = services.clone()
        previous = services.point_at(name)
    yield
    with django_db_blocker.unblock():
        services.point_at(previous)
    services.drop(name)


@pytest.fixture
def db(request: pytest.FixtureRequest) -> None:
    wanted = "committed_db" if "committed_db" in request.fixturenames else "_django_db_helper"
    request.getfixturevalue(wanted)


@pytest.fixture
def committed_db(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[str]:
    """A database of its own in which commits are real; dropped afterwards.  Its name."""
    if request.node.get_closest_marker("django_db"):
        pytest.fail("committed_db replaces the mark django_db: remove the mark", pytrace=False)
    with django_db_blocker.unblock():
        name = services.clone()
        previous = services.point_at(name)
        yield name
        services.point_at(previous)
    services.drop(name)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords(django_test_environment: None) -> Iterator[None]:
    """Signing in costs a tenth of a second of CPU otherwise, and making the cast half a second."""
    hashers = ["tests.passwords.QuickHasher", *settings.PASSWORD_HASHERS]
    with override_settings(PASSWORD_HASHERS=hashers):
        yield


# --- a web server -----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _live_server(django_test_environment: None) -> Iterator[str]:
    """In this process, so that it sees the database of the moment and patched settings."""
    from django.core.servers.basehttp import ThreadedWSGIServer
    from django.core.wsgi import get_wsgi_application
    from django.test.testcases import QuietWSGIRequestHandler

    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, allow_reuse_address=False)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def live_url(_live_server: str, committed_db: str) -> str:
    """The address of a running Timecount on a database of its own."""
    return _live_server
