"""Every table, bucket and kind of item that any function writes has a decision about whether an export has it."""

from collections.abc import Callable

import pytest

from faktura.core.attributes import plain
from faktura.core.recovery import UnknownKind
from faktura.operations.tenants.contents import CONTENTS, DOCUMENTS, TABLES_LEFT_OUT
from tests.support.architecture.samples import Run
from tests.support.architecture.template import modules, written_of
from tests.support.deployment import Deployment
from tests.support.faults.calls import written_items


def test_every_table_and_every_bucket_is_decided_about() -> None:
    exported = {one.table for one in CONTENTS.values()}

    assert exported | set(TABLES_LEFT_OUT) == set(written_of("AWS::DynamoDB::Table"))
    assert exported & set(TABLES_LEFT_OUT) == set()
    assert {one.bucket for one in DOCUMENTS.values()} == set(written_of("AWS::S3::Bucket"))


@pytest.mark.parametrize("name", CONTENTS)
def test_every_kind_of_item_is_exported_or_left_out_for_a_reason(name: str) -> None:
    contents = CONTENTS[name]

    kinds = {kind.name for kind in contents.kinds.all} - {"journal"}

    assert kinds == (contents.exported | set(contents.left_out)) - {"journal"}
    assert contents.exported & set(contents.left_out) == set()
    assert all(contents.left_out.values())


@pytest.mark.parametrize("module", modules())
def test_every_item_and_object_that_a_function_writes_is_decided_about(
    module: str, run_sample: Callable[[str], Run], faktura: Deployment
) -> None:
    physical = faktura.stack.physical
    tables = {physical[one.table]: one for one in CONTENTS.values()}
    words = {physical[one.bucket]: {*one.exported, *one.left_out} for one in DOCUMENTS.values()}

    calls = run_sample(module).calls

    for table, key in (one for call in calls for one in written_items(call) if one[0] in tables):
        assert tables[table].kind_of(plain(key)) is not None
    for call in calls:
        if call.service == "s3" and call.operation == "PutObject" and "Key" in call.parameters:  # a form has no key
            assert call.parameters["Key"].partition("/")[0] in words[call.parameters["Bucket"]]


def test_a_kind_that_nobody_has_decided_about_stops_an_export() -> None:
    with pytest.raises(UnknownKind):
        CONTENTS["capture"].kind_of({"mga": "alpha", "record": "unheard-of"})
