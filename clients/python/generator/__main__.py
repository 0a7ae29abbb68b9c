"""Generate the client from the OpenAPI document of a project, into a folder of its package.

python -m clients.python.generator layers/faktura/faktura/service/openapi.json clients/python/faktura_client
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from clients.python.generator.document import modelled
from clients.python.generator.operations import Operation, errors_of, operations, wrapped
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HEADER = '"""The bodies of the APIs. This file is generated from the OpenAPI document: `make client`."""\n'
_BASE_CONFIG = "    model_config = ConfigDict(\n        populate_by_name=True,\n        alias_generator=to_camel,\n"
_RUFF = Path(__file__).with_name("ruff.toml")


def generate(document: Mapping[str, Any], package: Path) -> None:
    """Write the models and the APIs into the package."""
    apis = package / "apis"
    apis.mkdir(parents=True, exist_ok=True)
    (package / "models.py").write_text(_models(document), "utf-8")
    (apis / "__init__.py").write_text('"""The methods of each API. This folder is generated: `make client`."""\n')
    for name, text in _modules(document):
        (apis / f"{name}.py").write_text(text, "utf-8")
    generated = [str(package / "models.py"), str(apis)]
    _run("ruff", "check", "--quiet", "--fix", "--config", str(_RUFF), *generated)
    _run("ruff", "format", "--quiet", "--config", str(_RUFF), *generated)


def _models(document: Mapping[str, Any]) -> str:
    """The models, each with only the settings that differ from those of the base."""
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "openapi.json", Path(folder) / "models.py"
        source.write_text(json.dumps(modelled(document)), "utf-8")
        files = ("--input", str(source), "--output", str(target), "--custom-file-header", _HEADER)
        options = (
            "--input-file-type openapi --output-model-type pydantic_v2.BaseModel --base-class faktura_client.model.Model"
            " --snake-case-field --remove-special-field-name-prefix --alias-generator to_camel --pin-aliases-with-alias-generator --use-annotated"
            " --enum-field-as-literal all --use-schema-description --use-field-description --target-python-version 3.11"
            " --formatters builtin --disable-timestamp --ignore-pyproject"
        )
        _run("datamodel-codegen", *files, *options.split())
        text = target.read_text("utf-8")
    return text.replace(f"{_BASE_CONFIG}    )\n", "").replace(_BASE_CONFIG, "    model_config = ConfigDict(\n")


def _modules(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The modules of the APIs by name."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 -- it writes Python
    )
    by_api: dict[str, list[Operation]] = {}
    for operation in sorted(operations(document), key=lambda one: one.id):
        by_api.setdefault(operation.id.partition(".")[0], []).append(operation)
    all_operations = (one for methods in document["paths"].values() for one in methods.values())
    titles = {one["operationId"].partition(".")[0]: one["tags"][0] for one in all_operations}
    introductions = {tag["name"]: wrapped(tag["description"], 112) for tag in document["tags"]}
    errors = templates.get_template("error_bodies.py.jinja").render(
        apis={api: errors_of(document, api) for api in by_api}, titles=titles
    )
    template = templates.get_template("api.py.jinja")
    modules = [
        (api, template.render(api=api, title=titles[api], introduction=introductions[titles[api]], operations=found))
        for api, found in by_api.items()
    ]
    return [("error_bodies", errors), *modules]


def _run(program: str, *arguments: str) -> None:
    """Run a program of this environment. Whatever it says is an error."""
    command = [str(Path(sys.executable).with_name(program)), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own arguments
    if done.returncode or done.stderr or done.stdout:
        raise SystemExit(f"{program}: {done.stderr}{done.stdout}")


if __name__ == "__main__":
    generate(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2]))
