"""What a file says of itself: the rules that it follows and the business process that it belongs to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Specification:
    """The identifiers of the rules (BT-24) and of the process (BT-23), and how many notes (BT-22) the rules allow."""

    id: str
    process: str = ""
    takes_one_note: bool = False


_PEPPOL_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

EN_16931 = Specification("urn:cen.eu:en16931:2017")
XRECHNUNG = Specification(
    "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0", process=_PEPPOL_PROCESS
)
PEPPOL_BIS = Specification(
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    process=_PEPPOL_PROCESS,
    takes_one_note=True,
)
