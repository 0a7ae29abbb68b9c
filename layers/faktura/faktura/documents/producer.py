"""Pages bound into a PDF by fpdf2: archivable (PDF/A-2b), and the same bytes for the same content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from fpdf import FPDF, ViewerPreferences
from fpdf.enums import PDFResourceType
from fpdf.image_datastructures import RasterImageInfo
from fpdf.output import OutputProducer, PDFXmpMetadata

from faktura.documents.embedding import FontInUse

_MAKER = "Faktura"
_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{issuer}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate><xmp:MetadataDate>{at}</xmp:MetadataDate>
<pdf:Producer>{maker}</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


@dataclass(frozen=True)
class Record:
    """What a document says of itself. A moment without a zone is UTC."""

    title: str
    issuer: str
    language: str
    made_at: datetime

    @property
    def at(self) -> datetime:
        """The moment in UTC, to the second."""
        known = self.made_at if self.made_at.tzinfo else self.made_at.replace(tzinfo=UTC)
        return known.astimezone(UTC).replace(microsecond=0)

    def xmp(self) -> str:
        """The same for archives."""
        told = {"title": self.title, "issuer": self.issuer, "language": self.language, "maker": _MAKER}
        return _XMP.format(at=self.at.isoformat(), **{name: escape(text) for name, text in told.items()})


def bound(
    record: Record,
    size: tuple[float, float],
    pages: Sequence[Sequence[str]],
    fonts: Sequence[FontInUse],
    logo: RasterImageInfo | None,
) -> bytes:
    """The PDF of these pages' operators; a logo is `/I1` on the first of them."""
    pdf = _Pdf(fonts, size)
    pdf.set_title(record.title)
    pdf.set_author(record.issuer)
    pdf.set_lang(record.language)
    pdf.set_producer(_MAKER)
    pdf.set_creation_date(record.at)
    pdf.set_xmp_metadata(record.xmp())
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
    return bytes(pdf.output(output_producer_class=_Producer))


class _Pdf(FPDF):
    """fpdf2's document, which has our fonts besides."""

    def __init__(self, fonts: Sequence[FontInUse], size: tuple[float, float]) -> None:
        super().__init__(unit="pt", format=size, enforce_compliance="PDF/A-2B")
        self.fonts_in_use = fonts


class _Producer(OutputProducer):
    """fpdf2's, but that fonts are embedded as we cut them, and that there is an information dictionary too."""

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
        self.fpdf._compliance = None  # else there is no dictionary, and readers that know no XMP find no title
        return metadata
