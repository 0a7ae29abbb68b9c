"""The real template deployed to moto once, in process; every test begins with nothing stored."""

from collections.abc import Iterator

import pytest

from tests.deployment import Deployment, deployed


@pytest.fixture(scope="session")
def _deployment() -> Iterator[Deployment]:
    with deployed() as deployment:
        yield deployment


@pytest.fixture
def faktura(_deployment: Deployment) -> Deployment:
    """The deployed product with empty stores."""
    _deployment.empty()
    return _deployment
