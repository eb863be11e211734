"""The administration is for administrators, every page of it; an import tells nothing of files that one may not see."""

import pytest

from tests.access.checks import administration_is_closed, imports_tell_nothing
from tests.access.urls import ADMIN, ALL_METHODS
from tests.world import World

# In every run the pages of a few models and all that belong to none; `make soak` asks for every one.
SOME = [name for name in ADMIN if "_" not in name or name.startswith(("admin:customers_grant", "admin:accounts_user"))]


def test_the_administration_is_closed_to_everybody_else(world: World) -> None:
    found = [*administration_is_closed(world, SOME, ("GET",))]
    assert not found, "\n".join(found)


@pytest.mark.soak
def test_all_of_the_administration_is_closed_to_everybody_else(world: World) -> None:
    assert len(ADMIN) > 60
    found = [*administration_is_closed(world, ADMIN, ALL_METHODS)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", ["lena", "shares"])
def test_an_import_tells_nothing_of_foreign_files(who: str, world: World) -> None:
    found = [*imports_tell_nothing(world, who)]
    assert not found, "\n".join(found)
