"""Names of businesses: whether a text can be one, and what in it or on the page speaks for it."""

import re
from collections.abc import Iterable, Iterator

from faktura.capture.page import labels
from faktura.capture.page.label_text import fold
from faktura.capture.page.layout import Segment
from faktura.capture.page.printed_amount import amounts_in
from faktura.capture.page.printed_date import dates_in

MIN_DOMAIN = 5
"""Letters of a domain that spells a name. Shorter ones spell many names."""
WHOLE_NAME = 8
"""Letters. A name with fewer is not recognised where the page repeats it."""
MIN_OWN_LETTERS = 4
"""Letters of a name besides the company's form and its trade."""
_OTHERWISE = (
    labels.TITLE,
    labels.CONTACT,
    labels.RECEIVER,
    labels.SHIP_TO,
    labels.STAFF,
    labels.SALUTATION,
    labels.BANK,
    labels.NUMBER_STRONG,
    labels.NUMBER_MEDIUM,
    labels.ORDER,
    labels.DATE_STRONG,
    labels.DATE_PLAIN,
)
_NUMBER_SIGN = re.compile(r"[#№]")
_DOMAIN = re.compile(r"(?:(?<=@)|www\.|https?: ?//|(?<![\w@.-]))((?:[a-z0-9-]+\.)+)[a-z]{2,}(?![\w@])")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def letters(text: str) -> str:
    """The folded letters and digits of a text, by which names are compared."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def may_be_name(segment: Segment) -> bool:
    """Whether it has the letters of a name and is not a title, a label, a contact or a bank."""
    text = f" {fold(segment.text)} "
    count = sum(letter.isalpha() for letter in text)
    digits = sum(letter.isdigit() for letter in text)
    has_letters = count >= 4 and count > digits and not segment.text.rstrip().endswith(":")
    is_figure = dates_in(segment.text) or amounts_in(segment.text)
    return (
        has_letters
        and not _NUMBER_SIGN.search(text)
        and not is_figure
        and not any(pattern.search(text) for pattern in _OTHERWISE)
    )


def has_company_form(text: str) -> bool:
    """Whether the name has the form of a company, such as GmbH."""
    return bool(labels.COMPANY_FORM.search(fold(text).strip()))


def is_business(text: str) -> bool:
    """Whether the name has the form of a company, such as GmbH, or a word of a trade."""
    return has_company_form(text) or bool(labels.TRADE.search(fold(text)))


def is_end_of_a_name(text: str) -> bool:
    """Whether it has the form of a company and no name of its own, as "Sdn Bhd" below the line with the name."""
    folded = fold(text).strip()
    rest = labels.TRADE.sub("", labels.COMPANY_FORM.sub("", folded))
    return has_company_form(text) and len(letters(rest)) < MIN_OWN_LETTERS


def is_same_name(one: str, other: str) -> bool:
    """Whether one name contains the other, in letters."""
    shorter, longer = sorted((letters(one), letters(other)), key=len)
    return bool(shorter) and (shorter == longer or (len(shorter) >= WHOLE_NAME and shorter in longer))


def is_spelt_by_a_domain(name: str, texts: Iterable[str]) -> bool:
    """Whether a web or e-mail address in the texts spells the name."""
    spellings = {letters(name), letters(name.lower().translate(_UMLAUTS))}
    return any(_spells(domain, spelling) for text in texts for domain in _domains(text) for spelling in spellings)


def _domains(text: str) -> Iterator[str]:
    for found in _DOMAIN.finditer(text.lower()):
        yield found[1].rstrip(".").split(".")[-1]


def _spells(domain: str, name: str) -> bool:
    joined = domain.replace("-", "")
    parts = [part for part in domain.split("-") if len(part) > 2]
    is_spelt = name.startswith(joined) or (len(name) >= WHOLE_NAME and joined.startswith(name))
    return len(joined) >= MIN_DOMAIN and (is_spelt or (len(parts) > 1 and all(part in name for part in parts)))
