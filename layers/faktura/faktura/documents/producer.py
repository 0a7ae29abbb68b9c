"""Writes pages as a PDF with fpdf2: archivable, and the same bytes for the same content.

A document is PDF/A-2b. PDF/A-3b differs in that it may embed XML.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from fpdf import FPDF, ViewerPreferences
from fpdf.enums import PDFResourceType
from fpdf.image_datastructures import RasterImageInfo
from fpdf.output import OutputProducer, PDFXmpMetadata

from faktura.documents.content import MAX_STRING_LENGTH
from faktura.documents.embedding import FontInUse
from faktura.documents.factur_x import DESCRIPTIONS, embed

_PRODUCER = "Faktura"
_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{issuer}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate><xmp:MetadataDate>{at}</xmp:MetadataDate>
<pdf:Producer>{maker}</pdf:Producer>
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>{more}</rdf:RDF></x:xmpmeta>"""


@dataclass(frozen=True)
class DocumentInfo:
    """The metadata of a document. `made_at` without a time zone is UTC."""

    title: str
    issuer: str
    language: str
    made_at: datetime

    @property
    def at(self) -> datetime:
        """The time of creation in UTC, to the second."""
        known = self.made_at if self.made_at.tzinfo else self.made_at.replace(tzinfo=UTC)
        return known.astimezone(UTC).replace(microsecond=0)

    def xmp(self, part: int, more: str) -> str:
        """The metadata as XMP, for archives: of this part of PDF/A, with more descriptions in XML."""
        fields = {"title": self.title, "issuer": self.issuer, "language": self.language, "maker": _PRODUCER}
        escaped = {name: escape(text) for name, text in fields.items()}
        return _XMP.format(at=self.at.isoformat(), part=part, more=more, **escaped)


def pdf_bytes(
    info: DocumentInfo,
    size: tuple[float, float],
    pages: Sequence[Sequence[str]],
    fonts: Sequence[FontInUse],
    logo: RasterImageInfo | None,
    factur_x: bytes = b"",
) -> bytes:
    """The PDF of pages with these operators; the first page calls the logo `/I1`.

    With the XML of an e-invoice it is a Factur-X, in PDF/A-3b.
    """
    part = 3 if factur_x else 2
    pdf = _Pdf(fonts, size, part)
    pdf.set_title(info.title[:MAX_STRING_LENGTH])
    pdf.set_author(info.issuer[:MAX_STRING_LENGTH])
    pdf.set_lang(info.language)
    pdf.set_producer(_PRODUCER)
    pdf.set_creation_date(info.at)
    pdf.set_xmp_metadata(info.xmp(part, DESCRIPTIONS if factur_x else ""))
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    if logo is not None:
        pdf.image_cache.images["logo"] = RasterImageInfo(logo, i=1, usages=1)
    for operators in pages:
        pdf.add_page()
        pdf._out("\n".join(operators))
        for font in fonts:
            pdf._resource_catalog.add(PDFResourceType.FONT, font.i, pdf.page)
    if logo is not None:
        pdf._resource_catalog.add(PDFResourceType.X_OBJECT, 1, 1)
    if factur_x:
        embed(pdf, factur_x, info.at)
    return bytes(pdf.output(output_producer_class=_Producer))


class _Pdf(FPDF):
    """A document of fpdf2 that also has our fonts."""

    def __init__(self, fonts: Sequence[FontInUse], size: tuple[float, float], part: int) -> None:
        super().__init__(unit="pt", format=size, enforce_compliance=f"PDF/A-{part}B")
        self.fonts_in_use = fonts


class _Producer(OutputProducer):
    """Embeds our subsets of the fonts, and keeps the information dictionary alongside the XMP metadata."""

    fpdf: _Pdf

    def _add_fonts(self, *_: Mapping[Any, Any]) -> dict[int, Any]:
        found = {}
        for font in self.fpdf.fonts_in_use:
            objects = font.objects()
            for one in objects:
                self._add_pdf_obj(one, "fonts")
            found[font.i] = objects[0]
        return found

    def _add_xmp_metadata(self) -> PDFXmpMetadata | None:
        metadata = super()._add_xmp_metadata()
        self.fpdf._compliance = None  # otherwise there is no dictionary, and readers without XMP find no title
        return metadata
