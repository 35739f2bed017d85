"""Old activities to rows: the many, so plain values and few statements."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from monitoring.importing.formats import Section
from monitoring.importing.inserting import insert
from monitoring.importing.job import Job, Server, chunks, is_same_row
from monitoring.importing.judging import Deed, Reason, named_ids, read_deed
from monitoring.importing.quarantine import what_of
from monitoring.importing.report import EXAMPLES, Outcome
from monitoring.importing.staging import AT_ONCE, Staged
from monitoring.models import Activity, TaskReport
from monitoring.recording.upserts import natural_key, upsert

SECTION = Section.ACTIVITIES
KEY = natural_key(Activity)
COLUMNS = tuple(f.attname for f in Activity._meta.concrete_fields if not f.primary_key)
# A message that the third version wrote twice, as message and as reply, is a reply.
PREFERRED = {"reply": 0}

Key = tuple[int, int, int, str]


class Judged(NamedTuple):
    """A row that can be true, with who did it where; `server` None: not known yet."""

    staged: Staged
    deed: Deed
    curator_id: int
    server: Server | None


def write_activities(job: Job) -> None:
    _refuse_without_message(job)
    total, done = job.stage.count(SECTION), 0
    for part in chunks(job.stage.groups(SECTION), AT_ONCE):
        rows = [staged for group in part for staged in group]
        _write(job, rows)
        done += len(rows)
        job.progress("действия / activities", done, total)


def _refuse_without_message(job: Job) -> None:
    for staged in job.stage.without_message(SECTION):
        deed = read_deed(staged.row, staged.version)
        reason = deed if isinstance(deed, Reason) else Reason.NO_MESSAGE
        job.quarantine.put(SECTION, reason, staged, staged.guild)
    job.quarantine.save()


def _write(job: Job, rows: Sequence[Staged]) -> None:
    judged = [found for staged in rows if (found := judge(job, staged))]
    placed = _not_on_reports(job, _placed(job, judged))
    kept = _unique(job, placed)
    _save(job, kept)
    job.quarantine.save()


def judge(job: Job, staged: Staged) -> Judged | None:
    """None for a row whose fate is told here."""
    deed = read_deed(staged.row, staged.version)
    if isinstance(deed, Reason):
        job.quarantine.put(SECTION, deed, staged, staged.guild)
        return None
    person = job.person_of(staged)
    curator = person if isinstance(person, Reason) else job.crew.at(person, deed.moment)
    if curator in (Reason.EXCLUDED, Reason.OFF_DUTY):
        job.report.add(SECTION, Outcome.SKIPPED, curator, what_of(staged))
        return None
    if isinstance(curator, Reason):
        detail = f"curatorId {staged.row.get('curatorId')}"
        job.quarantine.put(SECTION, curator, staged, staged.guild, detail)
        return None
    return Judged(staged, deed, curator.pk, job.server_of(staged))


def _placed(job: Job, judged: list[Judged]) -> list[Judged]:
    """All of them with a server; those that nothing places are quarantined."""
    lost = [each for each in judged if each.server is None]
    if not lost:
        return judged
    siblings = job.dangling_servers({each.deed.message_id for each in lost})
    placed = []
    for each in judged:
        server = each.server or siblings.get(each.deed.message_id)
        server = server or job.server_of_channel(each.deed.channel_id)
        if server is None:
            detail = f"serverId {each.staged.row.get('serverId')}"
            job.quarantine.put(SECTION, Reason.NO_SERVER, each.staged, None, detail)
        else:
            placed.append(each._replace(server=server))
    return placed


def _not_on_reports(job: Job, judged: list[Judged]) -> list[Judged]:
    """What curators do to a report is its event; the verification comes with the report."""
    ids = {it.deed.message_id for it in judged if it.deed.kind in ("reaction", "verification")}
    ids |= {it.deed.reply_to_id for it in judged if it.deed.reply_to_id is not None}
    found = TaskReport.objects.filter(server__in=job.server_keys, message_id__in=ids)
    reports = set(found.values_list("message_id", flat=True)) if ids else set()
    kept = []
    for each in judged:
        about = each.deed.reply_to_id or each.deed.message_id
        if about not in reports:
            kept.append(each)
            continue
        is_verdict = each.deed.kind == "verification"
        reason = Reason.OF_REPORT if is_verdict else Reason.ON_REPORT
        job.report.add(SECTION, Outcome.SKIPPED, reason, what_of(each.staged))
    return kept


def key_of(judged: Judged) -> Key:
    assert judged.server is not None
    deed = judged.deed
    return judged.server.pk, deed.message_id, judged.curator_id, deed.emoji_key


def _unique(job: Job, judged: Iterable[Judged]) -> dict[Key, Judged]:
    """One row of each Discord object; the others are duplicates, or the same row of two files."""
    kept: dict[Key, Judged] = {}
    for each in judged:
        key = key_of(each)
        first = kept.setdefault(key, each)
        if first is each:
            continue
        if _preference(each) < _preference(first):
            kept[key], first, each = each, each, first
        _tell_duplicate(job, first, each)
    return kept


def _tell_duplicate(job: Job, first: Judged, other: Judged) -> None:
    if is_same_row(first.staged, other.staged):
        job.report.add(SECTION, Outcome.SKIPPED, Reason.SAME_ROW, what_of(other.staged))
        return
    guild_id = other.server.guild_id if other.server else None
    job.quarantine.put(SECTION, Reason.DUPLICATE, other.staged, guild_id, what_of(first.staged))


def _preference(judged: Judged) -> tuple[int, int]:
    """A reply before a message, then the row that the old database had first."""
    old = judged.staged.row.get("id")
    return PREFERRED.get(judged.deed.kind, 1), old if isinstance(old, int) else 0


def _save(job: Job, kept: dict[Key, Judged]) -> None:
    there = _there(kept)
    new = [judged for key, judged in kept.items() if key not in there]
    known = {key: judged for key, judged in kept.items() if key in there}
    timed = {
        key: judged
        for key, judged in known.items()
        if there[key] is None and judged.deed.at is not None
    }
    same = [judged for key, judged in known.items() if key not in timed]
    values = [values_of(judged) for judged in new]
    changes = [_timed(key, judged) for key, judged in timed.items()]
    insert(Activity, values)
    upsert(Activity, [after for _, after in changes])
    job.count(activities=[*((None, row) for row in values), *changes])
    _tell(job, Outcome.CREATED, Reason.NEW, new)
    _tell(job, Outcome.CHANGED, Reason.DIFFERS, timed.values())
    _tell(job, Outcome.UNCHANGED, Reason.SAME, same)


def _tell(job: Job, outcome: Outcome, reason: Reason, judged: Iterable[Judged]) -> None:
    rows = [each.staged for each in judged]
    named = rows if job.report.sink is not None else rows[:EXAMPLES]
    whats = [what_of(staged) for staged in named] + [""] * (len(rows) - len(named))
    job.report.add_all(SECTION, outcome, reason, whats)


def _there(kept: Iterable[Key]) -> dict[Key, Any]:
    """The times of those that are here, by key. Each server apart, for its index begins so."""
    by_server: dict[int, list[int]] = {}
    for server_id, message_id, _, _ in kept:
        by_server.setdefault(server_id, []).append(message_id)
    found = {}
    for server_id, ids in by_server.items():
        rows = Activity.objects.filter(server=server_id, message_id__in=ids)
        for message_id, curator_id, emoji_key, at in rows.values_list(*KEY[1:], "at"):
            found[server_id, message_id, curator_id, emoji_key] = at
    return found


def _timed(key: Key, judged: Judged) -> tuple[dict[str, Any], dict[str, Any]]:
    """A known time replaces none: (before, after) of the row."""
    before = Activity.objects.values(*COLUMNS).get(**dict(zip(KEY, key, strict=True)))
    at = judged.deed.at
    return before, {**before, "at": at, "first_at": before["first_at"] or at}


def values_of(judged: Judged) -> dict[str, Any]:
    deed, server = judged.deed, judged.server
    assert server is not None
    is_reaction = deed.kind == "reaction"
    return {
        "server_id": server.pk,
        "message_id": deed.message_id,
        "curator_id": judged.curator_id,
        "emoji_key": deed.emoji_key,
        "kind": deed.kind,
        "channel_id": deed.channel_id,
        "lane_id": deed.channel_id,
        "at": deed.at,
        "first_at": deed.at if is_reaction else None,
        "delivered_at": deed.delivered_at,
        "emoji": deed.emoji,
        "content": deed.content,
        "reply_to_id": deed.reply_to_id,
        "reply_to_author_id": None,
        "named_ids": named_ids(deed.content),
        "is_plain_answer": False,
        "is_sandbox": server.is_sandbox,
        "withdrawn_at": None,
    }
