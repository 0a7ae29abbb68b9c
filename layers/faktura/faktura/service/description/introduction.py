"""What stands above the endpoints on the API page: a text, and what each API is for; runs at build time only.

Both are read from one Markdown file. Its first heading is the title, and below it is the introduction; then each API
has a heading by its own title, in the order in which they are shown.
"""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Introduction:
    """Markdown, as OpenAPI takes it; `apis` by title."""

    title: str
    text: str
    apis: dict[str, str]

    @classmethod
    def read(cls, file: Path) -> "Introduction":
        """The introduction in a Markdown file."""
        first, *sections = re.split(r"^## ", file.read_text("utf-8"), flags=re.MULTILINE)
        title, _, text = first.removeprefix("# ").partition("\n")
        apis = dict(_split(section) for section in sections)
        return cls(title.strip(), text.strip(), apis)


def _split(section: str) -> tuple[str, str]:
    title, _, text = section.partition("\n")
    return title.strip(), text.strip()
