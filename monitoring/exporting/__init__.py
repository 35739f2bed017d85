"""Rows with their natural keys, streamed to files."""

from monitoring.exporting.formats import FORMATS
from monitoring.exporting.tables import TABLES, Table

__all__ = ["FORMATS", "TABLES", "Table"]
