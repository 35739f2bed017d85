"""Old curators to Discord's own ids, their terms, and who may act when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitoring.configuration import CuratorSnapshot, Term
from monitoring.importing.judging import Reason

# A term that ends holds its last deed.
A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Crew:
    """Curators that are here, with terms and exclusions, after the file's own are added."""

    curators: Mapping[int, CuratorSnapshot]
    excluded: Mapping[int, tuple[Term, ...]]

    def at(self, discord_id: int, when: datetime) -> CuratorSnapshot | Reason:
        """The person as a curator at that moment, or why not."""
        if self.is_excluded(discord_id, when):
            return Reason.EXCLUDED
        curator = self.curators.get(discord_id)
        if curator is None:
            return Reason.NO_CURATOR
        if not any(term.covers(when) for term in curator.terms):
            return Reason.OFF_DUTY
        return curator

    def is_excluded(self, discord_id: int, when: datetime) -> bool:
        terms = self.excluded.get(discord_id)
        return terms is not None and any(term.covers(when) for term in terms)


@dataclass
class Span:
    """From the first to the last thing that a curator did by the file."""

    first: datetime | None = None
    last: datetime | None = None

    def add(self, at: datetime) -> None:
        self.first = at if self.first is None else min(self.first, at)
        self.last = at if self.last is None else max(self.last, at)

    def join(self, other: "Span") -> None:
        for at in (other.first, other.last):
            if at is not None:
                self.add(at)


def wanted_term(known: Span, ended_at: datetime | None, is_active: bool) -> Term | None:
    """The term that a file's curator had: from the first thing known of them; None: nothing is."""
    if known.first is None or known.last is None:
        return None
    if is_active:
        return Term(known.first, None)
    return Term(known.first, max(known.last, ended_at or known.last) + A_MOMENT)


def added_term(present: Sequence[Term], wanted: Term | None) -> Term | None:
    """What of the wanted term lies before all that is here. Terms that are here stay as they are:
    who was let go here does not come back with an old file.
    """
    if wanted is None or wanted.started_at is None:
        return None
    first = min((term.started_at for term in present if term.started_at), default=None)
    if first is None:
        return wanted
    if wanted.started_at >= first:
        return None
    is_before = wanted.ended_at is not None and wanted.ended_at < first
    return Term(wanted.started_at, wanted.ended_at if is_before else first)


class OldIds:
    """Internal ids of old databases to Discord's. Each file's own word comes before the others'."""

    def __init__(self) -> None:
        self._of_file: dict[tuple[int, int], int | None] = {}
        self._of_version: dict[tuple[str, int], int | None] = {}

    def add(self, file: int, version: str, old: int | None, discord_id: int | None) -> None:
        """None: the file has the id, and nothing of Discord's for it."""
        if old is None:
            return
        self._of_file.setdefault((file, old), discord_id)
        key = (version, old)
        if self._of_version.setdefault(key, discord_id) != discord_id:
            # Two files use one id for different things: none may speak for a third.
            self._of_version[key] = None

    def find(self, file: int, version: str, old: int | None) -> int | None:
        if old is None:
            return None
        if (file, old) in self._of_file:
            return self._of_file[file, old]
        return self._of_version.get((version, old))

    def has(self, file: int, version: str, old: int | None) -> bool:
        return old is not None and (
            (file, old) in self._of_file or (version, old) in self._of_version
        )


def faction_servers(factions: Iterable[object], names: Mapping[str, int]) -> list[int]:
    """Servers of old factions (`weazel` is «Weazel News»); what fits no server is left out."""
    found = []
    for faction in factions:
        for name, guild_id in names.items():
            word = faction.casefold() if isinstance(faction, str) else None
            if word and (name == word or name.split()[0] == word):
                found.append(guild_id)
    return sorted(set(found))
