"""The scopes of which one suffices for an endpoint."""

from collections.abc import Sequence

import pytest

from faktura.core.auth import Caller
from faktura.core.endpoint import Api, Endpoint
from faktura.core.errors import Forbidden


def endpoint(implied_by: str | Sequence[str]) -> Endpoint:
    def handler() -> None:
        """Do nothing."""

    return Api("Sample", lambda *_: None).get("/", scope="a:one", implied_by=implied_by)(handler)


def caller(*scopes: str) -> Caller:
    return Caller("client", "token", 0, frozenset(scopes), {})


@pytest.mark.parametrize("implied_by", ["a:two", ["a:two", "a:three"]])
@pytest.mark.parametrize("granted", ["a:one", "a:two"])
def test_an_endpoint_names_one_other_scope_or_several(implied_by: str | Sequence[str], granted: str) -> None:
    caller(granted).must_have("a:one", implied_by=endpoint(implied_by).implied_by)


@pytest.mark.parametrize("granted", ["", "a", ":", "a:four"])
def test_a_text_is_one_scope_and_never_its_letters(granted: str) -> None:
    with pytest.raises(Forbidden):
        caller(granted).must_have("a:one", implied_by=endpoint("a:two").implied_by)
