"""Which stage of the signing keys may follow which."""

import pytest

from deployment.signing_keys import STAGE, why_not_stage
from deployment.template import Template
from tests.support.architecture.template import ROOT

STAGES = Template.read(ROOT / "template.yaml").allowed(STAGE)


def test_the_stages_follow_each_other_in_the_templates_order() -> None:
    assert STAGES == [
        "first",
        "first-publishing-second",
        "second-honouring-first",
        "second",
        "second-publishing-first",
        "first-honouring-second",
    ]


@pytest.mark.parametrize("present", STAGES)
def test_only_the_same_stage_or_the_next_may_follow(present: str) -> None:
    may_follow = {wanted for wanted in STAGES if why_not_stage(STAGES, present, wanted) is None}

    assert may_follow == {present, [*STAGES, "first"][STAGES.index(present) + 1]}


def test_a_skipped_stage_is_named() -> None:
    reason = why_not_stage(STAGES, "first", "second")

    assert reason is not None
    assert reason.startswith("SigningKeyStage is first now, and the next stage is first-publishing-second, not second.")
    assert "EMERGENCY=1" in reason
