"""AWS clients: what they make links with."""

from collections.abc import Iterator

import pytest

from faktura.core import aws


@pytest.fixture(autouse=True)
def _frankfurt(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    aws._session.cache_clear()
    yield
    aws._session.cache_clear()


def test_forms_and_links_name_the_region_of_their_bucket() -> None:
    s3 = aws.client.__wrapped__("s3")

    form = s3.generate_presigned_post("bucket", "key")["url"]
    link = s3.generate_presigned_url("get_object", {"Bucket": "bucket", "Key": "key"})

    assert form == "https://bucket.s3.eu-central-1.amazonaws.com/"
    assert link.startswith("https://bucket.s3.eu-central-1.amazonaws.com/key?")
