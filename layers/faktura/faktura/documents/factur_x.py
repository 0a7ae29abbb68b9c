"""The XML of an e-invoice in the PDF that shows it (Factur-X 1.0, the same as ZUGFeRD 2), in the profile EN 16931."""

from datetime import datetime

from fpdf import FPDF

_FILE_NAME = "factur-x.xml"
_PROPERTIES = {
    "DocumentFileName": (_FILE_NAME, "The name of the embedded XML document"),
    "DocumentType": ("INVOICE", "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER"),
    "Version": ("1.0", "The actual version of the standard applying to the embedded XML document"),
    "ConformanceLevel": ("EN 16931", "The conformance level of the embedded XML document"),
}
"""The properties of the metadata: their values, and their descriptions in the words of Factur-X."""

_NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0"
_VALUES = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, (value, _) in _PROPERTIES.items())
_SCHEMA = "\n".join(
    f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>"
    f"<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"
    for name, (_, description) in _PROPERTIES.items()
)
DESCRIPTIONS = f"""
<rdf:Description rdf:about="" xmlns:fx="{_NAMESPACE}#">
{_VALUES}
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{_NAMESPACE}#</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>
{_SCHEMA}
</rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
"""What the XMP metadata say of the XML, and the schema of it, which PDF/A demands (ISO 19005-3, 6.6.2.3)."""


def embed(pdf: FPDF, xml: bytes, made_at: datetime) -> None:
    """Embed the XML as another form of the whole document (ISO 19005-3, 6.8)."""
    pdf.embed_file(
        bytes=xml,
        basename=_FILE_NAME,
        desc="Factur-X invoice",
        mime_type="text/xml",
        associated_file_relationship="Alternative",
        creation_date=made_at,
        modification_date=made_at,
        compress=True,
    )
