"""Fonts as they go into one PDF: codes for the signs that were used, and a file with just these.

fpdf2 would read, cut and number each font with fontTools for every document, a tenth of a second each. HarfBuzz, which
shapes the letters anyway, cuts one in a millisecond.
"""

import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

import uharfbuzz as harfbuzz
from fpdf.enums import FontDescriptorFlags
from fpdf.fonts import PDFFontDescriptor
from fpdf.output import CIDSystemInfo, PDFFont
from fpdf.syntax import Name, PDFArray, PDFContentStream, PDFObject

from faktura.documents.typefaces import Glyph, Typeface

_UNUSED_TABLES = [int.from_bytes(tag, "big") for tag in (b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"cmap", b"name", b"post")]
"""A PDF addresses glyphs by number, and measures and names fonts itself."""

_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{}endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class FontInUse:
    """A typeface in one document, `/F{number}` on its pages."""

    def __init__(self, typeface: Typeface, number: int) -> None:
        self.typeface = typeface
        self.i = number  # as fpdf2 calls it
        self._signs: dict[tuple[int, str], str] = {}
        self._plain: dict[str, str] = {}

    def plain(self, text: str) -> str:
        """The codes of characters that are set as they come, hexadecimal."""
        known = self._plain
        try:
            return "".join([known[character] for character in text])
        except KeyError:
            for character in text:
                known[character] = self.code(self.typeface.glyph(character))
            return self.plain(text)

    def code(self, glyph: Glyph) -> str:
        """The code of a sign that stands for a certain text."""
        return self._signs.setdefault((glyph.number, glyph.text), f"{len(self._signs) + 1:04X}")

    def objects(self) -> tuple[PDFFont, *tuple[PDFObject, ...]]:
        """The PDF's font, and what belongs to it."""
        typeface, used = self.typeface, list(self._signs)
        name = f"FAKTUR+Faktura{typeface.name}"
        numbers, file = _cut(typeface, frozenset(number for number, _ in used))
        font, descendant = PDFFont("Type0", name, encoding="Identity-H"), PDFFont("CIDFontType2", name, d_w=0)
        font.descendant_fonts = PDFArray([descendant])
        font.to_unicode = to_unicode = _stream(_CMAP.format("".join(_characters(used))).encode())
        descendant.w = f"[1 [{' '.join(f'{typeface.width(number):g}' for number, _ in used)}]]"
        descendant.c_i_d_system_info = system = CIDSystemInfo()
        by_code = b"".join(numbers[number].to_bytes(2, "big") for number, _ in used)
        descendant.c_i_d_to_g_i_d_map = glyphs = _stream(b"\0\0" + by_code)
        descendant.font_descriptor = descriptor = _Descriptor(typeface, name, _FontFile(*file))
        return font, to_unicode, descendant, system, glyphs, descriptor, descriptor.font_file2


class _Descriptor(PDFFontDescriptor):
    """What a reader has to know of the font before it opens it."""

    def __init__(self, typeface: Typeface, name: str, file: "_FontFile") -> None:
        box = typeface.box
        super().__init__(
            ascent=box.ascent,
            descent=box.descent,
            cap_height=box.cap_height,
            flags=FontDescriptorFlags.SYMBOLIC,
            font_b_box=f"[{box.left} {box.bottom} {box.right} {box.top}]",
            italic_angle=0,
            stem_v=100 if typeface.name.endswith("Bold") else 80,
            missing_width=0,
        )
        self.font_name = Name(name)
        self.font_file2 = file


class _FontFile(PDFContentStream):
    """A compressed font file, which was `length` bytes before."""

    def __init__(self, compressed: bytes, length: int) -> None:
        super().__init__(compressed)
        self.filter = Name("FlateDecode")
        self.length1 = length


@lru_cache(maxsize=256)
def _cut(typeface: Typeface, numbers: frozenset[int]) -> tuple[dict[int, int], tuple[bytes, int]]:
    """The new numbers of these glyphs in a font of them alone; its file, compressed, and the length of that before."""
    wanted = harfbuzz.SubsetInput()
    wanted.glyph_set.set(numbers)
    wanted.drop_table_tag_set.update(_UNUSED_TABLES)
    wanted.flags = harfbuzz.SubsetFlags.NOTDEF_OUTLINE
    plan = harfbuzz.SubsetPlan(typeface.face, wanted)
    renumbered = plan.old_to_new_glyph_mapping
    file = plan.execute().blob.data
    return {number: renumbered[number] for number in numbers}, (zlib.compress(file), len(file))


def _characters(used: Iterable[tuple[int, str]]) -> Iterator[str]:
    """The text of each code, at most a hundred in a block."""
    rows = [f"<{code:04X}> <{text.encode('utf-16-be').hex()}>\n" for code, (_, text) in enumerate(used, 1)]
    for first in range(0, len(rows), 100):
        block = rows[first : first + 100]
        yield f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n"


def _stream(content: bytes) -> PDFContentStream:
    return PDFContentStream(content, compress=True)
