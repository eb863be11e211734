"""Nothing of a foreign file shows: not its texts, and not that it is there."""

import pytest

from tests.access.checks import no_canary_shows, same_without
from tests.world import World

# In every run one person asks a part of the questions; `make soak` lets four ask all of them.
ASKED = [("shares", 8), *(pytest.param(who, 1, marks=pytest.mark.soak) for who in ("shares", "lena", "ben", "edits"))]


@pytest.mark.parametrize(("who", "every"), ASKED)
def test_no_answer_shows_a_canary(who: str, every: int, world: World) -> None:
    found = [*no_canary_shows(world, [who], every=every)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("who", "every"), ASKED)
def test_every_answer_is_the_same_without_the_hidden_files(who: str, every: int, world: World) -> None:
    found = [*same_without(world, [who], every=every)]
    assert not found, "\n".join(found)
