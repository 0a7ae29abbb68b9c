"""Draws what fpdf2 can draw with each of the imports that the documents layer postpones.

    python -m tests.support.architecture.drawn

It prints the hash of each document, as JSON. The documents are the same each time.
"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import fpdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables.TupleVariation import TupleVariation
from PIL import Image

from faktura.documents.sheet import Column, Letterhead, Sheet

AT = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1 C2 2 3 4 5 5 Z" fill="red"/></svg>'
PASSWORD = b"secret"
SECONDS_SINCE_1904 = 3_800_000_000
"""A time as fonts have it, in 2024."""


def picture(form: str, mode: str = "RGB", **settings: Any) -> bytes:
    """An image file of 64 by 48 pixels."""
    file, drawn = BytesIO(), Image.linear_gradient("L").resize((64, 48)).convert(mode)
    drawn.save(file, form, **settings)
    return file.getvalue()


def invoice(script: str, factur_x: bytes = b"", logo: bytes | None = None) -> bytes:
    """One of our documents."""
    sheet = Sheet("Invoice #0001", Letterhead("Łódź & Søn", logo=logo), made_at=AT)
    sheet.heading("Invoice #0001")
    sheet.table(
        [Column("Service", 3), Column("Amount", 1, "right")], [(f"{script} {line}", "$1.00") for line in range(80)]
    )
    return sheet.pdf(factur_x)


def page(draw: Callable[[fpdf.FPDF], object]) -> bytes:
    """A page of fpdf2 with whatever `draw` adds."""
    pdf = fpdf.FPDF()
    pdf.set_creation_date(AT)
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    draw(pdf)
    return bytes(pdf.output())


def image(file: bytes) -> bytes:
    """A page with an image."""
    return page(lambda pdf: pdf.image(BytesIO(file), w=40))


def font(kind: str) -> bytes:
    """A TrueType font: `plain`, `variable`, `colour`, or `gapped`, which has no glyph for missing characters."""
    names = [*([".notdef"] if kind != "gapped" else []), "space", "A", "B"]
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({32: "space", 65: "A", 66: "B"})
    builder.setupGlyf({name: _square() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Drawn", "styleName": "Regular", "psName": "Drawn"})
    builder.setupOS2()
    builder.setupPost()
    if kind == "variable":
        builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
        wider = [(0, 0), (0, 100), (100, 100), (100, 0), *[(0, 0)] * 4]
        builder.setupGvar({"A": [TupleVariation({"wght": (0, 1, 1)}, wider)]})
    if kind == "colour":
        builder.setupCOLR({"A": [("B", 0)]})
        builder.setupCPAL([[(1, 0, 0, 1)]])
    file = BytesIO()
    builder.font.recalcTimestamp = False
    builder.font["head"].created = builder.font["head"].modified = SECONDS_SINCE_1904
    builder.save(file)
    return file.getvalue()


def _square() -> Any:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 500), (500, 500), (500, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def text(kind: str, **settings: Any) -> bytes:
    """A page with a text in a font."""

    def draw(pdf: fpdf.FPDF) -> None:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "drawn.ttf"
            file.write_bytes(font(kind))
            pdf.add_font("Drawn", fname=file, **settings)
        pdf.set_font("Drawn", size=20)
        pdf.cell(text="A A")

    return page(draw)


def numbered() -> bytes:
    """A page whose shaped text has the number of pages."""

    def draw(pdf: fpdf.FPDF) -> None:
        pdf.set_text_shaping(True)
        pdf.cell(text="Page 1 of {nb}")

    return page(draw)


def encrypted() -> bytes:
    """A page that needs a password. It is the same each time, as it is made without randomness."""
    from fpdf import encryption

    encryption.urandom = bytes
    return page(lambda pdf: pdf.set_encryption("owner", "user", encryption_method="AES_256"))


def signed() -> bytes:
    """A page signed with a PKCS #12 file, by a stand-in of endesive that states the time and the hash."""
    signer: Any = ModuleType("endesive.signer")
    signer.datetime = None
    signer.sign = lambda **words: f"{signer.datetime.now(UTC)} {words['signed_value'].hex()}".encode()
    package: Any = ModuleType("endesive")
    package.signer = signer
    sys.modules |= {"endesive": package, "endesive.signer": signer}
    for name in [name for name in sys.modules if name.partition(".")[0] == "fpdf"]:
        del sys.modules[name]  # it looks for endesive when it is imported
    from fpdf import FPDF

    pdf = FPDF()
    pdf.set_creation_date(AT)
    pdf.add_page()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "key.p12"
        file.write_bytes(_pkcs12())
        pdf.sign_pkcs12(file, PASSWORD, signing_time=AT)
    return bytes(pdf.output())


def _pkcs12() -> bytes:
    from cryptography.hazmat.primitives.serialization import pkcs12

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    certificate = builder.serial_number(1).not_valid_before(AT).not_valid_after(AT).sign(key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(
        b"key", key, certificate, None, serialization.BestAvailableEncryption(PASSWORD)
    )


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "an invoice": lambda: invoice("Überprüfung"),
    "an invoice in many scripts": lambda: invoice("محمد 山田 สมชาย Оля"),
    "an invoice with a PNG logo": lambda: invoice("Service", logo=picture("PNG")),
    "an invoice with a JPEG logo": lambda: invoice("Service", logo=picture("JPEG")),
    "an e-invoice": lambda: invoice("Service", factur_x=b"<?xml version='1.0'?><invoice/>"),
    "an image with a colour profile": lambda: image(picture("PNG", icc_profile=fpdf.util.builtin_srgb2014_bytes())),
    "a fax": lambda: image(picture("TIFF", "1", compression="group4")),
    "a black and white image": lambda: image(picture("PNG", "1")),
    "a drawing": lambda: image(SVG),
    "a text": lambda: text("plain"),
    "a text in a variable font": lambda: text("variable", variations={"wght": 700}),
    "a text in a colour font": lambda: text("colour"),
    "a text in a font with a gap": lambda: text("gapped"),
    "a number of pages": numbered,
    "an encrypted page": encrypted,
    "a signed page": signed,
}
"""The signed page is the last one, as it imports fpdf2 anew."""


if __name__ == "__main__":
    json.dump({name: sha256(draw()).hexdigest() for name, draw in DOCUMENTS.items()}, sys.stdout)
