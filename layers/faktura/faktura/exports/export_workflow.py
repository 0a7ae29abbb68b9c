"""The workflow of an export. The execution has the export's id as its name, so an export is made once."""

from faktura.core.workflow import Workflow
from faktura.exports.export import ExportReference


class ExportWorkflow(Workflow):
    """A state machine of `workflows/export.asl.yaml`."""

    SETTING = "EXPORT_MACHINE"

    def start(self, export: ExportReference) -> bool:
        """Start the export's execution. False if it is over; while it runs, a second call changes nothing."""
        return self.execute(export.export_id, export)
