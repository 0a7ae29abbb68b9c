"""The module of the package `factur-x` that reads PDFs, without the rest of it, which needs other packages."""

from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType


def pdf_module() -> ModuleType:
    """The module, loaded anew."""
    package = find_spec("facturx")
    assert package is not None
    assert package.origin is not None
    spec = spec_from_file_location("facturx_pdf", Path(package.origin).with_name("facturx.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
