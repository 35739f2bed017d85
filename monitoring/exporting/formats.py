"""Rows into a file: JSON lines, CSV for any program, a workbook for people. Constant memory."""

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from tempfile import TemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

Rows = Iterable[Sequence[Any]]
Parts = Iterator[bytes]
# A cell that begins so is run as a formula by spreadsheets.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Excel: 1,048,576 rows to a sheet, the head among them; 32,767 characters to a cell.
SHEET_ROWS = 1_048_575
CELL_CHARACTERS = 32_767
PART_CHARACTERS = 1 << 16
COPY_BYTES = 1 << 16


def jsonl(names: Sequence[str], rows: Rows, zone: ZoneInfo) -> Parts:
    return _parts(_record(names, row) for row in rows)


def _record(names: Sequence[str], row: Sequence[Any]) -> str:
    record = {name: _json(value) for name, value in zip(names, row, strict=True)}
    return json.dumps(record, ensure_ascii=False) + "\n"


def as_csv(names: Sequence[str], rows: Rows, zone: ZoneInfo) -> Parts:
    """UTF-8 with its mark, without which Excel reads Russian as Latin."""
    yield codecs.BOM_UTF8
    yield from _parts(_line(cells) for cells in chain([names], (map(_cell, row) for row in rows)))


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _parts(lines: Iterable[str]) -> Parts:
    """Lines put together, for a write of each would cost more than its line."""
    held: list[str] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= PART_CHARACTERS:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()


def xlsx(names: Sequence[str], rows: Rows, zone: ZoneInfo) -> Parts:
    """Times are local, and the head says of which zone; no text can become a formula.

    Nothing comes before the last row is written: the file's directory stands at its end.
    """
    with TemporaryFile() as file:
        # Each row goes to disk as soon as the next begins.
        with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
            workbook.use_zip64()
            _fill(workbook, names, rows, zone)
        file.seek(0)
        while part := file.read(COPY_BYTES):
            yield part


def _fill(workbook: Any, names: Sequence[str], rows: Rows, zone: ZoneInfo) -> None:
    time_format = workbook.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})
    sheet, line = _new_sheet(workbook, names, zone), 0
    for row in rows:
        if line == SHEET_ROWS:
            sheet, line = _new_sheet(workbook, names, zone), 0
        line += 1
        for column, value in enumerate(row):
            _write(sheet, line, column, value, zone, time_format)


def _new_sheet(workbook: Any, names: Sequence[str], zone: ZoneInfo) -> Any:
    sheet = workbook.add_worksheet()
    for column, name in enumerate(names):
        is_time = name == "at" or name.endswith(("_at", "_since"))
        sheet.write_string(0, column, f"{name} ({zone.key})" if is_time else name)
    return sheet


def _write(sheet: Any, line: int, column: int, value: Any, zone: ZoneInfo, style: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(line, column, value.astimezone(zone).replace(tzinfo=None), style)
    elif isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(line, column, value)
    elif value is not None:
        sheet.write_string(line, column, _text(value)[:CELL_CHARACTERS])


def _json(value: Any) -> Any:
    return _text(value) if isinstance(value, date) else value


def _cell(value: Any) -> str:
    text = _text(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


@dataclass(frozen=True, slots=True)
class Format:
    """`parts` makes the file piece by piece, in constant memory."""

    parts: Callable[[Sequence[str], Rows, ZoneInfo], Parts]
    content_type: str


FORMATS = {
    "jsonl": Format(jsonl, "application/x-ndjson"),
    "csv": Format(as_csv, "text/csv; charset=utf-8"),
    "xlsx": Format(xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
