"""Every path that ends a capture request starts its webhook."""

from tests.support.architecture.syntax import attributes
from tests.support.architecture.template import FUNCTIONS, ROOT

CAPTURE = ROOT / "layers" / "faktura" / "faktura" / "capture"
SOURCES = [*CAPTURE.rglob("*.py"), *(FUNCTIONS / "capture").rglob("*.py")]


def test_only_the_end_service_ends_requests() -> None:
    """So that no path ends a request without starting its webhook."""
    writes = {"store_completion", "store_failure"}

    callers = {source for source in SOURCES if writes & set(attributes(source))}

    assert callers == {CAPTURE / "requests" / "end_service.py"}
