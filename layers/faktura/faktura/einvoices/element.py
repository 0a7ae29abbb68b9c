"""Elements of XML that is written: what is empty is left out, and equal content gives equal bytes."""

import re
from collections.abc import Iterable
from decimal import Decimal
from xml.etree.ElementTree import Element, tostring

_ZERO = Decimal(0)
_NOT_TEXT = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_CASH_DISCOUNT = re.compile("#SKONTO#.*[#]$")

Child = Element | None


def plain(text: str) -> str:
    """The text without the characters that XML 1.0 forbids or discourages, and without spaces around it."""
    if text.isascii() and text.isprintable():
        return text.strip()  # nearly every text is
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def leaf(tag: str, content: str, **attributes: str) -> Child:
    """An element with a text; `None` for an empty one. An empty attribute is left out."""
    content = plain(content)
    if not content:
        return None
    element = Element(tag, {name: value for name, text in attributes.items() if (value := plain(text))})
    element.text = content
    return element


def payment_terms(tag: str, text: str) -> Child:
    """Terms of payment (BT-20). A line break follows a cash discount in XRechnung's form (`#SKONTO#...#`, BR-DE-18)."""
    element = leaf(tag, text)
    if element is not None and _CASH_DISCOUNT.search(element.text or ""):
        element.text = f"{element.text}\n"
    return element


def group(tag: str, *children: Child | Iterable[Child]) -> Child:
    """An element with those children that are not `None`; `None` if no child is left."""
    element = Element(tag)
    for child in children:
        if isinstance(child, Element):
            element.append(child)
        elif child is not None:
            element.extend(one for one in child if one is not None)
    return element if len(element) else None


def document(root: Child, namespaces: dict[str, str]) -> bytes:
    """The XML in UTF-8. `namespaces` are by prefix; the prefix "" is for names without one."""
    if root is None:
        raise ValueError("an invoice without any term")
    for prefix, name in namespaces.items():
        root.set(f"xmlns:{prefix}" if prefix else "xmlns", name)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def money(amount: Decimal | None) -> str:
    """An amount with two decimals, such as `1234.50`; empty for `None`."""
    return "" if amount is None else f"{amount or _ZERO:.2f}"


def number(value: Decimal | None) -> str:
    """A price, a quantity or a rate with the decimals that it needs, never with an exponent; empty for `None`."""
    if value is None:
        return ""
    text = f"{value or _ZERO:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
