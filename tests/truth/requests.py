"""The requests that must be there: Discord's time gone through once, fact by fact."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from .facts import Deletion, Facts, Post, ReactionChange
from .people import Community
from .reports import is_report
from .texts import Sense, named, names_role, sense

MINUTE_MS = 60_000
JOIN_MS = EDIT_MS = SOLVED_MS = WITHDRAW_MS = 10 * MINUTE_MS
PLAIN_MS = 30 * MINUTE_MS
LIMIT_MS = 24 * 60 * MINUTE_MS
ANSWERS = ("reply", "reaction", "message")


@dataclass
class Event:
    kind: str
    source_id: int
    actor_id: int
    at_ms: int
    emoji_key: str = ""
    is_withdrawn: bool = False


@dataclass
class Request:
    post: Post
    calls: list[Post]
    first_due_ms: int  # after the question: until then taking it back cancels
    solved_ids: list[int] = field(default_factory=list)
    events: dict[tuple[str, int, int, str], Event] = field(default_factory=dict)
    ends_ms: list[int] = field(default_factory=list)  # of all that ever ended it, standing or not
    gone: set[int] = field(default_factory=set)

    def holds(self, message_id: int | None) -> bool:
        return any(call.message_id == message_id for call in self.calls)

    def is_before(self, at_ms: int, message_id: int | None = None) -> bool:
        """Asked before this moment, and still within its limit then."""
        if message_id is not None and message_id <= self.post.message_id:
            return False
        return self.post.at_ms <= at_ms < self.post.at_ms + LIMIT_MS

    def add(self, event: Event) -> None:
        key = (event.kind, event.source_id, event.actor_id, event.emoji_key)
        self.events[key] = event
        self.ends_ms.append(event.at_ms)

    @property
    def is_marked(self) -> bool:
        """Taken back when the first alert had been due."""
        return any(
            each.kind in ("solved", "deleted") and not self._is_early(each)
            for each in self.events.values()
        )

    def _is_early(self, event: Event) -> bool:
        return event.at_ms < self.post.at_ms + self.first_due_ms

    def decision(self) -> Event | None:
        """The earliest that stands and decides; a late taking back only marks."""
        deciding = [
            each
            for each in self.events.values()
            if not each.is_withdrawn and (each.kind in ANSWERS or self._is_early(each))
        ]
        return min(deciding, key=lambda each: (each.at_ms, each.source_id), default=None)

    @property
    def status(self) -> str:
        decided = self.decision()
        if decided is None:
            return "open"
        return "answered" if decided.kind in ANSWERS else "cancelled"

    @property
    def response_seconds(self) -> int | None:
        """Rounded half up, at least 1."""
        decided = self.decision()
        if decided is None or decided.kind not in ANSWERS:
            return None
        return max(1, (decided.at_ms - self.post.at_ms + 500) // 1000)


def requests(facts: Facts, community: Community, first_due_ms: int) -> list[Request]:
    return _Going(facts, community, first_due_ms).through()


class _Going:
    def __init__(self, facts: Facts, community: Community, first_due_ms: int) -> None:
        self.first_due_ms = first_due_ms
        self.facts = facts
        self.community = community
        self.found: list[Request] = []
        self.latest: dict[tuple[int, int], Request] = {}
        self.by_guild: dict[int, list[Request]] = defaultdict(list)
        self.calls = {each.message_id for each in facts.posts.values() if self._calls(each)}

    def through(self) -> list[Request]:
        for happening in self._in_order():
            match happening:
                case Post():
                    self._posted(happening)
                case ReactionChange():
                    self._reacted(happening)
                case Deletion():
                    self._deleted(happening)
        self._withdraw_deleted_answers()
        return self.found

    def _in_order(self) -> list[Post | ReactionChange | Deletion]:
        def every() -> Iterator[Post | ReactionChange | Deletion]:
            yield from self.facts.posts.values()
            yield from self.facts.reactions
            yield from self.facts.deletions.values()

        return sorted(every(), key=lambda each: (each.at_ms, each.message_id))

    # What opens

    def _calls(self, post: Post) -> bool:
        """By its own text, or by an edit within ten minutes."""
        if not self._may_ask(post) or is_report(post, self.community):
            return False
        texts = [post.text] + [
            edit.text
            for edit in self.facts.edits_of(post.message_id)
            if edit.at_ms - post.at_ms <= EDIT_MS
        ]
        return any(self._opens(post, text) for text in texts)

    def _may_ask(self, post: Post) -> bool:
        community, at_ms = self.community, post.at_ms
        if not community.records(post.guild_id) or community.is_excluded(post.author_id, at_ms):
            return False
        server = community.server(post.guild_id)
        if community.is_curator(post.author_id, at_ms) and not server["is_sandbox"]:
            return False
        if community.holds(post.guild_id, "ignored_role_ids", *post.roles):
            return False
        places = (post.channel_id, post.lane_id)
        is_limited = bool(server["allowed_channel_ids"])
        return not is_limited or community.holds(post.guild_id, "allowed_channel_ids", *places)

    def _opens(self, post: Post, text: str) -> bool:
        server, meaning = self.community.server(post.guild_id), sense(text)
        if names_role(text, int(server["help_role_id"])) or meaning is Sense.CALL:
            return True
        if server["opens_on_curator_mention"] and any(
            self.community.is_curator(each, post.at_ms) for each in named(text)
        ):
            return True
        is_every = self.community.holds(
            post.guild_id, "every_message_channel_ids", post.channel_id, post.lane_id
        )
        return is_every and meaning not in (Sense.PASSED_OVER, Sense.SOLVED)

    # What happens

    def _posted(self, post: Post) -> None:
        if not self.community.records(post.guild_id):
            return
        if self.community.is_curator(post.author_id, post.at_ms):
            self._answered(post)
        if post.message_id in self.calls:
            self._asked(post)
        elif sense(post.text) is Sense.SOLVED:
            self._solved(post)

    def _asked(self, post: Post) -> None:
        key = (post.channel_id, post.author_id)
        last = self.latest.get(key)
        if last is not None and self._joins(last, post):
            last.calls.append(post)
            return
        self.latest[key] = request = Request(post, [post], self.first_due_ms)
        self.found.append(request)
        self.by_guild[post.guild_id].append(request)

    def _joins(self, request: Request, post: Post) -> bool:
        before = request.calls[-1].at_ms
        is_ended = any(end >= before for end in request.ends_ms)
        return post.at_ms - before <= JOIN_MS and not is_ended

    def _open_to(self, post: Post) -> list[Request]:
        return [
            each
            for each in self.by_guild[post.guild_id]
            if each.is_before(post.at_ms, post.message_id)
        ]

    def _solved(self, post: Post) -> None:
        for request in self._open_to(post):
            if request.post.author_id != post.author_id:
                continue
            is_here = request.post.channel_id == post.channel_id
            is_soon = post.at_ms - request.calls[-1].at_ms <= SOLVED_MS
            if request.holds(post.reply_to) or (is_here and is_soon):
                request.solved_ids.append(post.message_id)
                request.add(Event("solved", post.message_id, post.author_id, post.at_ms))

    def _answered(self, post: Post) -> None:
        for request in self._open_to(post):
            kind = self._answer_kind(request, post)
            if kind is not None and request.post.author_id != post.author_id:
                request.add(Event(kind, post.message_id, post.author_id, post.at_ms))

    def _answer_kind(self, request: Request, post: Post) -> str | None:
        if request.holds(post.reply_to):
            return "reply"
        is_here = request.post.channel_id == post.channel_id or request.holds(post.channel_id)
        author = request.post.author_id
        if is_here and (author in named(post.text) or post.reply_to_author == author):
            return "message"
        return "message" if self._only_asked(post) is request else None

    def _only_asked(self, post: Post) -> Request | None:
        """The one request of the last half hour in this channel, for a message to nobody."""
        if not self.community.server(post.guild_id)["counts_plain_messages"]:
            return None
        if named(post.text) or post.reply_to is not None:
            return None
        asked = [
            each
            for each in self._open_to(post)
            if each.post.channel_id == post.channel_id and post.at_ms - each.post.at_ms <= PLAIN_MS
        ]
        return asked[0] if len(asked) == 1 else None

    def _reacted(self, change: ReactionChange) -> None:
        for request in self.by_guild[change.guild_id]:
            if request.holds(change.message_id):
                self._reacted_to(request, change)

    def _reacted_to(self, request: Request, change: ReactionChange) -> None:
        key = ("reaction", change.message_id, change.user_id, change.emoji_key)
        if not change.is_added:
            if key in request.events:
                request.events[key].is_withdrawn = True
            return
        is_other = change.user_id != request.post.author_id
        is_curator = self.community.is_curator(change.user_id, change.at_ms)
        if is_other and is_curator and request.is_before(change.at_ms):
            request.add(Event(*key[:3], change.at_ms, change.emoji_key))

    def _deleted(self, deletion: Deletion) -> None:
        for request in self.found:
            if not request.holds(deletion.message_id):
                continue
            request.gone.add(deletion.message_id)
            if len(request.gone) == len(request.calls) and request.is_before(deletion.at_ms):
                request.add(Event("deleted", 0, 0, deletion.at_ms))

    def _withdraw_deleted_answers(self) -> None:
        for request in self.found:
            for event in request.events.values():
                deletion = self.facts.deletions.get(event.source_id)
                if deletion is not None and event.kind in ("reply", "message"):
                    event.is_withdrawn = is_withdrawal(deletion, event.at_ms)


def is_withdrawal(deletion: Deletion, sent_ms: int) -> bool:
    """A deletion within ten minutes of the message; one in bulk withdraws nothing."""
    return not deletion.is_bulk and deletion.at_ms - sent_ms <= WITHDRAW_MS
