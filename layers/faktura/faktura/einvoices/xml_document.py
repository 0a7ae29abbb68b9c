"""XML of strangers, parsed within limits: no document type, no entities, nothing external.

The root decides early: what is no invoice is not parsed further.
"""

from collections.abc import Iterator, Mapping, Sequence
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

MAX_DEPTH = 64
MAX_ELEMENTS = 120_000
"""An invoice of 3,000 lines has about that many."""

MAX_TEXT = 100_000
"""Characters of one element. Attached files and foreign elements, which are not kept, may have more."""

_UNKEPT = -1

_MAX_NAME = 300
"""Characters of a name or a namespace."""
_MAX_VALUE = 10_000
"""Characters of the value of an attribute. The places of schemas are long."""
_MAX_ATTRIBUTES = 32
_CHUNK_BYTES = 65_536
_MAX_TOKEN_BYTES = 4 * _CHUNK_BYTES
"""Of one tag or comment. The parser keeps a token in memory until it is complete."""
_WHITESPACE = b" \t\r\n"
_WIDE_STARTS = (b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00?\x00", b"\x00<\x00?")
"""UTF-16 with a byte order mark, or without one before a declaration."""
_UTF_8_MARK = b"\xef\xbb\xbf"


class NoInvoice(Exception):
    """The content is no XML, or XML of another kind."""


class BrokenInvoice(Exception):
    """The invoice breaks off, exceeds a limit or holds what cannot be read. The message says what, after "because"."""


class Element:
    """An element. Its `name` is without namespace; elements of foreign namespaces are left out."""

    __slots__ = ("attributes", "children", "name", "pieces")

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name, self.attributes = name, attributes
        self.children: Sequence[Element] = ()  # most elements have none, and lists take time
        self.pieces: Sequence[str] = ()

    @property
    def text(self) -> str:
        """Its own text, without white space around it."""
        return "".join(self.pieces).strip()

    def all(self, path: str) -> "Iterator[Element]":
        """The elements at a path, such as `PostalAddress/CityName`, in their order."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                if rest:
                    yield from child.all(rest)
                else:
                    yield child

    def first(self, *paths: str) -> "Element | None":
        """The first element at the first of the paths that has one."""
        return next((found for path in paths for found in self.all(path)), None)


def is_xml(content: bytes) -> bool:
    """Whether the content begins as XML does."""
    return content.startswith(_WIDE_STARTS) or _without_mark(content).startswith(b"<")


def parsed(content: bytes, roots: Mapping[str, frozenset[str]], dropped: frozenset[str]) -> Element:
    """The root of a document. Its name, `namespace local`, must be one of `roots`, which have the known namespaces.

    The text of the `dropped` elements is not kept. `NoInvoice` for another root, `BrokenInvoice` for everything that
    the limits, the parser or this module's rules refuse.
    """
    if not is_xml(content):
        raise NoInvoice
    tree = _Tree(roots, dropped)
    parser = ParserCreate(namespace_separator=" ")
    tree.listen_to(parser)
    try:
        _feed(parser, content if content.startswith(_WIDE_STARTS) else _without_mark(content))
    except (ExpatError, ValueError, LookupError) as fault:  # the last two for encodings
        if tree.root is None:
            raise NoInvoice from fault
        raise BrokenInvoice("it is not well-formed XML") from fault
    if tree.root is None:
        raise NoInvoice
    return tree.root


def _feed(parser: XMLParserType, content: bytes) -> None:
    for start in range(0, len(content), _CHUNK_BYTES):
        parser.Parse(content[start : start + _CHUNK_BYTES], False)
        if start + _CHUNK_BYTES - max(0, parser.CurrentByteIndex) > _MAX_TOKEN_BYTES:
            raise BrokenInvoice("a tag or comment in it is too long")
    parser.Parse(b"", True)


def _without_mark(content: bytes) -> bytes:
    return content.removeprefix(_UTF_8_MARK).lstrip(_WHITESPACE)


def _append(parent: Element, child: Element) -> None:
    if isinstance(parent.children, list):
        parent.children.append(child)
    else:
        parent.children = [child]


def _verify(name: str, attributes: Mapping[str, str]) -> None:
    if len(attributes) > _MAX_ATTRIBUTES or len(name) > 2 * _MAX_NAME:
        raise BrokenInvoice("an element in it has too many attributes or too long a name")
    if any(len(value) > _MAX_VALUE for value in attributes.values()):
        raise BrokenInvoice("an attribute in it is too long")


class _Tree:
    """Builds the elements from the parser's events, within the limits."""

    def __init__(self, roots: Mapping[str, frozenset[str]], dropped: frozenset[str]) -> None:
        self.root: Element | None = None
        self._roots, self._dropped = roots, dropped
        self._namespaces: frozenset[str] = frozenset()
        self._open: list[Element] = []
        self._room: list[int] = []
        self._elements = 0

    def listen_to(self, parser: XMLParserType) -> None:
        """Take the parser's events."""
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartDoctypeDeclHandler = self._doctype

    def _doctype(self, name: str, _system: str | None, _public: str | None, has_subset: bool) -> None:
        if name.lower() == "html" and not has_subset:
            raise NoInvoice
        raise BrokenInvoice("it declares a document type, which could define entities")

    def _namespace(self, _prefix: str | None, uri: str | None) -> None:
        if uri and len(uri) > _MAX_NAME:
            raise BrokenInvoice("a name in it is too long")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.root is None and name not in self._roots:
            raise NoInvoice
        self._elements += 1
        if self._elements > MAX_ELEMENTS or len(self._open) >= MAX_DEPTH:
            raise BrokenInvoice("it has too many elements or levels")
        if attributes or len(name) > _MAX_NAME:
            _verify(name, attributes)
        namespace, _, local = name.rpartition(" ")
        element = Element(local, attributes)
        if self.root is None:
            self.root, self._namespaces = element, self._roots[name]
        elif namespace in self._namespaces:
            _append(self._open[-1], element)
        self._open.append(element)
        self._room.append(MAX_TEXT if namespace in self._namespaces and local not in self._dropped else _UNKEPT)

    def _end(self, _name: str) -> None:
        self._open.pop()
        self._room.pop()

    def _data(self, text: str) -> None:
        if self._room[-1] == _UNKEPT:
            return
        self._room[-1] -= len(text)
        if self._room[-1] < 0:
            raise BrokenInvoice("a text in it is too long")
        element = self._open[-1]
        if isinstance(element.pieces, list):
            element.pieces.append(text)
        else:
            element.pieces = [text]
