"""Wrong facts of the old data: kept whole with the reason, as rejected events, never counted."""

import hashlib
import json
from datetime import datetime
from typing import Any, NamedTuple

from monitoring.importing.judging import Reason
from monitoring.importing.report import Outcome, Report
from monitoring.importing.staging import Staged
from monitoring.importing.words import said
from monitoring.models import RejectedEvent
from monitoring.recording.upserts import upsert
from monitoring.text import clean


class _Waiting(NamedTuple):
    section: str
    reason: Reason
    what: str
    detail: str
    values: dict[str, Any]


class Quarantine:
    """Collects rows and writes those that are not there yet."""

    def __init__(self, report: Report, names: list[str], now: datetime) -> None:
        self._report = report
        self._names = names
        self._now = now
        self._waiting: dict[str, _Waiting] = {}

    def put(
        self, section: str, reason: Reason, staged: Staged, guild_id: int | None, detail: str = ""
    ) -> None:
        key, what = key_of(section, staged), what_of(staged)
        if key in self._waiting:
            self._report.add(section, Outcome.SKIPPED, Reason.SAME_ROW, what, detail)
            return
        values = {
            "key": key,
            "kind": f"import {section}",
            "guild_id": guild_id or 0,
            "payload": {
                "file": self._names[staged.file],
                "version": str(staged.version),
                "row": cleaned(staged.row),
            },
            "reason": said(reason, "ru") + (f": {detail}" if detail else ""),
            "rejected_at": self._now,
        }
        self._waiting[key] = _Waiting(section, reason, what, detail, values)

    def save(self) -> None:
        """Write what is new and say what became of each."""
        if not self._waiting:
            return
        known = set(
            RejectedEvent.objects.filter(key__in=list(self._waiting)).values_list("key", flat=True)
        )
        new = [each.values for key, each in self._waiting.items() if key not in known]
        upsert(RejectedEvent, new)
        for key, each in self._waiting.items():
            outcome, reason = Outcome.QUARANTINED, each.reason
            if key in known:
                outcome, reason = Outcome.UNCHANGED, Reason.KNOWN_QUARANTINE
            self._report.add(each.section, outcome, reason, each.what, each.detail)
        self._waiting.clear()


def key_of(section: str, staged: Staged) -> str:
    """The same old row has the same key, whatever file it comes in."""
    whole = json.dumps([staged.version, staged.row], sort_keys=True, default=str)
    return f"import:{section}:{hashlib.sha1(whole.encode(), usedforsecurity=False).hexdigest()}"


def what_of(staged: Staged) -> str:
    """How a row is named in the report."""
    old = staged.row.get("id")
    about = f"сообщение / message {staged.message}" if staged.message else ""
    return " ".join(part for part in (f"id {old}" if old is not None else "", about) if part)


def cleaned(value: Any) -> Any:
    """JSON that every database takes."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [cleaned(each) for each in value]
    if isinstance(value, dict):
        return {clean(str(key)): cleaned(each) for key, each in value.items()}
    return value
