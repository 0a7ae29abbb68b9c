"""Fonts as they go into one PDF: codes for the signs that were used, and a file with just these.

fpdf2 would read, cut and number each font with fontTools for every document, a tenth of a second each. HarfBuzz, which
shapes the letters anyway, cuts one in a millisecond.
"""

import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

import uharfbuzz as harfbuzz
from fpdf.syntax import PDFContentStream, PDFObject

from faktura.documents.typefaces import Glyph, Typeface

_UNUSED_TABLES = [int.from_bytes(tag, "big") for tag in (b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"cmap", b"name", b"post")]
"""A PDF addresses glyphs by number, and measures and names fonts itself."""

_SYSTEM = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
_SYMBOLIC = 4
"""Not only Latin letters."""

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
        sign = glyph.number, glyph.text
        known = self._signs.get(sign)
        if known is None:
            known = self._signs[sign] = f"{len(self._signs) + 1:04X}"
        return known

    def objects(self) -> list[PDFObject]:
        """The PDF's font, and what belongs to it."""
        typeface, used, name = self.typeface, list(self._signs), f"FAKTUR+Faktura{self.typeface.name}"
        numbers, file, length = _cut(typeface, frozenset(number for number, _ in used))
        widths = " ".join(f"{typeface.width(number):g}" for number, _ in used)
        by_code = b"".join(numbers[number].to_bytes(2, "big") for number, _ in used)
        program = _Stream(file, f"/Length1 {length}")
        glyphs = _Stream(zlib.compress(b"\0\0" + by_code))
        text = _Stream(zlib.compress(_CMAP.format("".join(_characters(used))).encode()))
        descriptor = _Written(f"/Type /FontDescriptor /FontName /{name} {_measures(typeface)}", FontFile2=program)
        descendant = _Written(
            f"/Type /Font /Subtype /CIDFontType2 /BaseFont /{name} {_SYSTEM} /DW 0 /W [1 [{widths}]]",
            FontDescriptor=descriptor,
            CIDToGIDMap=glyphs,
        )
        font = _Written(
            f"/Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H",
            DescendantFonts=[descendant],
            ToUnicode=text,
        )
        return [font, descendant, descriptor, text, glyphs, program]


class _Written(PDFObject):
    """A dictionary, and what it refers to; fpdf2 would find its members out by reflection, which takes longer."""

    def __init__(self, members: str, **refers: PDFObject | list[PDFObject]) -> None:
        super().__init__()
        self._members, self._refers = members, refers

    def serialize(self, _obj_dict: object = None, _security_handler: object = None) -> str:
        """As it stands in the file, once all objects have their numbers."""
        refers = " ".join(f"/{name} {_reference(to)}" for name, to in self._refers.items())
        return f"{self.id} 0 obj\n<< {self._members} {refers} >>\nendobj"


class _Stream(PDFContentStream):
    """Compressed bytes."""

    def __init__(self, compressed: bytes, members: str = "") -> None:
        super().__init__(compressed)
        self._members = members

    def serialize(self, _obj_dict: object = None, _security_handler: object = None) -> str:
        """As it stands in the file; fpdf2 writes Latin-1."""
        told = f"<< /Filter /FlateDecode /Length {len(self._contents)} {self._members} >>"
        return f"{self.id} 0 obj\n{told}\nstream\n{self._contents.decode('latin-1')}\nendstream\nendobj"


@lru_cache(maxsize=32)
def _cut(typeface: Typeface, numbers: frozenset[int]) -> tuple[dict[int, int], bytes, int]:
    """The new numbers of these glyphs in a font of them alone; its file, compressed, and the length of that before."""
    wanted = harfbuzz.SubsetInput()
    wanted.glyph_set.set(numbers)
    wanted.drop_table_tag_set.update(_UNUSED_TABLES)
    wanted.flags = harfbuzz.SubsetFlags.NOTDEF_OUTLINE
    plan = harfbuzz.SubsetPlan(typeface.face, wanted)
    renumbered = plan.old_to_new_glyph_mapping
    file = plan.execute().blob.data
    return {number: renumbered[number] for number in numbers}, zlib.compress(file), len(file)


def _characters(used: Iterable[tuple[int, str]]) -> Iterator[str]:
    """The text of each code, at most a hundred in a block."""
    rows = [f"<{code:04X}> <{text.encode('utf-16-be').hex()}>\n" for code, (_, text) in enumerate(used, 1)]
    for first in range(0, len(rows), 100):
        block = rows[first : first + 100]
        yield f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n"


def _measures(typeface: Typeface) -> str:
    """What a reader has to know of a font before it opens it."""
    box, stem = typeface.box, 100 if typeface.name.endswith("Bold") else 80
    return (
        f"/Flags {_SYMBOLIC} /FontBBox [{box.left} {box.bottom} {box.right} {box.top}] /ItalicAngle 0 /StemV {stem} "
        f"/Ascent {box.ascent} /Descent {box.descent} /CapHeight {box.cap_height}"
    )


def _reference(to: PDFObject | list[PDFObject]) -> str:
    return f"[{' '.join(one.ref for one in to)}]" if isinstance(to, list) else to.ref
