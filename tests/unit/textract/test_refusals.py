"""Refused and hostile documents: each gets its error type, and the next document is read."""

import subprocess
import sys
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from local.textract import reader as reader_module
from local.textract.errors import BadDocument, InternalFailure
from local.textract.reader import Reader
from tests.support.textract import samples
from tests.support.textract.answers import summary_of
from tests.support.textract.drawing import Drawing, encoded
from tests.unit.textract.conftest import Analyse


def _pages(count: int, password: str | None = None) -> bytes:
    writer, written = PdfWriter(), BytesIO()
    for _ in range(count):
        writer.add_blank_page(612, 792)
    if password:
        writer.encrypt(password)
    writer.write(written)
    return written.getvalue()


def _frames(count: int) -> bytes:
    written, frame = BytesIO(), Image.new("L", (60, 60), 255)
    frame.save(written, "TIFF", save_all=True, append_images=[frame] * (count - 1))
    return written.getvalue()


def _pdf_bomb() -> bytes:
    """One GiB, compressed twice by Flate."""
    packer = zlib.compressobj(9)
    inner = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(1024)) + packer.flush()
    stream = zlib.compress(inner, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    foot = b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return body + foot % (table, len(body))


DOCUMENTS = {
    "text": (lambda: b"Dear Sir, " * 400, "UnsupportedDocumentException"),
    "a PDF of two pages": (lambda: _pages(2), "UnsupportedDocumentException"),
    "an encrypted PDF": (lambda: _pages(1, "secret"), "UnsupportedDocumentException"),
    "a TIFF of two frames": (lambda: _frames(2), "UnsupportedDocumentException"),
    "a TIFF of nothing": (lambda: b"II*\0" + bytes(2000), "BadDocumentException"),
    "half a JPEG": (lambda: encoded(samples.receipt().picture(), "JPEG")[:9000], "BadDocumentException"),
    "the head of a JPEG": (lambda: encoded(samples.receipt().picture(), "JPEG")[:30], "BadDocumentException"),
    "half a PDF": (lambda: samples.receipt().pdf()[:700], "BadDocumentException"),
    "noise that says it is a PDF": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 200, "BadDocumentException"),
    "a PDF bomb": (_pdf_bomb, "BadDocumentException"),
    "a PNG of 20,000 pixels a side": (
        lambda: encoded(Image.new("1", (20_000, 20_000)), "PNG"),
        "DocumentTooLargeException",
    ),
    "a PNG of too many pixels": (lambda: encoded(Image.new("1", (9_900, 9_900)), "PNG"), "DocumentTooLargeException"),
    "more than ten MB": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(10 * 1024 * 1024), "DocumentTooLargeException"),
    "nothing": (lambda: b"", "InvalidParameterException"),
}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_is_refused_by_its_kind(document: str, analyse: Analyse) -> None:
    content, kind = DOCUMENTS[document]

    reply = analyse(content())

    assert reply.get("refusal") == kind


def _with_a_broken_attachment(document: bytes) -> bytes:
    writer, written = PdfWriter(BytesIO(document)), BytesIO()
    writer.add_attachment("terms.txt", b"no Flate at all")
    [attached] = [
        entry for entry in writer._objects if isinstance(entry, StreamObject) and entry.get("/Type") == "/EmbeddedFile"
    ]
    attached[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize("before", [b"", b"x" * 1024])
def test_every_pdf_that_the_product_reads_is_read(before: bytes, analyse: Analyse) -> None:
    """Regression: it was a bad document, for its attachment or its leading bytes."""
    reply = analyse(before + _with_a_broken_attachment(samples.receipt().pdf()))

    assert summary_of(reply["answer"])["TOTAL"] == "£20.00"


def test_the_document_after_a_decompression_bomb_is_read(analyse: Analyse) -> None:
    analyse(_pdf_bomb())

    reply = analyse(samples.receipt().pdf())

    assert summary_of(reply["answer"])["TOTAL"] == "£20.00"


def test_a_dead_reader_process_is_replaced(analyse: Analyse, reader: Reader) -> None:
    analyse(samples.receipt().pdf())
    reader.kill()

    replies = [analyse(samples.receipt().pdf()) for _ in range(2)]

    assert [summary_of(reply["answer"])["TOTAL"] for reply in replies] == ["£20.00", "£20.00"]


def test_a_blank_page_has_no_fields(analyse: Analyse) -> None:
    reply = analyse(encoded(Drawing(size=(40, 40)).picture(dpi=72), "PNG"))

    document = reply["answer"]["ExpenseDocuments"][0]
    assert (document["SummaryFields"], document["LineItemGroups"]) == ([], [])


@pytest.mark.parametrize("message", ["", '{"answer": {"Docu', '{"answer": {}}'])
def test_a_document_is_bad_only_if_two_readers_die_on_it(message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: a reader that was killed by chance made its document a bad one."""
    dying, living = (f"input(); print({reply!r}, end='', flush=True)" for reply in (message, '{"answer": 7}\n'))
    programs = iter([dying, living, dying, dying, living])
    monkeypatch.setattr(reader_module, "_started", lambda: process(next(programs)))
    reader = Reader(None)

    killed = reader.read("AnalyzeExpense", {})
    reader.close()
    with pytest.raises(BadDocument):
        reader.read("AnalyzeExpense", {})

    assert [killed, reader.read("AnalyzeExpense", {})] == [{"answer": 7}] * 2
    reader.close()


def test_a_document_is_not_bad_if_the_reader_hangs_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: it made the document a bad one, which is never read again."""
    programs = iter(["import time; time.sleep(60)", """input(); print('{"answer": 7}', flush=True)"""])
    monkeypatch.setattr(reader_module, "_started", lambda: process(next(programs)))
    monkeypatch.setattr(reader_module, "MAX_SECONDS_PER_DOCUMENT", 0.2)
    reader = Reader(None)

    with pytest.raises(InternalFailure):
        reader.read("AnalyzeExpense", {})

    monkeypatch.setattr(reader_module, "MAX_SECONDS_PER_DOCUMENT", 20)
    assert reader.read("AnalyzeExpense", {}) == {"answer": 7}
    reader.close()


def test_a_document_that_hangs_the_reader_twice_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: the document was tried again and again, and each time blocked all others for a minute."""
    monkeypatch.setattr(reader_module, "_started", lambda: process("import time; time.sleep(60)"))
    monkeypatch.setattr(reader_module, "MAX_SECONDS_PER_DOCUMENT", 0.2)
    reader = Reader(None)

    for document, fault in (({}, InternalFailure), ({"Bytes": ""}, InternalFailure), ({}, BadDocument)):
        with pytest.raises(fault):
            reader.read("AnalyzeExpense", document)
    reader.close()


def process(program: str) -> "subprocess.Popen[str]":
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", program], **pipes)  # noqa: S603 -- our own words
