"""Rows into a file: JSON lines, CSV for any program, a workbook for people. Constant memory."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from tempfile import TemporaryFile
from typing import IO, Any
from zoneinfo import ZoneInfo

import xlsxwriter

Rows = Iterable[Sequence[Any]]
# A cell that begins so is run as a formula by spreadsheets.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Excel: 1,048,576 rows to a sheet, the head among them; 32,767 characters to a cell.
SHEET_ROWS = 1_048_575
CELL_CHARACTERS = 32_767
COPY_BYTES = 1 << 20


def write_jsonl(names: Sequence[str], rows: Rows, zone: ZoneInfo, sink: IO[bytes]) -> None:
    for row in rows:
        record = {name: _json(value) for name, value in zip(names, row, strict=True)}
        sink.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")


def write_csv(names: Sequence[str], rows: Rows, zone: ZoneInfo, sink: IO[bytes]) -> None:
    """UTF-8 with its mark, without which Excel reads Russian as Latin."""
    lines = io.TextIOWrapper(sink, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(lines)
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    lines.flush()
    lines.detach()


def write_xlsx(names: Sequence[str], rows: Rows, zone: ZoneInfo, sink: IO[bytes]) -> None:
    """Times are local, and the head says of which zone; no text can become a formula."""
    with TemporaryFile() as file:
        # Each row goes to disk as soon as the next begins.
        with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
            workbook.use_zip64()
            _fill(workbook, names, rows, zone)
        file.seek(0)
        while part := file.read(COPY_BYTES):
            sink.write(part)


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


Writer = Callable[[Sequence[str], Rows, ZoneInfo, IO[bytes]], None]
FORMATS: dict[str, Writer] = {"jsonl": write_jsonl, "csv": write_csv, "xlsx": write_xlsx}
