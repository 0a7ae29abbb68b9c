"""Two deployments at once."""

from pathlib import Path

import pytest

from deployment.lock import only_one
from deployment.refusal import Refusal


def test_a_second_deployment_is_refused_while_another_is_at_work(tmp_path: Path) -> None:
    lock = tmp_path / ".deploy" / "lock"

    with only_one(lock), pytest.raises(Refusal, match="Another `make deploy` is at work"), only_one(lock):
        pass


def test_the_next_may_work_once_the_other_has_ended_however_it_ended(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), only_one(tmp_path / "lock"):
        raise KeyboardInterrupt

    with only_one(tmp_path / "lock"):
        pass
