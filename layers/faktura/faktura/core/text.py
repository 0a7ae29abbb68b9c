"""Rules for text that callers send. One declaration both checks the text and describes it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_after_validator_function

from faktura.core.errors import Fault, InvalidRequest


@dataclass(frozen=True)
class TextRule:
    """A regular expression for the whole text, and its maximum length in characters.

    Python and JSON Schema (ECMA 262) read `pattern` alike. `message` says what the text must be. As an annotation of a
    `str` the rule checks a field of a model.
    """

    message: str
    pattern: str
    max_length: int = 0

    def allows(self, text: str) -> bool:
        """Whether the text follows the rule."""
        return (not self.max_length or len(text) <= self.max_length) and self._expression.fullmatch(text) is not None

    def verify(self, text: str, at: str) -> str:
        """Return the text, or raise an `InvalidRequest` that names the field `at`."""
        if not self.allows(text):
            raise InvalidRequest(Fault(at, self.message))
        return text

    @property
    def schema(self) -> dict[str, Any]:
        """The rule as JSON Schema."""
        length = {"maxLength": self.max_length} if self.max_length else {}
        return {"type": "string", **length, "pattern": f"^(?:{self.pattern})$"}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), **self.schema}

    def _checked(self, text: str) -> str:
        if not self.allows(text):
            raise PydanticCustomError("text", self.message)
        return text

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.DOTALL)


CONTROLS = r"\u0000-\u001F\u007F-\u009F\u2028\u2029"
"""Control characters, and the separators of lines and paragraphs. Like all of these, for use in a character class."""

INVISIBLE = (
    r"\u00AD\u0600-\u0605\u061C\u06DD\u070F\u0890\u0891\u08E2\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064"
    r"\u2066-\u206F\uFEFF\uFFF9-\uFFFB"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
"""Unicode's format characters (Cf)."""

DIRECTIONS = r"\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069"
"""Marks that turn the direction of text."""

UNSEEN = CONTROLS + DIRECTIONS + r"\uFEFF\uFFF9-\uFFFF"
"""What no page prints: control characters, marks of direction, and what is not text."""

_WIDE_SPACES = r"\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000"
_PRIVATE = r"\uE000-\uF8FF" + "\U000f0000-\U0010ffff"
_NO_TEXT = r"\uFFFD-\uFFFF"
"""U+FFFD stands for bytes that are not text."""

_UNPRINTABLE = CONTROLS + INVISIBLE + _WIDE_SPACES + _PRIVATE + _NO_TEXT

PRINTABLE_ID = TextRule(
    "must have 1 to 128 printable characters", f" *[^ {_UNPRINTABLE}][^{_UNPRINTABLE}]*", max_length=128
)
"""An id from another system, which becomes part of keys, file names and pages.

Characters that Unicode has not assigned are allowed, because Unicode assigns more of them with each version.
"""

_DAY = (
    r"(?:(?!0000)[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26]|0[48])00)-02-29)"
)
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?"

_UNSEEN = re.compile(f"[{UNSEEN}]")


def seen(text: str) -> str:
    """The text as a page prints it, in one row: without the characters of `UNSEEN`."""
    return _UNSEEN.sub("", " ".join(text.split()))


DATE: Mapping[str, Any] = {"format": "date"}
DATE_TIME: Mapping[str, Any] = {"anyOf": [{"format": "date-time"}, {"pattern": f"^{_DAY}T{_TIME}$"}]}
"""A date-time of RFC 3339, or one without a zone, which is UTC. This and `DATE` are for descriptions."""
