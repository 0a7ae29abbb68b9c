"""Reading the sample e-invoices: XML alone, and a PDF that carries one, compared with the package factur-x.

Goal: a median of at most 5 ms, in XML. It counts CPU seconds, because other programs may use the machine. For a PDF it
counts the data only, and then everything that capture does with the file before it answers.
"""

import sys
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from pypdf import PdfReader

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from benchmarks.measuring import NotMeasured, paired, run  # noqa: E402  # found from any folder
from faktura.capture.files import e_invoice, pdf  # noqa: E402
from faktura.capture.files.attachment import xml_attachments  # noqa: E402
from faktura.capture.reading.e_invoices.comparison import compared  # noqa: E402
from faktura.einvoices.reader import read  # noqa: E402
from tests.support.capture.e_invoices import SAMPLES  # noqa: E402

XML = [path.read_bytes() for path in sorted(SAMPLES.glob("*.xml"))]
PDF = [path.read_bytes() for path in sorted(SAMPLES.glob("*.pdf"))]
TIMES, ROUNDS = 20, 5


def milliseconds(act: Callable[[bytes], object], contents: list[bytes]) -> float:
    """The median of all files."""
    return median(_one(act, content) for content in contents)


def compare_xml() -> None:
    """Print the milliseconds for an XML file, ours and theirs."""
    try:
        from facturx.parse_xml import parse_ubl_cii_xml
    except ImportError as reason:
        raise NotMeasured(f"the peer is not installed ({reason})") from reason
    peer = partial(parse_ubl_cii_xml, check_xsd=False)
    known = [content for content in XML if _is_read(peer, content)]
    pairs = paired(partial(milliseconds, read, known), partial(milliseconds, peer, known), ROUNDS)
    print(f"XML, {len(known)} samples: {pairs.ours:.2f} ms   {pairs.ratio} factur-x ({pairs.theirs:.2f} ms)")


def measure() -> None:
    """Print our milliseconds for every kind of file."""
    print(f"XML, {len(XML)} samples: {milliseconds(read, XML):.2f} ms")
    print(f"the data of a PDF, {len(PDF)} samples: {milliseconds(_data, PDF):.2f} ms")
    print(f"    examined, compared with its pages: {milliseconds(_answered, PDF):.2f} ms")


def _one(act: Callable[[bytes], object], content: bytes) -> float:
    act(content)
    begun = process_time()
    for _ in range(TIMES):
        act(content)
    return (process_time() - begun) * 1000 / TIMES


def _is_read(peer: Callable[[bytes], Any], content: bytes) -> bool:
    try:
        return bool(peer(content))
    except Exception:  # it reads fewer profiles
        return False


def _data(content: bytes) -> None:
    e_invoice.best(xml_attachments(PdfReader(BytesIO(content))))


def _answered(content: bytes) -> None:
    found = pdf.examined(content).e_invoice
    assert found  # noqa: S101  # it is a sample
    compared(found, pdf.visible_pages(content))


if __name__ == "__main__":
    run({"reading e-invoices": measure, "reading e-invoices, compared with factur-x": compare_xml})
