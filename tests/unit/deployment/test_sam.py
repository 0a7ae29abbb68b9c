"""The settings for SAM, read by SAM's own code."""

import tomllib
from pathlib import Path

import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samcli.cli.types import CfnParameterOverridesType
from samcli.lib.config.samconfig import SamConfig

from deployment.errors import DeploymentError
from deployment.sam import Sam

AWKWARD = [
    "",
    " ",
    '"',
    "''",
    '"quoted"',
    "'quoted'",
    '{"a": "say \\"hi\\""}',
    "\\ ",
    "\\",
    '\\\\"',
    "a\\ b\\'c",
    "line\nline\ttab\x00",
    "ü 💶",
    "file://values.toml",
    "${AWS::Region}",
]


@pytest.mark.parametrize("value", AWKWARD)
def test_sam_reads_the_value_unchanged(tmp_path: Path, value: str) -> None:
    assert _arrived({"Name": value, "Other": "x"}, tmp_path) == {"Name": value, "Other": "x"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text("\\\"' a") | st.text())
def test_sam_reads_any_value_unchanged(tmp_path: Path, value: str) -> None:
    assert _arrived({"Name": value}, tmp_path) == {"Name": value}


def test_each_environment_has_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise one environment would be deployed with the settings of another."""
    monkeypatch.setattr(Sam, "_run", lambda *_: 0)
    (tmp_path / ".aws-sam" / "build").mkdir(parents=True)
    (tmp_path / ".aws-sam" / "build" / "template.yaml").touch()

    for environment in ("dev", "prod"):
        Sam(tmp_path, environment, "eu-west-1", f"faktura-{environment}").deploy({"AlarmEmail": environment})

    for environment in ("dev", "prod"):
        content = tomllib.loads((tmp_path / ".aws-sam" / f"deploy-{environment}.toml").read_text("utf-8"))
        shown = content["default"]["deploy"]["parameters"]
        assert (shown["stack_name"], shown["parameter_overrides"]["AlarmEmail"]) == (
            f"faktura-{environment}",
            environment,
        )
        assert f"environment={environment}" in shown["tags"]


def test_nothing_is_deployed_before_a_build(tmp_path: Path) -> None:
    with pytest.raises(DeploymentError, match="Nothing has been built"):
        Sam(tmp_path, "dev", "eu-west-1", "faktura").deploy({})


def _arrived(parameters: dict[str, str], folder: Path) -> dict[str, str]:
    """The parameters after SAM has read them out of its configuration file."""
    shown = Sam(folder, "dev", "eu-west-1", "faktura")._settings(parameters)
    (folder / "deploy.toml").write_text(tomlkit.dumps(shown), "utf-8")
    read = SamConfig(str(folder), "deploy.toml").get_all(["deploy"], "parameters")
    return dict(CfnParameterOverridesType().convert(read["parameter_overrides"], None, None))
