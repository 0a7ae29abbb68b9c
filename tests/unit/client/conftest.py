"""The scripted API, once with the blocking and once with the asynchronous client."""

from collections.abc import Callable

import pytest

from tests.support.client import ScriptedClient, scripted


@pytest.fixture(params=["blocking", "async"])
def client_of(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[..., ScriptedClient]:
    """Makes a client of an API that answers with the outcomes."""
    return lambda *outcomes, **terms: scripted(request.param, monkeypatch, *outcomes, **terms)
