"""The stages in which the two signing keys take turns. An update moves by one stage at most (docs/operations.md)."""

from collections.abc import Sequence

STAGE = "SigningKeyStage"
"""The parameter. Its allowed values are the stages in order; after the last comes the first."""


def why_not_stage(stages: Sequence[str], current: str, wanted: str) -> str | None:
    """Why a stack in the `current` stage may not go to the `wanted` one. None if it may."""
    following = stages[(stages.index(current) + 1) % len(stages)]
    if wanted in (current, following):
        return None
    return (
        f"{STAGE} is {current} now, and the next stage is {following}, not {wanted}. EMERGENCY=1 skips stages on "
        "purpose: then tokens are refused if their key is no longer published."
    )
