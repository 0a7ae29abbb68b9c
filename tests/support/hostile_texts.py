"""Texts that a stranger may send as a name: markup, formulas, changes of direction, separators, and very long ones."""

import re

HOSTILE = (
    "<script>alert(1)</script>&amp;<b>",
    "\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe\N{LEFT-TO-RIGHT ISOLATE} A",
    '=HYPERLINK("http://x.example","pay")',
    "+49 40 123456",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "A\t=1+1",
    "A\r=1+1",
    "Ana;=1+1; @SUM(A1)",
    '"Quoted", ""twice"", and \'once\'',
    "first line\n=second line",
    "\uff1d1+1",
    "Ä" * 1_000,
)

EMOJI = "\N{PILE OF POO} GmbH \U0001f468\u200d\U0001f680"
"""Characters that no font of ours has."""

_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def on_one_line(text: str) -> str:
    """The text as a file shows it: controls are spaces, and marks that change the direction are gone."""
    return _CONTROLS.sub(" ", _DIRECTIONS.sub("", text))


def without_apostrophes(cell: str) -> str:
    """What a cell of a CSV file says, without the apostrophes that keep it from being a formula."""
    return ";".join(part[1:] if part[:1] == "'" and _FORMULA.match(part[1:]) else part for part in cell.split(";"))


def calculated(cell: str) -> bool:
    """Whether a program may calculate the cell, or a part of it where it takes semicolons for separators."""
    return any(_FORMULA.match(part) for part in cell.split(";"))
