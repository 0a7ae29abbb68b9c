"""The errors of exports.

Refusal                 an answer to the caller
├── NoSuchExport        of this caller's tenant
└── NotExportable       what is stored or configured does not allow it

ExportRefused           why a file cannot be made; its message becomes the export's
"""

from faktura.core.errors import NotFound, Refusal


class NoSuchExport(NotFound):
    """The tenant has no such export."""

    message = "The export does not exist."


class NotExportable(Refusal):
    """What is configured does not allow it; the message names what is missing."""

    message = "The configuration datev is missing."


class ExportRefused(Exception):
    """The file cannot be made, and another try changes nothing; `message` is for the customer."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
