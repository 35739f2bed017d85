"""Backups of the earlier versions become rows: everything or nothing, and every row is told of."""

from monitoring.importing.printing import lines
from monitoring.importing.reading import Damaged
from monitoring.importing.report import Entry, Outcome, Report
from monitoring.importing.running import import_files

__all__ = ["Damaged", "Entry", "Outcome", "Report", "import_files", "lines"]
