"""Rows with their natural keys, streamed to files."""

from collections.abc import Mapping

from monitoring.exporting.formats import FORMATS, Format
from monitoring.exporting.ratings import RatingTable
from monitoring.exporting.tables import ROWS, NoPeople, Selection, Table

TABLES: Mapping[str, Table | RatingTable] = {**ROWS, "ratings": RatingTable()}

__all__ = ["FORMATS", "TABLES", "Format", "NoPeople", "Selection"]
