"""The fonts of a page: which characters a string shows, and how wide they are."""

from contextlib import suppress

from pypdf.generic import DictionaryObject
from pypdf.generic._font import Font

from faktura.capture.files.drawn.content_stream import Unprovable
from faktura.capture.files.pdf_stream import entry

__all__ = ["Font", "decoded", "loaded"]

_STANDARD_ENCODINGS = ("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding")


def loaded(resources: DictionaryObject, name: str) -> Font | None:
    """The font; `None` if its characters are drawings, or cannot be told."""
    found = entry(entry(resources, "/Font") or DictionaryObject(), name)
    if not isinstance(found, DictionaryObject) or entry(found, "/Subtype") == "/Type3":
        return None
    with suppress(Exception):
        font: Font = Font.from_font_resource(found)
        is_told = not isinstance(font.encoding, str) or bool(font.character_map)
        return font if is_told and not _contradicts_itself(found, font) else None
    return None


def decoded(font: Font, piece: bytes) -> list[tuple[str, float]]:
    """Each character, and its width in units of the font's size."""
    if isinstance(font.encoding, str):
        raw = codes = piece.decode(font.encoding, "replace")
    else:
        raw, codes = "".join(font.encoding.get(code, chr(code))[:1] for code in piece), piece.decode("latin-1")
    if len(raw) != len(codes):
        raise Unprovable
    return [
        (font.character_map.get(one, one), font.get_text_width(code) / 1000)
        for one, code in zip(raw, codes, strict=True)
    ]


def _contradicts_itself(written: DictionaryObject, font: Font) -> bool:
    """Whether a font of a standard encoding says that some of its figures or letters are others."""
    if entry(written, "/Encoding") not in _STANDARD_ENCODINGS:
        return False
    return any(font.character_map.get(one, one) != one for one in map(chr, range(128)) if one.isalnum())
