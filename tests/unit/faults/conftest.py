"""An empty AWS for each test; in the retrying one botocore may send a call four times."""

from collections.abc import Iterator

import pytest

from tests.support.world import World, new_world


@pytest.fixture
def world() -> Iterator[World]:
    with new_world() as made:
        yield made


@pytest.fixture
def retrying_world() -> Iterator[World]:
    with new_world(attempts=4) as made:
        yield made
