"""Every document is PDF/A by veraPDF: PDF/A-2b (ISO 19005-2), and with the XML of an e-invoice PDF/A-3b (ISO 19005-3).

Each document is judged both ways. The faults at the end show that the judge bites.
"""

import re
from io import BytesIO
from random import Random
from typing import Any, get_args

import pytest
from PIL import Image, ImageCms
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from faktura.documents.glyphs import FACES, Face
from faktura.documents.sheet import Amount, Block, Column, Letterhead, Sheet
from tests.support.architecture.template import ROOT
from tests.support.einvoices.verapdf import Flavour, findings, rule_count
from tests.support.pdf_reading import AT, sheet

XML = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<CrossIndustryInvoice>\xc5\x81\xc3\xb3d\xc5\xba</CrossIndustryInvoice>\n'
)
INVISIBLE = " \u200b\u200c\u200d\u200e\u200f\u2067\u2069\u202b\u202c\u202e\u2028\u00a0\u00ad\u0301\u0308()[]<>&"


def judged(document: Sheet) -> dict[Flavour, list[str]]:
    """What veraPDF finds in the document without and with XML."""
    return {"2b": findings(document.pdf(), "2b"), "3b": findings(document.pdf(XML), "3b")}


FLAWLESS = {flavour: list[str]() for flavour in get_args(Flavour)}


def test_the_judge_has_all_rules() -> None:
    assert (rule_count("2b"), rule_count("3b")) == (144, 146)


