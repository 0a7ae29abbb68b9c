"""A document gives the same bytes each time, and can be archived (PDF/A-2b, ISO 19005-2)."""

import os
import re
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from defusedxml import ElementTree
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from faktura.documents.sheet import Amount, Block, Column
from tests.support.pdf_reading import sheet

_PDFA = "{http://www.aiim.org/pdfa/ns/id/}"

ROWS = [["Łódź", "محمد علاء", "$1.00"], ["山田太郎 김철수", "สมชาย น้ำ", "₹ 2"], ["יוסף", "किरण → ✓", "€ 3"]]


def invoice() -> bytes:
    """A document in many scripts, bold and regular."""
    document = sheet(title="Invoice <1> & more", language="de")
    document.heading("山田太郎 Łódź")
    document.blocks([Block("Bill To", ("Nguyễn Thị Ánh",))])
    document.table([Column("Service", 2), Column("Text", 2), Column("Amount", 1, "right")], ROWS)
    document.totals([Amount("Total", "$6.00", strong=True)])
    document.note("Note", "Оля")
    return document.pdf()


def test_the_same_document_gives_the_same_bytes() -> None:
    document = sheet()
    document.heading("Łódź")

    assert document.pdf() == document.pdf()
    assert invoice() == invoice()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_new_process_gives_the_same_bytes(seed: str) -> None:
    code = (
        "from hashlib import sha256; from tests.unit.documents.test_archival import invoice;"
        "print(sha256(invoice()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("LANG", None)

    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)  # noqa: S603  # our own code

    assert result.stdout.strip() == sha256(invoice()).hexdigest()


def test_title_language_and_date_are_in_both_kinds_of_metadata() -> None:
    reader = PdfReader(BytesIO(invoice()))
    xmp, metadata = reader.xmp_metadata, reader.metadata

    assert xmp is not None
    assert metadata is not None
    assert (metadata.title, metadata.author, metadata.producer) == ("Invoice <1> & more", "Acme", "Faktura")
    assert metadata.creation_date_raw == "D:20261125123000Z"
    assert (xmp.dc_title, xmp.dc_creator) == ({"x-default": "Invoice <1> & more"}, ["Acme"])
    assert (xmp.dc_language, xmp.pdf_producer, str(xmp.xmp_create_date)) == (["de"], "Faktura", "2026-11-25 12:30:00")
    assert reader.root_object["/Lang"] == "de"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_it_declares_pdf_a_and_its_colour_space() -> None:
    reader = PdfReader(BytesIO(invoice()))
    root = reader.root_object
    [intent] = root["/OutputIntents"]
    packet = ElementTree.fromstring(root["/Metadata"].get_data())

    assert (reader.pdf_header, reader.is_encrypted, "/ID" in reader.trailer) == ("%PDF-1.7", False, True)
    assert "/Filter" not in root["/Metadata"]
    claimed = {one.tag.removeprefix(_PDFA): one.text for one in packet.iter() if one.tag.startswith(_PDFA)}
    assert claimed == {"part": "2", "conformance": "B"}
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert intent.get_object()["/DestOutputProfile"].get_data()[36:40] == b"acsp"
    assert {"/AcroForm", "/Names", "/AA", "/OCProperties"} & root.keys() == set()


def test_every_font_is_embedded_with_its_true_widths() -> None:
    fonts = _fonts(invoice())

    assert {name.removeprefix("/FAKTUR+Faktura") for name in fonts} >= {
        "Sans-Bold",
        "Arabic-Regular",
        "Ideographs-Regular",
    }
    for font in fonts.values():
        [descendant] = (one.get_object() for one in font["/DescendantFonts"])
        file = TTFont(BytesIO(descendant["/FontDescriptor"]["/FontFile2"].get_data()))
        numbers = descendant["/CIDToGIDMap"].get_data()
        first, widths = descendant["/W"]
        scale = 1000 / file["head"].unitsPerEm
        for code, width in enumerate(widths, first):
            number = int.from_bytes(numbers[2 * code : 2 * code + 2], "big")
            assert width == pytest.approx(file["hmtx"][file.getGlyphName(number)][0] * scale, abs=0.01)
        assert font["/Encoding"] == "/Identity-H"
        assert font["/ToUnicode"].get_data().startswith(b"/CIDInit")


def test_an_embedded_font_has_only_the_glyphs_that_are_used() -> None:
    document = sheet()
    document.note("Note", "山田")

    [descendant] = (
        one.get_object() for one in _fonts(document.pdf())["/FAKTUR+FakturaIdeographs-Regular"]["/DescendantFonts"]
    )

    file = TTFont(BytesIO(descendant["/FontDescriptor"]["/FontFile2"].get_data()))
    assert file["maxp"].numGlyphs == 3
    assert set(file.keys()) - {"GlyphOrder"} <= {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}


def test_no_number_in_a_page_has_an_exponent() -> None:
    contents = [page.get_contents() for page in PdfReader(BytesIO(invoice())).pages]

    words = [word for content in contents if content for word in content.get_data().split()]
    assert [word for word in words if re.fullmatch(rb"[-+\d.]+e[-+]?\d+", word)] == []


def _fonts(pdf: bytes) -> dict[str, Any]:
    pages = PdfReader(BytesIO(pdf)).pages
    found = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    return {font["/BaseFont"]: font for font in found}
