"""The text that a reader of a PDF's page sees, as far as that can be proven without drawing the page.

It is careful: text in unknown colours or fonts, on pictures, or below whatever is painted later is not seen. Where
anything may be text that is not seen, the page says that its text is not whole.
"""

from typing import Any

from pypdf import PageObject
from pypdf.generic import DictionaryObject

from faktura.capture.files.drawn.graphics_state import State
from faktura.capture.files.drawn.painter import Painter
from faktura.capture.files.drawn.plane import Area
from faktura.capture.files.drawn.sheet import Paint, Sheet, laid_out
from faktura.capture.files.pdf_stream import as_list, entry
from faktura.capture.reading.e_invoices.printed_page import PrintedPage

_HIDDEN, _NO_VIEW = 2, 32
"""Flags of an annotation."""
_NOT_DRAWN = ("/Link", "/Popup", None)
"""Annotations that cover nothing. Viewers draw others even without an appearance."""


def visible_text(page: PageObject, number: int) -> PrintedPage:
    """The visible text of the page with this number. A page that cannot be followed shows no text for certain."""
    try:
        sheet = _painted(page)
        text = laid_out(sheet.seen())
    except Exception:  # `Unprovable`, and pypdf raises many kinds of errors for what is broken
        return PrintedPage(number, "", is_whole=False)
    return PrintedPage(number, text, sheet.is_whole)


def _painted(page: PageObject) -> Sheet:
    box, media = page.cropbox, page.mediabox
    visible = Area(*_ordered(box)).common(Area(*_ordered(media)))
    sheet = Sheet(visible)
    contents = page.get_contents()
    if contents is not None:
        painter = Painter(sheet, entry(page, "/Resources") or DictionaryObject(), State(clip=visible))
        painter.paint(contents.get_data())
    for annotation in as_list(entry(page, "/Annots")):
        flags = int(entry(annotation, "/F") or 0)
        is_drawn = entry(annotation, "/AP") is not None or entry(annotation, "/Subtype") not in _NOT_DRAWN
        if is_drawn and not flags & (_HIDDEN | _NO_VIEW):
            sheet.is_whole = False
            area = Area.around(zip(*[iter(map(float, as_list(entry(annotation, "/Rect"))))] * 2, strict=True))
            sheet.paints.append(Paint(area, None, True, sheet.now))
    return sheet


def _ordered(box: Any) -> tuple[float, float, float, float]:
    left, right = sorted((float(box.left), float(box.right)))
    bottom, top = sorted((float(box.bottom), float(box.top)))
    return left, bottom, right, top
