"""Which of the two signing keys signs: an update goes on by one stage at most (docs/operations.md)."""

from collections.abc import Sequence

STAGE = "SigningKeyStage"
"""The parameter; its allowed values are the stages, in the order in which they follow each other, round and round."""


def why_not_stage(stages: Sequence[str], present: str, wanted: str) -> str | None:
    """Why a stack in the `present` stage may not go to the `wanted` one; None where it may."""
    following = stages[(stages.index(present) + 1) % len(stages)]
    if wanted in (present, following):
        return None
    return (
        f"{STAGE} is {present} now, and the next stage is {following}, not {wanted}. EMERGENCY=1 leaves stages out on "
        "purpose: every token of a key that is then not published is refused."
    )
