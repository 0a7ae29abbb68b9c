import base64
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from local.textract.reader import Reader
from tests.support.capture.tiffs import Directory, bound
from tests.support.textract import samples
from tests.support.textract.answers import items_of, summary_of
from tests.support.textract.drawing import Drawing, encoded
from tests.unit.textract.conftest import Analyse


def _skewed(picture: Image.Image) -> Image.Image:
    return picture.rotate(3, resample=Image.Resampling.BICUBIC, expand=True, fillcolor="white")


VARIANTS = {
    "JPEG": lambda picture: encoded(picture, "JPEG"),
    "PNG skewed by 3 degrees": lambda picture: encoded(_skewed(picture), "PNG"),
    "TIFF lying on its side": lambda picture: encoded(picture.transpose(Image.Transpose.ROTATE_90), "TIFF"),
    "picture in a PDF, upside down": lambda picture: encoded(picture.transpose(Image.Transpose.ROTATE_180), "PDF"),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_one_invoice_reads_the_same_in_every_form(variant: str, analyse: Analyse) -> None:
    document = VARIANTS[variant](samples.clinic_invoice().picture())

    reply = analyse(document)

    assert summary_of(reply["answer"]) == samples.CLINIC_SUMMARY
    assert items_of(reply["answer"]) == samples.CLINIC_ITEMS


def _sixteen_bits(picture: Image.Image) -> bytes:
    grey = np.asarray(picture.convert("L")).astype("uint16")
    return encoded(Image.fromarray(grey * 257), "TIFF")


def _black_and_white(picture: Image.Image) -> bytes:
    return encoded(picture.resize((2520, 4095)).convert("1"), "TIFF")


def _turned_by_exif(picture: Image.Image) -> bytes:
    turn, written = Image.Exif(), BytesIO()
    turn[274] = 8
    picture.transpose(Image.Transpose.ROTATE_270).save(written, "JPEG", exif=turn)
    return written.getvalue()


def _with_a_second_picture(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "MPO", save_all=True, append_images=[picture.resize((90, 120))], quality=95)
    return written.getvalue()


def _animated(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG", save_all=True, append_images=[Image.new("RGB", picture.size)])
    return written.getvalue()


def _with_a_preview(picture: Image.Image) -> bytes:
    return bound(Directory(picture.resize((90, 120)), {254: (1,)}), Directory(picture))


def _premultiplied(picture: Image.Image) -> bytes:
    glass = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    glass.putalpha(picture.convert("L").point(lambda level: 255 - level))
    return bound(Directory(glass.convert("RGBa")))


FORMS = [
    *(_sixteen_bits, _black_and_white, _turned_by_exif),
    *(_with_a_second_picture, _animated, _with_a_preview, _premultiplied),
]


@pytest.mark.parametrize("form", FORMS)
def test_a_receipt_is_read_in_uncommon_forms(form: Callable[[Image.Image], bytes], analyse: Analyse) -> None:
    document = form(samples.receipt().picture(dpi=200))

    reply = analyse(document)

    assert summary_of(reply["answer"]) == samples.RECEIPT_SUMMARY


def test_a_german_scan_is_read_with_its_wrapped_rows(analyse: Analyse) -> None:
    reply = analyse(encoded(samples.rechnung().picture(), "JPEG"))

    assert summary_of(reply["answer"]) == samples.RECHNUNG_SUMMARY
    assert items_of(reply["answer"]) == samples.RECHNUNG_ITEMS


def test_words_of_a_rotated_page_have_their_places_on_it(analyse: Analyse) -> None:
    upright = Drawing(size=(100, 60)).put(10, 12, "Corner", size=16).put(30, 40, "somewhere further down", size=12)
    picture = upright.picture().transpose(Image.Transpose.ROTATE_90)

    reply = analyse(encoded(picture, "PNG"))

    corner = next(block for block in _blocks(reply) if block.get("Text") == "Corner")["Geometry"]["BoundingBox"]
    assert corner["Left"] < 0.3
    assert corner["Top"] > 0.6
    assert corner["Height"] > corner["Width"]


def test_detect_document_text_gives_the_words_alone(reader: Reader) -> None:
    content = base64.b64encode(Drawing(size=(40, 40)).pdf()).decode()

    reply = reader.read("DetectDocumentText", {"Bytes": content})

    assert [block["BlockType"] for block in reply["answer"]["Blocks"]] == ["PAGE"]


def _blocks(reply: dict[str, Any]) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = reply["answer"]["ExpenseDocuments"][0]["Blocks"]
    return blocks
