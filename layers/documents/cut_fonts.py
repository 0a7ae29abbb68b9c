"""Cut the fonts of the documents layer from Debian's, and write the table of their characters.

    python layers/documents/cut_fonts.py <folder with the unpacked packages>

`make fonts` downloads fonts-noto-core, fonts-droid-fallback, fonts-nanum and fonts-hanazono and calls this. PDFs need
no hints, so they are removed. Layout tables stay only for scripts whose letters join, stack or move. A changed font
gets our name, as its licence demands. The same packages give the same bytes.
"""

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

HERE = Path(__file__).parent
FONTS = HERE / "faktura_fonts"
TABLE = HERE.parent / "faktura" / "faktura" / "documents" / "glyphs.py"
SHARED = {0xA0, 0x200C, 0x200D, 0x25CC, *map(ord, " !\"'()*,-./:;[]{}")}
"""Characters that every font keeps: punctuation, joiners, and the circle that carries a mark without a letter."""

JOINERS = {0x200C, 0x200D}
"""Some fonts draw them visibly for editors."""

UNPRINTED = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Categories without a printed glyph. Arabic's number signs (U+0600 to U+0605) are an exception."""

SURNAMES = set(map(ord, "𠮷𡈽𣘺𠀋𡉴𡸴𣳾𤄃")) | {
    ord(character)
    for lead in range(0x21, 0x7F)
    for trail in range(0x21, 0x7F)
    for plane in (b"", b"\x8f")
    for character in (plane + bytes((lead | 0x80, trail | 0x80))).decode("euc_jis_2004", "ignore")
    if ord(character) > 0xFFFF
}
"""The rare characters of the Japanese standard, and some others that surnames have."""

EAST_ASIAN = frozenset([*range(0x3000, 0x4DC0), *range(0x4E00, 0xA000), *range(0xFF00, 0xFFF0)])
"""Punctuation, syllables, enclosed and full-width signs, and ideographs. Droid lacks some of them."""


@dataclass(frozen=True)
class Cut:
    """One typeface: its source below `usr/share/fonts/truetype`, and the characters to keep."""

    name: str
    regular: str
    bold: str = ""
    shaped: bool = False
    only: frozenset[int] = frozenset()


def noto(script: str, *, shaped: bool = True, bold: bool = True, family: str = "Sans", only: Iterable[int] = ()) -> Cut:
    """A cut of Noto, also in bold if there is one."""
    files = [f"noto/Noto{family}{script}-{weight}.ttf" for weight in ("Regular", "Bold")]
    return Cut(script or "Sans", files[0], files[1] if bold else "", shaped, frozenset(only))


CUTS = (
    noto("", shaped=False),
    noto("Arabic"),
    noto("Hebrew"),
    noto("Thai"),
    *map(noto, ("Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam")),
    *map(noto, ("Sinhala", "Lao", "Khmer", "Myanmar", "Thaana", "Adlam")),
    noto("Tibetan", family="Serif", bold=False),
    noto("Syriac", bold=False),
    noto("NKo", bold=False),
    noto("Georgian", shaped=False),
    noto("Armenian", shaped=False),
    noto("Ethiopic", shaped=False, bold=False),
    noto("Cherokee", shaped=False, bold=False),
    noto("CanadianAboriginal", shaped=False, bold=False),
    noto("Tifinagh", shaped=False, bold=False),
    noto("OlChiki", shaped=False, bold=False),
    noto("Symbols", shaped=False, bold=False),
    noto("Math", shaped=False, bold=False, only=range(0x2190, 0x2300)),
    noto("Symbols2", shaped=False, bold=False, only=[*range(0x2300, 0x2400), *range(0x2500, 0x2800)]),
    Cut("Hangul", "nanum/NanumGothic.ttf", only=frozenset([*range(0x3131, 0x318F), *range(0xAC00, 0xD7A4)])),
    Cut("Ideographs", "droid/DroidSansFallbackFull.ttf"),
    Cut("FurtherIdeographs", "hanazono/HanaMinA.ttf", only=EAST_ASIAN),
    Cut("RareIdeographs", "hanazono/HanaMinB.ttf", only=frozenset(SURNAMES)),
)
"""The first typeface with a character is used for it."""


def main(packages: Path) -> None:
    """Write every font and the table of their characters."""
    sources = packages / "usr" / "share" / "fonts" / "truetype"
    taken: set[int] = set()
    rows: list[str] = []
    for cut in CUTS:
        wanted = characters(sources / cut.regular)
        if cut.bold:
            wanted &= characters(sources / cut.bold)
        new = {one for one in wanted if (one in cut.only or not cut.only) and one not in taken and printable(one)}
        kept = new | (SHARED & wanted)
        write(sources / cut.regular, f"{cut.name}-Regular", kept, shaped=cut.shaped or not taken)
        if cut.bold:
            write(sources / cut.bold, f"{cut.name}-Bold", kept, shaped=cut.shaped or not taken)
        taken |= new
        fields = [f'"{cut.name}"', str(bool(cut.bold)), str(cut.shaped)]
        rows.append("    Face(\n" + "".join(f"        {one},\n" for one in fields) + ranges(new) + "    ),\n")
    TABLE.write_text(HEAD + "".join(rows) + ")\n", "utf-8")


def characters(file: Path) -> set[int]:
    """The code points for which a font has a glyph."""
    with TTFont(file, lazy=True) as font:
        return set(font.getBestCmap())


def printable(character: int) -> bool:
    """Whether it has a printed glyph: it is not a control, private-use or format character."""
    return unicodedata.category(chr(character)) not in UNPRINTED or 0x600 <= character < 0x606


def write(source: Path, name: str, kept: set[int], *, shaped: bool) -> None:
    """Cut one file. Only shaped typefaces keep their layout tables."""
    options = subset.Options(
        hinting=False, notdef_outline=True, glyph_names=False, name_IDs=[], legacy_cmap=False, recalc_timestamp=False
    )
    options.layout_features = ["*"] if shaped else []
    options.drop_tables += ["FFTM", "TSI0", "TSI1", "TSI2", "TSI3", "TSI5", "VORG", "gasp", "meta", "vhea", "vmtx"]
    options.drop_tables += [] if shaped else ["GDEF", "GPOS", "GSUB"]
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=kept)
    subsetter.subset(font)
    for joiner in JOINERS & font.getBestCmap().keys():
        font["glyf"][font.getBestCmap()[joiner]] = Glyph()
    for number, text in ((1, f"Faktura {name.partition('-')[0]}"), (6, f"Faktura{name}")):
        font["name"].setName(text, number, 3, 1, 0x409)
    font.save(FONTS / f"{name}.ttf", reorderTables=True)


def ranges(found: set[int]) -> str:
    """The code points as lines of `first-last`, hexadecimal, in order."""
    words = [f"{first:x}-{last:x}" if last > first else f"{first:x}" for first, last in _runs(sorted(found))]
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 96:
            lines.append(line)
            line = ""
        line += f"{word} "
    return "".join(f'        "{one}"\n' for one in [*lines, line.rstrip()])


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield members[0], members[-1]


HEAD = '''"""Which characters each bundled font sets. Written by `layers/documents/cut_fonts.py`, not by hand.

The first face that has a character sets it.
"""

from typing import NamedTuple


class Face(NamedTuple):
    """A typeface: `bold` is drawn, else thickened; `shaped` letters join, stack or move beside each other.

    `ranges` are code points, `first-last` or one, hexadecimal, in order.
    """

    name: str
    bold: bool
    shaped: bool
    ranges: str


FACES = (
'''

if __name__ == "__main__":
    main(Path(sys.argv[1]))
