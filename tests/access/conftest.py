from collections.abc import Callable

import pytest

from tests.access import house
from tests.world import World


@pytest.fixture(scope="module")
def furnish() -> Callable[[World], None]:
    return house.furnish