def characters(face: Face) -> str:
    """The characters of a face: all, or 2,000 of a large one."""
    spans = [
        (int(first, 16), int(last or first, 16))
        for first, _, last in (one.partition("-") for one in face.ranges.split())
    ]
    every = [chr(code) for first, last in spans for code in range(first, last + 1)]
    return "".join(every[:: len(every) // 2000 + 1])


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_text_in_every_script_is_archivable(face: Face) -> None:
    text = characters(face)
    document = sheet(title=text[:40], issuer=text[-40:])
    document.heading(text[:60])
    document.note(text[:100], " ".join(text[at : at + 12] for at in range(0, len(text), 12)))
    document.totals([Amount(text[at : at + 3], text[at : at + 3], strong=True) for at in range(0, len(text), 40)])

    assert judged(document) == FLAWLESS


def nonsense(random: Random) -> str:
    """Characters of up to three scripts, which shape and join as no language would, between invisible ones."""
    texts = [characters(face) for face in random.sample(FACES, random.randint(1, 3))]
    found = (random.choice(INVISIBLE if random.random() < 0.2 else random.choice(texts)) for _ in range(60))
    return "".join(found)[: random.randint(1, 60)]


@pytest.mark.parametrize("seed", range(20))
def test_nonsense_in_all_places_is_archivable(seed: int) -> None:
    random = Random(seed)
    text = lambda: nonsense(random)  # noqa: E731  # too short for a function
    document = sheet(title=text(), issuer=text(), page=random.choice(["A4", "Letter"]))
    document.heading(text())
    document.blocks([Block(text(), (text(), text())) for _ in range(random.randint(1, 5))])
    document.table([Column(text(), 2), Column(text(), 1, "right")], [[text(), text()] for _ in range(20)])
    document.totals([Amount(text(), text(), strong=strong) for strong in (False, True)])
    document.note(text(), text())

    assert judged(document) == FLAWLESS


@pytest.mark.parametrize("page", ["A4", "Letter"])
@pytest.mark.parametrize("language", ["en", "de", "zh-Hant-TW"])
def test_a_table_over_many_pages_is_archivable(page: Any, language: str) -> None:
    document = sheet(page=page, language=language, page_of="{page}/{pages} \N{CHECK MARK}")
    columns = [Column("Überschrift " * 5, 3), Column("محمد", 2), Column("¥", 1, "right")]
    document.table(
        columns, [["word " * (number % 60), "山田太郎" * (number % 7), f"${number}"] for number in range(500)]
    )
    document.note("Note", "line\n" * 400)

    assert judged(document) == FLAWLESS


def test_an_empty_document_is_archivable() -> None:
    assert judged(sheet(title="", issuer="")) == FLAWLESS


@pytest.mark.parametrize("letter", ["T", "Ä", "(", "\\", "\U00020bb7"])
def test_a_title_and_an_issuer_of_any_length_are_archivable(letter: str) -> None:
    longer_than_a_string = letter * (33_000 // len(letter.encode("utf-16-be")) + 1)

    assert judged(sheet(title=longer_than_a_string)) == FLAWLESS
    assert judged(sheet(issuer=longer_than_a_string)) == FLAWLESS


@pytest.mark.parametrize("text", ["a\u0301", "ب\u064e", "क\u093f", "x\u200d", "\u0301"], ids=ascii)
def test_letters_with_any_number_of_marks_are_archivable(text: str) -> None:
    document = sheet()
    document.note("Note", text[0] + text[1:] * 20_000)

    assert judged(document) == FLAWLESS


LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
LOGOS: dict[str, tuple[str, tuple[int, int], dict[str, Any]]] = {
    "transparent PNG": ("RGBA", (300, 100), {"format": "PNG", "dpi": (3, 3)}),
    "transparent grey PNG": ("LA", (300, 100), {"format": "PNG"}),
    "grey PNG": ("L", (300, 100), {"format": "PNG"}),
    "deep grey PNG": ("I;16", (300, 100), {"format": "PNG"}),
    "black and white PNG": ("1", (300, 100), {"format": "PNG"}),
    "palette PNG": ("P", (300, 100), {"format": "PNG"}),
    "transparent palette PNG": ("P", (300, 100), {"format": "PNG", "transparency": 0}),
    "PNG with a colour profile": ("RGB", (300, 100), {"format": "PNG", "icc_profile": LAB}),
    "JPEG": ("RGB", (300, 100), {"format": "JPEG"}),
    "grey JPEG with a colour profile": ("L", (300, 100), {"format": "JPEG", "icc_profile": LAB}),
    "CMYK JPEG": ("CMYK", (300, 100), {"format": "JPEG", "progressive": True}),
    "pixel": ("RGB", (1, 1), {"format": "PNG"}),
    "wide line": ("L", (20_000, 1), {"format": "PNG"}),
    "tall line": ("L", (1, 20_000), {"format": "PNG"}),
    "large picture": ("RGB", (3000, 2000), {"format": "JPEG"}),
}


@pytest.mark.parametrize("logo", LOGOS)
def test_any_logo_is_archivable(logo: str) -> None:
    mode, size, settings = LOGOS[logo]
    file = BytesIO()
    Image.new(mode, size).save(file, **settings)
    document = Sheet("Invoice", Letterhead("Acme", ("Street 1",), file.getvalue()), made_at=AT)
    document.note("Note", "line\n" * 100)

    assert judged(document) == FLAWLESS


def test_all_modules_that_draw_documents_are_known_here() -> None:
    """The tests of these packages judge their documents, too (test_archival.py)."""
    faktura = ROOT / "layers" / "faktura" / "faktura"

    drawing = {
        path.relative_to(faktura).as_posix()
        for path in faktura.rglob("*.py")
        if re.search(r"from faktura\.documents\.sheet import .*\bSheet\b", path.read_text())
    }

    assert drawing == {"billing/printing/pdf.py", "jobs/invoices/invoice_page.py"}


def sample() -> bytes:
    document = sheet(title="Łódź")
    document.heading("Łódź")
    return document.pdf(XML)


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("6.1.2-1", b"%PDF-1.7", b"%PDF-2.0"),
        ("6.1.3-1", b"/ID [", b"/IX ["),
        ("6.2.4.3-2", b"/OutputIntents", b"/OutputIntentx"),
        ("6.2.11.4.1-1", b"/FontFile2", b"/FontFile9"),
        ("6.2.11.3.2-1", b"/CIDToGIDMap", b"/CIDToGIDMax"),
        ("6.2.11.5-1", b"/W [1 [690 ", b"/W [1 [999 "),
        ("6.6.2.1-1", b"/Metadata ", b"/Metadatx "),
        ("6.6.2.1-4", b"</dc:title>", b"</dc:titlx>"),
        ("6.6.2.3.1-1", b"name>ConformanceLevel<", b"name>ConformanceLevex<"),
        ("6.6.2.3.1-1", b"1p0#</pdfaSchema:", b"2p0#</pdfaSchema:"),
        ("6.6.2.3.1-1", b"valueType>Text<", b"valueType>Teyt<"),
        ("6.6.2.3.3-9", b"category>external<", b"category>externax<"),
        ("6.6.4-1", b"http://www.aiim.org/pdfa/ns/id/", b"http://www.aiim.org/pdfa/ns/xx/"),
        ("6.6.4-2", b"<pdfaid:part>3<", b"<pdfaid:part>2<"),
        ("6.6.4-3", b"conformance>B<", b"conformance>X<"),
        ("6.8-1", b"/Subtype /text", b"/Subtypx /text"),
        ("6.8-1", b"/text#2Fxml", b"/text##2Fxm"),
        ("6.8-2", b"/UF (", b"/UX ("),
        ("6.8-3", b"/AFRelationship", b"/AXRelationship"),
        ("6.8-4", b"/AF [", b"/AX ["),
    ],
)
def test_the_judge_refuses_a_file_with_a_fault(rule: str, old: bytes, new: bytes) -> None:
    pdf = sample()
    assert old in pdf
    assert len(old) == len(new)

    found = findings(pdf.replace(old, new), "3b")
    assert rule in {one.partition(":")[0] for one in found}, found


def with_operators(pdf: bytes, operators: bytes) -> bytes:
    """The file with these operators before those of its first page, which may name the blend mode `/Wrong`."""
    writer, file = PdfWriter(clone_from=PdfReader(BytesIO(pdf))), BytesIO()
    page = writer.pages[0]
    states = DictionaryObject({NameObject("/Wrong"): DictionaryObject({NameObject("/BM"): NameObject("/Wrong")})})
    page["/Resources"][NameObject("/ExtGState")] = states
    stream = DecodedStreamObject()
    stream.set_data(operators + b"\n" + page.get_contents().get_data())
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("rule", "operators"),
    [
        ("6.2.2-1", b"unknown"),
        ("6.2.4.3-3", b"0 0 0 1 k 0 0 9 9 re f"),
        ("6.2.10-1", b"/Wrong gs"),
        ("6.2.11.8-1", b"BT /F1 9 Tf <FFFF> Tj ET"),
    ],
)
def test_the_judge_refuses_a_page_with_a_fault(rule: str, operators: bytes) -> None:
    assert findings(with_operators(sample(), b"q Q"), "3b") == []

    found = findings(with_operators(sample(), operators), "3b")
    assert rule in {one.partition(":")[0] for one in found}, found


@pytest.mark.parametrize("part", ["2b", "3b"])
def test_the_judge_refuses_what_is_no_whole_pdf(part: Flavour) -> None:
    for broken in (b"", b"no PDF", sample()[:3000]):
        [found] = findings(broken, part)
        assert found.startswith("unreadable")


def test_the_judge_tells_the_parts_of_pdf_a_apart() -> None:
    assert findings(sheet().pdf(), "3b") != []
    assert findings(sheet().pdf(XML), "2b") != []
