"""The real template deployed to moto once, in process; every test begins with nothing stored."""

from collections.abc import Iterator

import pytest

from tests.architecture.iam import noted
from tests.deployment import Deployment, deployed


@pytest.fixture(scope="package")
def _deployment() -> Iterator[Deployment]:
    with deployed() as deployment:
        yield deployment


@pytest.fixture
def faktura(_deployment: Deployment) -> Deployment:
    """The deployed product with empty stores."""
    _deployment.empty()
    return _deployment


@pytest.fixture(autouse=True)
def _within_their_permissions(_deployment: Deployment) -> Iterator[None]:
    """Moto asks no policy and AWS does: whatever a function did in a test, its role must allow."""
    with noted() as needs:
        yield
    assert needs.refused(_deployment) == []
