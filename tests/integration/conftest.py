"""The real template deployed to moto once, in process; every test begins with nothing stored."""

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.architecture.iam import noted
from tests.support.architecture.template import ROOT
from tests.support.cases import GUIDS, Client
from tests.support.deployment import Deployment, deployed
from tests.support.jobs import Shop
from tests.support.offices import OfficeDesk
from tests.support.operator import Operator, operating
from tests.support.people import Provider


@pytest.fixture(scope="package")
def _deployment() -> Iterator[Deployment]:
    with deployed() as deployment:
        gc.collect()
        gc.freeze()  # all that is here now stays: every full collection would go through a million objects for nothing
        yield deployment
        gc.unfreeze()
    gc.collect()
    gc.freeze()  # what other tests keep


@pytest.fixture(scope="package")
def _textract(_deployment: Deployment) -> Iterator[None]:
    """The local Textract server, a process of its own that reads for real."""
    command = [sys.executable, "-m", "local.textract", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603  # our own
        assert server.stdout
        port = server.stdout.readline().split()[1]
        _deployment.variables["AWS_ENDPOINT_URL_TEXTRACT"] = f"http://127.0.0.1:{port}"
        yield
        server.terminate()


@pytest.fixture
def provider() -> Iterator[Provider]:
    """The OpenID provider that `DeskIssuer` names."""
    with Provider().serving() as serving:
        yield serving


@pytest.fixture
def faktura(_deployment: Deployment) -> Deployment:
    """The deployed product with empty stores."""
    _deployment.empty()
    return _deployment


@pytest.fixture
def operator(faktura: Deployment) -> Iterator[Operator]:
    """Somebody who runs the operator's commands on the deployed product."""
    with operating(faktura) as operator:
        yield operator


@pytest.fixture
def desk(faktura: Deployment) -> OfficeDesk:
    """The desk of an office without invoices."""
    return OfficeDesk(faktura)


@pytest.fixture
def shop(faktura: Deployment) -> Shop:
    """A shop that numbers its invoices R-0001 and so on."""
    shop = Shop(faktura)
    shop.numbering()
    return shop


@pytest.fixture
def north(faktura: Deployment) -> Client:
    """A provider with one case, worked on for partner one."""
    faktura.prepare(_one_case)
    return Client(faktura, provider_id="north")


def _one_case(faktura: Deployment) -> None:
    assert Client(faktura, provider_id="north").put_case(GUIDS[0], "one").status == 200


@pytest.fixture(autouse=True)
def _within_their_permissions(_deployment: Deployment) -> Iterator[None]:
    """Moto asks no policy and AWS does: whatever a function did in a test, its role must allow."""
    with noted() as needs:
        yield
    assert needs.refused(_deployment) == []
