"""Identifiers of parties as Peppol checks them, by their scheme (list EAS)."""

import re
from collections.abc import Callable, Mapping


def is_of_scheme(text: str, scheme: str) -> bool:
    """Whether an identifier is well formed. A scheme that Peppol does not check takes every text."""
    rule = _RULES.get(scheme)
    return rule is None or rule(text)


def is_norwegian(text: str) -> bool:
    """A Norwegian organisation number: nine digits, the last by modulo 11 (rule COMMON-R041)."""
    if not re.fullmatch("[0-9]{9}", text) or not int(text):
        return False
    weighted = sum(int(digit) * weight for digit, weight in zip(text, (3, 2, 7, 6, 5, 4, 3, 2), strict=False))
    return (11 - weighted % 11) % 11 == int(text[8])


def _is_gln(text: str) -> bool:
    """A GLN of 13 digits, the last by GS1's modulo 10 (R040)."""
    if not re.fullmatch("[0-9]{13}", text):
        return False
    weighted = sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(text[:12]))
    return (10 - weighted % 10) % 10 == int(text[12])


def _is_belgian(text: str) -> bool:
    """A Belgian enterprise number: ten digits, the last two by modulo 97 (R043)."""
    return bool(re.fullmatch("[0-9]{10}", text)) and 97 - int(text[:8]) % 97 == int(text[8:])


def _is_swedish(text: str) -> bool:
    """A Swedish organisation number: ten digits, the last by Luhn's rule (R049)."""
    if not re.fullmatch("[0-9]{10}", text):
        return False
    doubled = [int(digit) * (1 if position % 2 else 2) for position, digit in enumerate(text[:9])]
    return (10 - sum(value // 10 + value % 10 for value in doubled) % 10) % 10 == int(text[9])


def _is_australian(text: str) -> bool:
    """An Australian business number: eleven digits, by modulo 89 (R050)."""
    if not re.fullmatch("[0-9]{11}", text):
        return False
    weights = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
    digits = [int(text[0]) - 1, *map(int, text[1:])]
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 89 == 0


def _like(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text) is not None


_RULES: Mapping[str, Callable[[str], bool]] = {
    "0007": _is_swedish,
    "0088": _is_gln,
    "0096": _like("[0-9]{10}"),
    "0106": _like("[0-9]{8}"),
    "0151": _is_australian,
    "0184": _like("(DK)?[0-9]{8}"),
    "0190": _like("[0-9]{20}"),
    "0192": is_norwegian,
    "0198": _like("DK[0-9]{8}"),
    "0201": _like("[A-Za-z0-9]{6}"),
    "0208": _is_belgian,
    "0210": _like("[0-9]{11}|[A-Za-z]{6}[0-9]{2}[A-Za-z][0-9]{2}[A-Za-z0-9]{3}[0-9][A-Za-z]"),
    "0211": _like("IT[0-9]{11}"),
    "9944": _like("NL[0-9]{9}B[0-9]{2}"),
}
