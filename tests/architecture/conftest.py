"""The template deployed to an AWS of its own for the tests that run the sample events."""

from collections.abc import Callable, Iterator
from functools import cache
from unittest.mock import patch

import pytest

from tests.support.architecture.samples import Run, forget, run
from tests.support.architecture.syntax import tree
from tests.support.deployment import PARAMETERS, Deployment, deployed


@pytest.fixture(scope="package", autouse=True)
def syntax_trees() -> Iterator[None]:
    """The trees of all sources, a million objects, are for the tests here."""
    yield
    tree.cache_clear()


@pytest.fixture(scope="package")
def faktura() -> Iterator[Deployment]:
    """The deployed product; a sample's picture may be small."""
    forget()
    with patch.dict(PARAMETERS, SmallestFile="1"), deployed() as deployment:
        yield deployment
    forget()


@pytest.fixture(scope="package")
def run_sample(faktura: Deployment) -> Callable[[str], Run]:
    """Runs a function's sample event, each but once."""

    @cache
    def run_once(function: str) -> Run:
        return run(faktura, function)

    return run_once
