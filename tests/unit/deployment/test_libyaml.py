"""SAM with libyaml reads what it reads without."""

import json
from pathlib import Path

import pytest
import yaml
from samcli.yamlhelper import yaml_parse

from deployment import libyaml

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "file", [ROOT / "template.yaml", *sorted((ROOT / "workflows").iterdir())], ids=lambda file: file.name
)
def test_libyaml_reads_a_file_as_python_does(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    text = file.read_text("utf-8")
    monkeypatch.setattr(yaml, "SafeLoader", yaml.loader.SafeLoader)
    in_python = yaml_parse(text)

    libyaml.use()

    assert yaml.SafeLoader is yaml.CSafeLoader
    assert json.dumps(yaml_parse(text), default=repr) == json.dumps(in_python, default=repr)
