"""The bucket of documents: a caller waits for the words of a document no longer than they are worth."""

import time
from datetime import UTC, datetime

import pytest

from faktura.capture.files import file_store
from faktura.capture.files.file_store import FileStore
from faktura.capture.requests.request import Processing
from faktura.core.auth import Practices
from faktura.core.clock import DeadlinePassed
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.services import Service, client_of

PROCESSING = Processing("alpha", "r1", "c1", "process", Practices(("*",)), datetime(2026, 1, 1, tzinfo=UTC))


def test_storing_words_ends_soon_if_s3_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    service = Service()
    s3 = client_of(monkeypatch, "s3", service)
    monkeypatch.setattr(file_store, "client", lambda _: s3)
    began = time.monotonic()

    with virtual_sleep(), pytest.raises(DeadlinePassed):
        FileStore("bucket").put_words(PROCESSING, [])

    assert time.monotonic() - began < 5
    assert len(service.connections) == 1
    service.close()
