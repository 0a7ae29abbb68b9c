"""Registration of the smoke check's clients. No new secret is ever lost."""

import json
from pathlib import Path

import pytest

from deployment.smoke import register
from deployment.smoke.clients import REGISTRATIONS, client_id


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The roles of the clients that were changed in AWS."""
    roles: list[str] = []

    def registered(_: object, role: str) -> str:
        roles.append(role)
        return f"secret of {role}"

    monkeypatch.setattr(register.ClientStore, "from_settings", lambda: None)
    monkeypatch.setattr(register, "_registered", registered)
    monkeypatch.setattr(register, "_webhook_secret", lambda: "whsec_1")
    return roles


def test_a_missing_folder_is_created(tmp_path: Path, changed: list[str]) -> None:
    file = tmp_path / "new" / "folder" / "smoke.json"

    assert register.main([str(file)]) == 0

    secrets = json.loads(file.read_text("utf-8"))
    assert secrets == {client_id(role): f"secret of {role}" for role in changed} | {"webhookSecret": "whsec_1"}
    assert set(changed) == set(REGISTRATIONS)
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("place", ["a-file/smoke.json", "a-folder"])
def test_no_client_changes_if_the_file_cannot_be_written(tmp_path: Path, changed: list[str], place: str) -> None:
    (tmp_path / "a-file").touch()
    (tmp_path / "a-folder").mkdir()

    with pytest.raises(SystemExit, match="cannot be written"):
        register.main([str(tmp_path / place)])

    assert changed == []


@pytest.mark.usefixtures("changed")
def test_the_former_file_stays_until_the_new_one_is_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> str:
        raise KeyboardInterrupt

    (tmp_path / "smoke.json").write_text("{}", "utf-8")
    monkeypatch.setattr(register, "_webhook_secret", interrupted)

    with pytest.raises(KeyboardInterrupt):
        register.main([str(tmp_path / "smoke.json")])

    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("smoke.json", "{}")]
