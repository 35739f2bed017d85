"""Rows with their natural keys, streamed to files."""

from monitoring.exporting.formats import FORMATS, Format
from monitoring.exporting.tables import TABLES, NoPeople, Selection, Table

__all__ = ["FORMATS", "TABLES", "Format", "NoPeople", "Selection", "Table"]
