"""The sender and the receiver of the invoice as fields: names, addresses and the sender's telephone number."""

from collections.abc import Iterator, Sequence

from faktura.capture.page.field import Field, Finding
from faktura.capture.page.layout import Box, Row, Segment
from faktura.capture.page.parties.receiver import in_the_window, receivers_of
from faktura.capture.page.parties.sender import Sender, senders_of
from faktura.capture.page.parties.text_block import without_contacts

LABELLED, FOUND = 95.0, 85.0


def parties_of(rows: Sequence[Row]) -> list[Field]:
    """VENDOR_NAME, VENDOR_ADDRESS, RECEIVER_NAME, RECEIVER_ADDRESS, and Textract's grouped NAME and ADDRESS of each."""
    sender = next(iter(senders_of(rows)), None)
    taken = {id(line) for line in (sender.name, *sender.block)} if sender else set()
    receiver = next(iter(receivers_of(rows)), None) or in_the_window(rows, taken)
    fields: list[Field] = []
    if sender:
        name = Finding.of(sender.name, sender.text)
        fields += _fields("VENDOR", sender.label, name, sender.address)
        fields += _telephone(sender)
    if receiver:
        first, *rest = without_contacts(receiver.block)
        fields += _fields("RECEIVER", receiver.label, Finding.of(first), rest)
    return fields


def _telephone(sender: Sender) -> Iterator[Field]:
    for line in sender.block:
        if (number := sender.telephone) and number in line.text:
            yield Field("VENDOR_PHONE", Finding.of(line, number), FOUND)
            return


def _fields(who: str, label: Finding | None, name: Finding, address: Sequence[Segment]) -> Iterator[Field]:
    sure = LABELLED if label else FOUND
    yield Field("NAME", name, sure, label, group=who)
    yield Field(f"{who}_NAME", name, sure, label)
    if address:
        where = Finding(
            "\n".join(line.text for line in address),
            Box.around(line.box for line in address),
            min(line.confidence for line in address),
        )
        yield Field("ADDRESS", where, sure, label, group=who)
        yield Field("ADDRESS_BLOCK", where, sure, group=who)
        yield Field(f"{who}_ADDRESS", where, sure, label)
