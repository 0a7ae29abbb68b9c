"""An e-invoice of 20 lines as CII and UBL, compared with the writer of the package factur-x; both write the same terms.

Goal: at most 0.6 of its time. It counts CPU seconds, because other programs may use the machine.
"""

import sys
from copy import deepcopy
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from benchmarks.measuring import NotMeasured, paired, run  # noqa: E402  # found from any folder
from faktura.einvoices.form import Form, written  # noqa: E402
from tests.support.einvoices.invoices import invoice, line  # noqa: E402

INVOICE = invoice([line(number) for number in range(1, 21)])
WRITTEN, ROUNDS = 50, 5
PEERS: dict[Form, str] = {"cii": "factur-x", "ubl": "ubl-2.1"}


def ours(form: Form) -> float:
    """Milliseconds for an invoice."""
    begun = process_time()
    for _ in range(WRITTEN):
        written(INVOICE, form)
    return (process_time() - begun) * 1000 / WRITTEN


def theirs(facturx: Any, terms: dict[str, Any], form: Form) -> float:
    """Milliseconds for the same invoice by the package, without its checks; it changes the terms that it gets."""
    copies = [deepcopy(terms) for _ in range(WRITTEN)]
    begun = process_time()
    for copy in copies:
        _by_peer(facturx, copy, form)
    return (process_time() - begun) * 1000 / WRITTEN


def compare(form: Form) -> None:
    """Print the milliseconds and the size of a file, ours and theirs."""
    try:
        import facturx
        from facturx.parse_xml import parse_ubl_cii_xml
    except ImportError as reason:
        raise NotMeasured(f"the peer is not installed ({reason})") from reason
    xml = written(INVOICE, form)
    terms = parse_ubl_cii_xml(xml)
    size = len(_by_peer(facturx, deepcopy(terms), form))
    pairs = paired(partial(ours, form), partial(theirs, facturx, terms, form), ROUNDS)
    print(f"20 lines, {form}: {pairs.ours:.2f} ms   {pairs.ratio} factur-x ({pairs.theirs:.2f} ms)")
    print(f"    {len(xml) / 1e3:.1f} KB, factur-x {size / 1e3:.1f} KB")


def _by_peer(facturx: Any, terms: dict[str, Any], form: Form) -> bytes:
    made: bytes = facturx.generate_xml(
        terms, flavor=PEERS[form], level="en16931", check_xsd=False, check_schematron=False
    )
    return made


if __name__ == "__main__":
    run({f"{form}, compared with factur-x": partial(compare, form) for form in PEERS})
