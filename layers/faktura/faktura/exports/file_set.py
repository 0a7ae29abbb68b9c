"""The formats of tables."""

from collections.abc import Sequence
from pathlib import Path

from faktura.exports.cell import Rows
from faktura.exports.csv_file import write_csv
from faktura.exports.export import Export
from faktura.exports.xlsx_file import write_xlsx


def write_table(export: Export, path: Path, columns: Sequence[str], rows: Rows) -> None:
    """Write the table in the export's format, CSV or XLSX."""
    if export.format == "CSV":
        write_csv(path, columns, rows)
    else:
        write_xlsx(path, columns, rows, export.created_at)
