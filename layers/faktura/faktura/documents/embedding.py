"""The fonts of one PDF: codes for the glyphs that are used, and font files with only these glyphs.

fpdf2 would read and subset each font with fontTools for every document, which takes a tenth of a second. HarfBuzz,
which shapes the letters anyway, does it in a millisecond.
"""

import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

import uharfbuzz as harfbuzz
from fpdf.syntax import PDFContentStream, PDFObject

from faktura.documents.typefaces import Glyph, Typeface

_UNUSED_TABLES = [int.from_bytes(tag, "big") for tag in (b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"cmap", b"name", b"post")]
"""A PDF does not need these: it addresses glyphs by number, and has the metrics and the name of a font itself."""

_SYSTEM = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
_SYMBOLIC = 4
"""The flag of a font that has more than Latin letters."""

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
    """A typeface in one document; its pages call it `/F{number}`."""

    def __init__(self, typeface: Typeface, number: int) -> None:
        self.typeface = typeface
        self.i = number  # the name that fpdf2 expects
        self._codes: dict[tuple[int, str], str] = {}
        self._plain: dict[str, str] = {}

    def plain(self, text: str) -> str:
        """The codes of plain text, hexadecimal."""
        known = self._plain
        try:
            return "".join([known[character] for character in text])
        except KeyError:
            for character in text:
                known[character] = self.code(self.typeface.glyph(character))
            return self.plain(text)

    def code(self, glyph: Glyph) -> str:
        """The code of a glyph and the text it stands for."""
        key = glyph.number, glyph.text
        known = self._codes.get(key)
        if known is None:
            known = self._codes[key] = f"{len(self._codes) + 1:04X}"
        return known

    def objects(self) -> list[PDFObject]:
        """The PDF objects of the font, the font itself first."""
        typeface, used, name = self.typeface, list(self._codes), f"FAKTUR+Faktura{self.typeface.name}"
        numbers, file, length = _subset(typeface, frozenset(number for number, _ in used))
        widths = " ".join(f"{typeface.width(number):g}" for number, _ in used)
        by_code = b"".join(numbers[number].to_bytes(2, "big") for number, _ in used)
        program = _Stream(file, f"/Length1 {length}")
        glyphs = _Stream(zlib.compress(b"\0\0" + by_code))
        text = _Stream(zlib.compress(_CMAP.format("".join(_characters(used))).encode()))
        descriptor = _Dictionary(f"/Type /FontDescriptor /FontName /{name} {_metrics(typeface)}", FontFile2=program)
        descendant = _Dictionary(
            f"/Type /Font /Subtype /CIDFontType2 /BaseFont /{name} {_SYSTEM} /DW 0 /W [1 [{widths}]]",
            FontDescriptor=descriptor,
            CIDToGIDMap=glyphs,
        )
        font = _Dictionary(
            f"/Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H",
            DescendantFonts=[descendant],
            ToUnicode=text,
        )
        return [font, descendant, descriptor, text, glyphs, program]


class _Dictionary(PDFObject):
    """A PDF dictionary with its references; fpdf2 would collect the entries by reflection, which is slower."""

    def __init__(self, entries: str, **references: PDFObject | list[PDFObject]) -> None:
        super().__init__()
        self._entries, self._references = entries, references

    def serialize(self, _obj_dict: object = None, _security_handler: object = None) -> str:
        """The object as it is written, after all objects have their numbers."""
        references = " ".join(f"/{name} {_reference(to)}" for name, to in self._references.items())
        return f"{self.id} 0 obj\n<< {self._entries} {references} >>\nendobj"


class _Stream(PDFContentStream):
    """A PDF stream of compressed bytes."""

    def __init__(self, compressed: bytes, entries: str = "") -> None:
        super().__init__(compressed)
        self._entries = entries

    def serialize(self, _obj_dict: object = None, _security_handler: object = None) -> str:
        """The stream as it is written; fpdf2 writes Latin-1."""
        dictionary = f"<< /Filter /FlateDecode /Length {len(self._contents)} {self._entries} >>"
        return f"{self.id} 0 obj\n{dictionary}\nstream\n{self._contents.decode('latin-1')}\nendstream\nendobj"


@lru_cache(maxsize=32)
def _subset(typeface: Typeface, numbers: frozenset[int]) -> tuple[dict[int, int], bytes, int]:
    """A font file with only these glyphs: their new numbers, the compressed file, and its length before that."""
    wanted = harfbuzz.SubsetInput()
    wanted.glyph_set.set(numbers)
    wanted.drop_table_tag_set.update(_UNUSED_TABLES)
    wanted.flags = harfbuzz.SubsetFlags.NOTDEF_OUTLINE
    plan = harfbuzz.SubsetPlan(typeface.face, wanted)
    renumbered = plan.old_to_new_glyph_mapping
    file = plan.execute().blob.data
    return {number: renumbered[number] for number in numbers}, zlib.compress(file), len(file)


def _characters(used: Iterable[tuple[int, str]]) -> Iterator[str]:
    """The blocks that give the text of each code, at most a hundred in a block."""
    rows = [f"<{code:04X}> <{text.encode('utf-16-be').hex()}>\n" for code, (_, text) in enumerate(used, 1)]
    for first in range(0, len(rows), 100):
        block = rows[first : first + 100]
        yield f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n"


def _metrics(typeface: Typeface) -> str:
    """The metrics of a font, for its descriptor."""
    box, stem = typeface.box, 100 if typeface.name.endswith("Bold") else 80
    return (
        f"/Flags {_SYMBOLIC} /FontBBox [{box.left} {box.bottom} {box.right} {box.top}] /ItalicAngle 0 /StemV {stem} "
        f"/Ascent {box.ascent} /Descent {box.descent} /CapHeight {box.cap_height}"
    )


def _reference(to: PDFObject | list[PDFObject]) -> str:
    return f"[{' '.join(one.ref for one in to)}]" if isinstance(to, list) else to.ref
