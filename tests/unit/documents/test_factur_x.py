"""A document with the XML of an e-invoice is a Factur-X, which other programs can read (Factur-X 1.0)."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from defusedxml import ElementTree
from lxml import etree
from pypdf import PdfReader

from tests.support.einvoices.facturx_package import pdf_module
from tests.support.pdf_reading import sheet

XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID>
</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<ram:Name>\xc5\x81\xc3\xb3d\xc5\xba</ram:Name>
</rsm:CrossIndustryInvoice>
"""
FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"


def factur_x(xml: bytes = XML) -> bytes:
    document = sheet()
    document.heading("Łódź")
    document.note("Note", "word\n" * 100)
    return document.pdf(xml)


def metadata(pdf: bytes) -> Any:
    return ElementTree.fromstring(PdfReader(BytesIO(pdf)).root_object["/Metadata"].get_data())


def test_the_xml_is_an_alternative_of_the_whole_document() -> None:
    reader = PdfReader(BytesIO(factur_x()))

    [attached] = reader.attachment_list
    [associated] = reader.root_object["/AF"]
    assert (attached.name, attached.content) == ("factur-x.xml", XML)
    assert (attached.associated_file_relationship, attached.subtype) == ("/Alternative", "/text/xml")
    assert attached.size == len(XML)
    assert reader.root_object["/Names"]["/EmbeddedFiles"]["/Names"] == ["factur-x.xml", associated]
    assert (associated.get_object()["/F"], associated.get_object()["/UF"]) == ("factur-x.xml", "factur-x.xml")


def test_the_xml_has_the_date_of_the_document() -> None:
    [attached] = PdfReader(BytesIO(factur_x())).attachment_list

    made_at = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
    assert (attached.creation_date, attached.modification_date) == (made_at, made_at)


def test_a_long_xml_is_compressed() -> None:
    long = XML.replace(
        b"</rsm:CrossIndustryInvoice>", b"<ram:Name>line</ram:Name>" * 10_000 + b"</rsm:CrossIndustryInvoice>"
    )

    pdf = factur_x(long)

    assert len(pdf) < len(factur_x()) + len(long) / 100
    assert [one.content for one in PdfReader(BytesIO(pdf)).attachment_list] == [long]


def test_the_package_factur_x_finds_the_xml_and_its_level() -> None:
    peer, pdf = pdf_module(), factur_x()

    assert peer.get_facturx_xml_from_pdf(pdf, check_xsd=False) == ("factur-x.xml", XML)
    level = peer.FACTURX_LEVEL2xmp[peer.get_level(etree.fromstring(XML))]
    assert metadata(pdf).find(f".//{FX}ConformanceLevel").text == level


def test_the_metadata_say_that_it_is_a_factur_x() -> None:
    said = {one.tag.removeprefix(FX): one.text for one in metadata(factur_x()).iter() if one.tag.startswith(FX)}

    assert said == {
        "DocumentType": "INVOICE",
        "DocumentFileName": "factur-x.xml",
        "Version": "1.0",
        "ConformanceLevel": "EN 16931",
    }


def test_the_metadata_describe_each_property_of_factur_x() -> None:
    packet = metadata(factur_x())

    said = {one.tag.removeprefix(FX) for one in packet.iter() if one.tag.startswith(FX)}
    assert {one.text for one in packet.iter(f"{PROPERTY}name")} == said
    assert {one.text for one in packet.iter(f"{PROPERTY}valueType")} == {"Text"}
    assert {one.text for one in packet.iter(f"{PROPERTY}category")} == {"external"}
    assert [one.text for one in packet.iter(f"{SCHEMA}namespaceURI")] == [FX.strip("{}")]
    assert [one.text for one in packet.iter(f"{SCHEMA}prefix")] == ["fx"]


def test_the_metadata_of_the_plain_document_are_kept() -> None:
    reader = PdfReader(BytesIO(factur_x()))

    assert reader.xmp_metadata is not None
    assert reader.metadata is not None
    assert (reader.xmp_metadata.dc_title, reader.metadata.title) == ({"x-default": "Invoice #0001"}, "Invoice #0001")


def test_the_pages_are_those_of_the_plain_document() -> None:
    document = sheet()
    document.note("Note", "word\n" * 100)

    plain, with_xml = (PdfReader(BytesIO(pdf)) for pdf in (document.pdf(), document.pdf(XML)))

    assert len(plain.pages) == 2
    contents = [[page.get_contents().get_data() for page in reader.pages] for reader in (plain, with_xml)]
    assert contents[0] == contents[1]


def test_a_plain_document_has_neither_xml_nor_a_word_of_it() -> None:
    document = sheet()
    before, _ = document.pdf(), document.pdf(XML)

    assert document.pdf() == before
    assert list(PdfReader(BytesIO(before)).attachment_list) == []
    assert b"factur-x" not in before


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_new_process_gives_the_same_bytes(seed: str) -> None:
    code = (
        "from hashlib import sha256; from tests.unit.documents.test_factur_x import factur_x;"
        "print(sha256(factur_x()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "PYTHONPATH": os.pathsep.join(sys.path)}

    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)  # noqa: S603  # our own code

    assert result.stdout.strip() == sha256(factur_x()).hexdigest()
