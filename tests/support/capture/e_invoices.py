"""E-invoices for the tests of capture: public samples of the ZUGFeRD corpus (Apache-2.0), and small ones made here."""

from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from tests.support.capture.documents import CATALOGUE, pdf, stream

SAMPLES = Path(__file__).parent / "e_invoice_files"
UN = "urn:un:unece:uncefact:data:standard"
EN_16931 = "urn:cen.eu:en16931:2017"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def sample(name: str) -> bytes:
    """A public sample."""
    return (SAMPLES / name).read_bytes()


def cii(
    number: str = "RE-1001",
    net: str = "100.00",
    rate: str = "19",
    *,
    currency: str = "EUR",
    specification: str = EN_16931,
    type_code: str = "380",
    buyer: str = "Ana Ortiz",
    day: str = "20261120",
) -> bytes:
    """An invoice of one line over this net amount, in the syntax CII, whose sums agree."""
    tax = (Decimal(net) * Decimal(rate) / 100).quantize(Decimal("0.01"))
    gross = Decimal(net) + tax
    vat = "<r:TypeCode>VAT</r:TypeCode><r:CategoryCode>S</r:CategoryCode>"
    vat += f"<r:RateApplicablePercent>{rate}</r:RateApplicablePercent>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<i:CrossIndustryInvoice xmlns:i="{UN}:CrossIndustryInvoice:100" xmlns:u="{UN}:UnqualifiedDataType:100"
 xmlns:r="{UN}:ReusableAggregateBusinessInformationEntity:100">
<i:ExchangedDocumentContext><r:GuidelineSpecifiedDocumentContextParameter><r:ID>{specification}</r:ID>
</r:GuidelineSpecifiedDocumentContextParameter></i:ExchangedDocumentContext>
<i:ExchangedDocument><r:ID>{number}</r:ID><r:TypeCode>{type_code}</r:TypeCode>
<r:IssueDateTime><u:DateTimeString format="102">{day}</u:DateTimeString></r:IssueDateTime></i:ExchangedDocument>
<i:SupplyChainTradeTransaction><r:IncludedSupplyChainTradeLineItem>
<r:AssociatedDocumentLineDocument><r:LineID>1</r:LineID></r:AssociatedDocumentLineDocument>
<r:SpecifiedTradeProduct><r:Name>Rabies vaccination</r:Name></r:SpecifiedTradeProduct>
<r:SpecifiedLineTradeAgreement><r:NetPriceProductTradePrice><r:ChargeAmount>{net}</r:ChargeAmount>
</r:NetPriceProductTradePrice></r:SpecifiedLineTradeAgreement>
<r:SpecifiedLineTradeDelivery><r:BilledQuantity unitCode="H87">1</r:BilledQuantity></r:SpecifiedLineTradeDelivery>
<r:SpecifiedLineTradeSettlement><r:ApplicableTradeTax>{vat}</r:ApplicableTradeTax>
<r:SpecifiedTradeSettlementLineMonetarySummation><r:LineTotalAmount>{net}</r:LineTotalAmount>
</r:SpecifiedTradeSettlementLineMonetarySummation></r:SpecifiedLineTradeSettlement></r:IncludedSupplyChainTradeLineItem>
<r:ApplicableHeaderTradeAgreement><r:SellerTradeParty><r:Name>PetWell Clinic GmbH</r:Name></r:SellerTradeParty>
<r:BuyerTradeParty><r:Name>{buyer}</r:Name></r:BuyerTradeParty></r:ApplicableHeaderTradeAgreement>
<r:ApplicableHeaderTradeDelivery/><r:ApplicableHeaderTradeSettlement>
<r:InvoiceCurrencyCode>{currency}</r:InvoiceCurrencyCode>
<r:ApplicableTradeTax><r:CalculatedAmount>{tax}</r:CalculatedAmount>{vat}<r:BasisAmount>{net}</r:BasisAmount></r:ApplicableTradeTax>
<r:SpecifiedTradeSettlementHeaderMonetarySummation><r:LineTotalAmount>{net}</r:LineTotalAmount>
<r:TaxBasisTotalAmount>{net}</r:TaxBasisTotalAmount><r:TaxTotalAmount currencyID="{currency}">{tax}</r:TaxTotalAmount>
<r:GrandTotalAmount>{gross}</r:GrandTotalAmount><r:DuePayableAmount>{gross}</r:DuePayableAmount>
</r:SpecifiedTradeSettlementHeaderMonetarySummation></r:ApplicableHeaderTradeSettlement>
</i:SupplyChainTradeTransaction></i:CrossIndustryInvoice>""".encode()


def with_free_lines(xml: bytes, count: int, name: str) -> bytes:
    """An invoice of `cii` with so many more lines of this name, which cost nothing."""
    ending = b"</r:IncludedSupplyChainTradeLineItem>"
    begin, end = xml.index(b"<r:IncludedSupplyChainTradeLineItem>"), xml.index(ending) + len(ending)
    line = xml[begin:end].replace(b"100.00", b"0").replace(b"Rabies vaccination", name.encode())
    return xml[:end] + line * count + xml[end:]


def drawn(contents: bytes, resources: bytes = b"", rest: bytes = b"", *further: bytes) -> bytes:
    """A PDF of one page that draws this, with Helvetica as `/F`; further objects are numbered from 6."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>"
    return pdf(*CATALOGUE, leaf + resources + b">>" + rest + b">>", stream(contents), FONT, *further)


def words(*lines: str) -> bytes:
    """Content that shows these lines in black."""
    shown = (b"(" + line.encode("cp1252") + b") Tj T*" for line in lines)
    return b"BT /F 11 Tf 14 TL 72 700 Td " + b" ".join(shown) + b" ET"


def with_files(page: bytes, files: Iterable[tuple[str, bytes]]) -> bytes:
    """The PDF with files in its name tree."""
    writer, written = PdfWriter(PdfReader(BytesIO(page))), BytesIO()
    for name, content in files:
        writer.add_attachment(name, content)
    writer.write(written)
    return written.getvalue()


def hybrid(xml: bytes, *lines: str, name: str = "factur-x.xml") -> bytes:
    """A PDF whose page shows these lines, with this e-invoice in it."""
    return with_files(drawn(words(*lines)), [(name, xml)])
