"""The XML files that a PDF carries: by its name tree, by the associated files of the document, its pages and its marks.

Only what is XML by its name or type is unpacked, and within limits. A PDF may name one file in several places.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from faktura.capture.files.e_invoice import Attachment
from faktura.capture.files.pdf_stream import DecodedTooLarge, as_list, decoded, entry

_MAX_BYTES = 10_485_760
"""Of all attachments together, unpacked: as many as a file may have."""

_MAX_ATTACHMENTS = 16
_MAX_NODES = 2_000
"""Of the tree of names and the places that name files."""

_XML_TYPES = ("xml", "/text/xml", "/application/xml", "/text#2fxml", "/application#2fxml")


def xml_attachments(reader: PdfReader) -> list[Attachment]:
    """The XML files, each once, in the order in which the PDF names them."""
    found, seen, bytes_left = list[Attachment](), set[int](), _MAX_BYTES
    for specification in _specifications(reader):
        name = _name(specification)
        stream = _stream(specification)
        if stream is None or id(stream) in seen or not _is_xml(name, stream):
            continue
        seen.add(id(stream))
        content = _content(stream, bytes_left)
        bytes_left -= len(content or b"")
        found.append(Attachment(name, content))
        if len(found) == _MAX_ATTACHMENTS:
            break
    return found


def _specifications(reader: PdfReader) -> Iterator[DictionaryObject]:
    """The file specifications of the document, then those of its pages. What is damaged is passed over."""
    root = reader.root_object
    yield from _dictionaries(entry(root, "/AF"))
    names = entry(root, "/Names")
    if isinstance(names, DictionaryObject):
        yield from _named(entry(names, "/EmbeddedFiles"))
    for page in reader.pages:
        yield from _dictionaries(entry(page, "/AF"))
        for annotation in _dictionaries(entry(page, "/Annots")):
            yield from _dictionaries(entry(annotation, "/FS"))
            yield from _dictionaries(entry(annotation, "/AF"))


def _named(tree: Any) -> Iterator[DictionaryObject]:
    """The values of a name tree. A tree may be damaged, or hold itself."""
    waiting, seen = [tree], set[int]()
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if not isinstance(node, DictionaryObject) or id(node) in seen:
            continue
        seen.add(id(node))
        yield from _dictionaries(entry(node, "/Names"))
        with suppress(Exception):  # pypdf raises many kinds of errors for a broken reference
            waiting += as_list(entry(node, "/Kids"))[:_MAX_NODES]


def _dictionaries(found: Any) -> Iterator[DictionaryObject]:
    with suppress(Exception):
        yield from [one for one in as_list(found)[:_MAX_NODES] if isinstance(one, DictionaryObject)]


def _name(specification: DictionaryObject) -> str:
    for key in ("/UF", "/F"):
        if isinstance(found := entry(specification, key), str):
            return found.replace("\\", "/").rpartition("/")[2]
    return ""


def _stream(specification: DictionaryObject) -> StreamObject | None:
    files = entry(specification, "/EF")
    if not isinstance(files, DictionaryObject):
        return None
    found = (entry(files, key) for key in ("/UF", "/F"))
    return next((one for one in found if isinstance(one, StreamObject)), None)


def _is_xml(name: str, stream: StreamObject) -> bool:
    return name.lower().endswith(".xml") or str(entry(stream, "/Subtype")).lower() in _XML_TYPES


def _content(stream: StreamObject, max_bytes: int) -> bytes | None:
    """What the stream holds; `None` if that is damaged or more than `max_bytes`."""
    try:
        if decoded(stream, max_bytes, 0).is_cut:
            return None
        content: bytes = stream.get_data()
    except DecodedTooLarge:
        return None
    except Exception:  # pypdf raises many kinds of errors for a damaged stream
        return None
    return content if len(content) <= max_bytes else None
