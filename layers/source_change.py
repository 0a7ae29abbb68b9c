"""Changes of a library's source files when a layer is built.

SAM copies a layer's folder before it builds there, so each layer that changes a library links to this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Change:
    """A change of one file: new texts by the old ones, and imports by the line of a function that they precede."""

    replaced: Mapping[str, str]
    needed: Mapping[str, str] = field(default_factory=dict)

    def of(self, text: str) -> str:
        """The changed text. Raises `ValueError` if a text to be changed is not there exactly once."""
        for old, new in self.replaced.items():
            text = _replaced_once(text, old, new)
        for line, statement in self.needed.items():
            indentation = line[: len(line) - len(line.lstrip())]
            text = _replaced_once(text, f"\n{line}", f"\n{indentation}{statement}\n\n{line}")
        return text


def change(folder: Path, changes: Mapping[str, Change], notice: str) -> None:
    """Change the files of the folder, which `changes` names, and write the notice before each of them.

    Raises `ValueError` if a text to be changed is not there exactly once. Then no file is changed.
    """
    changed = {folder / name: notice + one.of((folder / name).read_text("utf-8")) for name, one in changes.items()}
    for file, text in changed.items():
        file.unlink()  # it may be a link that another environment shares
        file.write_text(text, "utf-8")


def _replaced_once(text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise ValueError(f"this changes another version of the library: {text.count(old)} times, not once: {old!r}")
    return text.replace(old, new)
