"""The countries that a practice can be in, by the marks that it prints: its address, telephone and registrations."""

import re
from collections.abc import Iterable, Iterator, Sequence

from babel.numbers import get_territory_currencies
from phonenumbers import NumberParseException, parse
from phonenumbers.phonenumberutil import region_codes_for_country_code

from faktura.capture.page.label_text import fold, phrase
from faktura.capture.reading.place import region_of_address

_MARKS = (
    (phrase(r"\b(?:sdn bhd|berhad|sst (?:reg|id|no|\d))\b"), "MY"),
    (phrase(r"\b(?:pte ltd|uen)\b"), "SG"),
    (phrase(r"\b(?:abn|acn)\b(?= [\d:])"), "AU"),
    (phrase(r"\bpty (?:ltd|limited)\b"), "AU ZA"),
    (phrase(r"\b(?:gstin|cgst|sgst|igst)\b"), "IN"),
    (phrase(r"\b(?:siret|siren)\b"), "FR"),
    (phrase(r"\b(?:ust|ust id\w*|umsatzsteuer\w*|ustg)\b"), "DE AT"),
    (phrase(r"\b(?:steuernummer|steuer nr|hrb \d|amtsgericht)\b"), "DE"),
    (phrase(r"\bmwst\b"), "DE AT CH LI"),
    (phrase(r"\bche \d{3} \d{3} \d{3}\b"), "CH LI"),
    (phrase(r"\btva\b"), "FR MC BE LU CH CA RO"),
    (phrase(r"\b(?:hst|tps|tvq|qst)\b"), "CA"),
    (phrase(r"\bgst\b"), "AU NZ SG IN CA MY"),
    (phrase(r"\b(?:partita iva|p iva|codice fiscale)\b"), "IT"),
    (phrase(r"\bkvk\b"), "NL"),
    (phrase(r"\bbtw\b"), "NL BE"),
    (phrase(r"\bsales tax\b"), "US"),
    (phrase(r"\bgmbh\b"), "DE AT CH LI"),
    (phrase(r"\b(?:companies house|registered in england\w*)\b"), "GB"),
)
"""What law makes the businesses of a country print: forms of companies, registrations and names of taxes."""
_VAT_ID = re.compile(
    r"(?<![A-Z0-9])(ATU|DE|FR|GB|IE|NL|BE|ES|IT|LU|PT|FI|SE|DK|PL|CZ|SK|HU|GR|EL|SI|HR|RO|BG|EE|LV|LT|MT|CY|CHE)"
    r"[ -]?(?=[A-Z0-9]{0,3}\d)[0-9A-Z]{1,4}(?:[ .-]?[0-9A-Z]{2,4}){2,4}(?![A-Z0-9])"
)
"""A VAT identification number: the country's prefix (EU Directive 2006/112, article 215; CHE in Switzerland)."""
_VAT_LABEL = phrase(r"\b(?:vat|ust|uid|tva|iva|btw|mwst|tax)\b")
_STATES = re.compile(
    r"\b(?:selangor|kuala lumpur|johor|penang|pulau pinang|perak|sabah|sarawak|melaka|kedah|kelantan|pahang|perlis|"
    r"terengganu|negeri sembilan|putrajaya)\b"
)
_POSTCODE_OF_FIVE = re.compile(r"\b\d{5}\b")
_CODE_BEFORE_TOWN = (
    (
        re.compile(r"^(?:[A-Z]{1,2}-)?\d{5} [^\W\d]{2}", re.MULTILINE),
        "DE FR MC ES IT FI EE HR LT ME RS UA TR MX MY TH ID KR EG MA DZ TN",
    ),
    (
        re.compile(r"^(?:[A-Z]{1,2}-)?\d{4} [^\W\d]{2}", re.MULTILINE),
        "AT CH LI BE LU NL DK NO HU SI BG MK AL LV CY TN ZA",
    ),
)
"""A postal code in front of the town, by its length (Universal Postal Union, addressing systems)."""
_AUSTRALIAN = re.compile(r"\b(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT),? \d{4}\b")
_INTERNATIONAL = re.compile(r"\+\d[\d ()./-]{6,}\d")


def marked_countries(block: Sequence[str], texts: Iterable[str]) -> list[frozenset[str]]:
    """The regions (ISO 3166) that each mark allows. `block` is the practice's name, address and contacts.

    `texts` are the lines of the page without the customer's.
    """
    return [*_of_block(block), *_of_texts(texts)]


def only_currency(marks: Sequence[frozenset[str]]) -> str | None:
    """The ISO 4217 code of the currency that all marked countries have in common; `None` without marks or agreement."""
    currencies = [{code for region in mark for code in get_territory_currencies(region)[:1]} for mark in marks]
    common = set.intersection(*currencies) if currencies else set()
    return common.pop() if len(common) == 1 else None


def _of_block(block: Sequence[str]) -> Iterator[frozenset[str]]:
    address = "\n".join(block[1:])
    if found := next((region for line in block[1:] if (region := region_of_address(line))), None):
        yield frozenset({found})
    elif _AUSTRALIAN.search(address):
        yield frozenset({"AU"})
    elif _STATES.search(fold(address)) and _POSTCODE_OF_FIVE.search(address):
        yield frozenset({"MY"})
    yield from (frozenset(regions.split()) for pattern, regions in _CODE_BEFORE_TOWN if pattern.search(address))
    for line in block:
        yield from _of_telephones(line)


def _of_telephones(line: str) -> Iterator[frozenset[str]]:
    for written in _INTERNATIONAL.findall(line):
        try:
            number = parse(written, None)
        except NumberParseException:
            continue
        if regions := region_codes_for_country_code(number.country_code or 0):
            yield frozenset(regions)


def _of_texts(texts: Iterable[str]) -> Iterator[frozenset[str]]:
    for text in texts:
        folded = fold(text)
        yield from (frozenset(regions.split()) for pattern, regions in _MARKS if pattern.search(folded))
        if _VAT_LABEL.search(folded):
            for found in _VAT_ID.finditer(text):
                yield frozenset({{"EL": "GR"}.get(found[1], found[1][:2])})
