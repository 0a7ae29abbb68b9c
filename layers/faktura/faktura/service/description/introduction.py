"""The introduction of the API page and of each API; runs at build time only.

Both are in one Markdown file. Its first heading is the title, with the introduction below it. Then each API has a
heading with its title, in the order in which the page shows them.
"""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Introduction:
    """Both texts in Markdown; `apis` has those of the APIs by title."""

    title: str
    text: str
    apis: dict[str, str]

    @classmethod
    def read(cls, file: Path) -> "Introduction":
        """Read the Markdown file."""
        first, *sections = re.split(r"^## ", file.read_text("utf-8"), flags=re.MULTILINE)
        title, _, text = first.removeprefix("# ").partition("\n")
        apis = dict(_split(section) for section in sections)
        return cls(title.strip(), text.strip(), apis)


def _split(section: str) -> tuple[str, str]:
    title, _, text = section.partition("\n")
    return title.strip(), text.strip()
