"""Databases and servers for every test; the cast follows below.

`db` is a transaction that is rolled back.  Where a test needs real commits, several connections,
other processes or a browser, it asks for `committed_db` or `live_url`, and `db` becomes the same
clone: fixtures that ask for `db` work in both worlds.  Many tests that only look share a `world`.
"""

import pickle
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.conf import settings
from django.test import override_settings
from whitenoise.base import WhiteNoise

from tests import services
from tests.cast import acme, anna, ben, boss, browse, cleo, hidden, paula
from tests.world import World, build, taken_back
from timecount.extensions import registry

__all__ = ["acme", "anna", "ben", "boss", "browse", "cleo", "hidden", "paula"]  # fixtures for every test

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

# No test fails because the machine is busy.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="module")
def without_papers() -> Iterator[None]:
    """The demo without its documents: they take longer than all the rest of it."""
    parts = registry.demo_parts
    registry.demo_parts = [part for part in parts if part.key != "documents"]
    yield
    registry.demo_parts = parts


# --- databases --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """One clone of the migrated template for this process, used as `timecount_app`."""
    with django_db_blocker.unblock():
        name = services.clone()
        previous = services.point_at(name)
        services.base = name
    yield
    with django_db_blocker.unblock():
        services.point_at(previous)
    services.drop(name)


@pytest.fixture
def db(request: pytest.FixtureRequest) -> None:
    others = [name for name in ("committed_db", "world") if name in request.fixturenames]
    request.getfixturevalue(others[0] if others else "_django_db_helper")


@pytest.fixture
def committed_db(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[str]:
    """A database of its own in which commits are real; dropped afterwards.  Its name."""
    if request.node.get_closest_marker("django_db"):
        pytest.fail("committed_db replaces the mark django_db: remove the mark", pytrace=False)
    with django_db_blocker.unblock():
        name = services.clone()
        with services.on(name):
            yield name
    services.drop(name)


@pytest.fixture(scope="module")
def furnish() -> Callable[[World], None]:
    """What a module adds to its world, once: the module writes a fixture of this name."""
    return lambda _world: None


@pytest.fixture(scope="module")
def _world(
    django_db_setup: None, django_db_blocker: "DjangoDbBlocker", furnish: Callable[[World], None]
) -> Iterator[tuple[str, bytes]]:
    with django_db_blocker.unblock():
        name = services.clone()
        with services.on(name) as base:
            world = build()
            furnish(world)
    yield name, pickle.dumps(world)
    services.point_at(base)
    services.drop(name)


@pytest.fixture
def world(
    request: pytest.FixtureRequest, _world: tuple[str, bytes], django_db_blocker: "DjangoDbBlocker"
) -> Iterator[World]:
    """The cast, their files and sign-ins, built once per module in a database of its own.

    Each test gets a copy, in a transaction that is taken back.  Do not mix it with the fixtures
    of the single people: they are in here already.
    """
    if request.node.get_closest_marker("django_db"):
        pytest.fail("world replaces the mark django_db: remove the mark", pytrace=False)
    name, world = _world
    services.point_at(name)  # and stay: to connect anew costs more than many of these tests
    with django_db_blocker.unblock(), taken_back():
        yield pickle.loads(world)  # noqa: S301 -- written above; copying it object by object takes longer


def pytest_runtest_setup(item: pytest.Item) -> None:
    if "world" not in getattr(item, "fixturenames", ()):
        services.point_back()


@pytest.fixture(scope="session", autouse=True)
def _static_files_once() -> Iterator[None]:
    """Each `Client` builds the middleware anew; WhiteNoise would look at 900 files for each: 0.1 s."""
    known: dict[tuple[str, str], dict[str, object]] = {}
    look = WhiteNoise.update_files_dictionary

    def once(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in known:
            look(self, root, prefix)
            known[root, prefix] = dict(self.files)
        self.files.update(known[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", once)
        yield


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
