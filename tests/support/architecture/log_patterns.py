"""CloudWatch Logs' filter patterns for JSON lines, as far as the template uses them.

Source: CloudWatch Logs user guide, "Filter pattern syntax": `{ $.field = value }` with `&&`, `||`, parentheses,
numbers, and texts in which `*` stands for anything. A comparison with a field that the line does not have is false.
"""

import operator
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

_TOKEN = re.compile(r'\s*(&&|\|\||[()]|\$[\w.]+|!=|>=|<=|=|>|<|"[^"]*"|[\d.]+)')
_SIGNS = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}


def matches(pattern: str, line: Mapping[str, Any]) -> bool:
    """Whether a metric filter with this pattern counts the line. Raises ValueError if the pattern is not understood."""
    inner = pattern.strip()
    if not (inner.startswith("{") and inner.endswith("}")):
        raise ValueError(f"not a pattern of JSON lines: {pattern}")
    reader = _Reader(inner[1:-1].strip(), line)
    found = reader.either()
    if reader.left:
        raise ValueError(f"not understood from {reader.left!r} on")
    return found


def field(line: Mapping[str, Any], selector: str) -> Any:
    """The value that `$.record.status` names in a line; `None` if it names nothing."""
    value: Any = line
    for name in selector.removeprefix("$.").split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


class _Reader:
    """Reads a pattern from the left and judges the line on the way."""

    def __init__(self, pattern: str, line: Mapping[str, Any]) -> None:
        self.left, self._line = pattern, line

    def either(self) -> bool:
        found = self._both()
        while self.left.lstrip().startswith("||"):
            self._next()
            found = self._both() or found
        return found

    def _both(self) -> bool:
        found = self._one()
        while self.left.lstrip().startswith("&&"):
            self._next()
            found = self._one() and found
        return found

    def _one(self) -> bool:
        first = self._next()
        if first == "(":
            found = self.either()
            if self._next() != ")":
                raise ValueError("a parenthesis is not closed")
            return found
        return _compared(field(self._line, first), self._next(), self._next())

    def _next(self) -> str:
        token = _TOKEN.match(self.left)
        if token is None:
            raise ValueError(f"not understood: {self.left!r}")
        self.left = self.left[token.end() :]
        return token[1]


def _compared(value: Any, sign: str, expected: str) -> bool:
    if value is None:
        return False
    if not expected.startswith('"'):
        return isinstance(value, int | float) and bool(_SIGNS[sign](value, float(expected)))
    return fnmatchcase(str(value), expected.strip('"')) is (sign == "=")
