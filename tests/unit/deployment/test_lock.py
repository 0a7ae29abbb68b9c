"""Two deployments at once."""

from pathlib import Path

import pytest

from deployment.errors import DeploymentError
from deployment.lock import exclusive


def test_a_second_deployment_is_refused_while_another_runs(tmp_path: Path) -> None:
    lock = tmp_path / ".deploy" / "lock"

    with exclusive(lock), pytest.raises(DeploymentError, match="Another `make deploy` is running"), exclusive(lock):
        pass


def test_a_deployment_may_start_after_the_other_has_ended_in_any_way(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), exclusive(tmp_path / "lock"):
        raise KeyboardInterrupt

    with exclusive(tmp_path / "lock"):
        pass
