import pytest

from faktura.service.__main__ import DESCRIPTION
from tests.proof import __main__ as proof
from tests.support.fuzzing.campaign import Finding, Findings
from tests.support.fuzzing.exceptions import EXCEPTIONS, UNCOVERED


def test_what_no_exception_covers_is_a_finding() -> None:
    found = Findings()

    found.judge(Finding("not_a_server_error", "GET /api/v1/health", "Server error", "curl", "500 {}"))
    found.judge(Finding("positive_data_acceptance", "POST /api/payments", "", "curl", '400 {"error":["x"]}'))

    assert len(found.findings) == 2
    assert not found.excepted


def test_an_exception_is_of_its_check_alone() -> None:
    found = Findings()
    answer = '404 {"message":"The path or the method does not exist."}'

    found.judge(Finding("unsupported_method", "GET /docs", "", "curl", answer))
    found.judge(Finding("status_code_conformance", "GET /docs", "", "curl", answer))

    assert [finding.check for finding in found.findings] == ["status_code_conformance"]
    assert found.excepted.total() == 1


def test_every_exception_has_its_reason() -> None:
    assert all(exception.reason.endswith(".") for exception in EXCEPTIONS)
    assert all(f'"{operation}"'.encode() in DESCRIPTION.read_bytes() for operation in UNCOVERED)


def test_no_server_error_is_excepted() -> None:
    assert {exception.check for exception in EXCEPTIONS} == {
        "unsupported_method",
        "negative_data_rejection",
        "positive_data_acceptance",
    }


def test_without_a_part_the_proof_says_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert proof.main() == 0

    assert "make proof PART=fuzz" in capsys.readouterr().out


def test_a_part_that_there_is_not_is_no_proof() -> None:
    assert proof.main("nothing") == 2
