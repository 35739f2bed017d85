"""What curators did to a message, by the old activities: answers, and reviews of reports."""

from collections.abc import Collection
from typing import NamedTuple

from monitoring.importing.formats import Section
from monitoring.importing.job import Job
from monitoring.importing.judging import Deed, Reason, read_deed
from monitoring.importing.staging import Staged
from monitoring.importing.values import text


class Sibling(NamedTuple):
    """A deed of a curator who was one then."""

    staged: Staged
    deed: Deed
    discord_id: int


class Siblings:
    """By message: what was done to it, who wrote it, what it said and in which channel."""

    def __init__(self, job: Job, messages: Collection[int]) -> None:
        self.done: dict[int, list[Sibling]] = {}
        self.authors: dict[int, Sibling] = {}
        self.contents: dict[int, str] = {}
        self.channels: dict[int, int] = {}
        for staged in job.stage.about(Section.ACTIVITIES, messages):
            self._add(job, staged, messages)

    def _add(self, job: Job, staged: Staged, messages: Collection[int]) -> None:
        deed = read_deed(staged.row, staged.version)
        if isinstance(deed, Reason):
            return
        if deed.kind in ("message", "reply") and deed.message_id in messages:
            self._learn(deed.message_id, deed.channel_id, deed.content)
            if (person := _on_duty(job, staged, deed)) is not None:
                self.authors.setdefault(deed.message_id, Sibling(staged, deed, person))
        about = deed.reply_to_id if deed.kind == "reply" else deed.message_id
        if about is not None and about in messages and deed.kind != "message":
            self._learn(about, deed.channel_id, text(staged.row.get("targetMessageContent")))
            if (person := _on_duty(job, staged, deed)) is not None:
                self.done.setdefault(about, []).append(Sibling(staged, deed, person))

    def _learn(self, message_id: int, channel_id: int, content: str) -> None:
        self.channels.setdefault(message_id, channel_id)
        if content:
            self.contents.setdefault(message_id, content)


def _on_duty(job: Job, staged: Staged, deed: Deed) -> int | None:
    """The Discord id of who did it, if that was a curator then."""
    person = job.person_of(staged)
    if isinstance(person, Reason) or isinstance(job.crew.at(person, deed.moment), Reason):
        return None
    return person
