from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitoring.rules.report_events import Kind, ReportEvent, ReportFacts
from monitoring.rules.report_reviews import review_state
from monitoring.rules.verdicts import read_verdict

START = datetime(2025, 8, 18, 12, tzinfo=UTC)
LAST = 8
AUTHOR = 1
PEOPLE = st.integers(AUTHOR, 4)
MINUTES = st.integers(0, LAST)
TEXTS = st.sampled_from(["принято", "3/5", "нет", "гляну вечером", "2", "почти"])
NUMBERS = st.one_of(st.none(), st.integers(0, 6))


def minute(number):
    return START + timedelta(minutes=number)


@st.composite
def reactions(draw):
    at, back = draw(MINUTES), draw(st.one_of(st.none(), MINUTES))
    is_back = back is not None and back > at
    is_unknown = draw(st.booleans()) and not is_back
    return ReportEvent(
        Kind.REACTION, 1, draw(PEOPLE), None if is_unknown else minute(at),
        draw(st.sampled_from(["2705", "1f440"])),
        delivered_at=minute(at), withdrawn_at=minute(back) if is_back else None,
    )  # fmt: skip


@st.composite
def replies(draw):
    at, back = draw(MINUTES), draw(st.one_of(st.none(), MINUTES))
    withdrawn = minute(back) if back is not None and back > at else None
    person = draw(PEOPLE)
    source = 100 + 10 * at + person
    return ReportEvent(
        Kind.REPLY, source, person, minute(at), text=draw(TEXTS), withdrawn_at=withdrawn
    )


@st.composite
def acts(draw):
    kind = draw(st.sampled_from(sorted(set(Kind) - {Kind.REACTION, Kind.REPLY})))
    at = draw(MINUTES)
    number = draw(NUMBERS) if kind == Kind.EDITED else draw(st.integers(0, 6))
    return ReportEvent(kind, 1000 + at, draw(PEOPLE), minute(at), number=number)


def key(event):
    return event.kind, event.source_id, event.actor_id, event.emoji_key


HISTORIES = st.lists(
    st.one_of(reactions(), reactions(), replies(), acts()), max_size=9, unique_by=key
)


def replayed(report, events):
    """The rules told minute by minute, with everything kept in plain variables."""
    status, count, is_counted = "pending", report.count, False
    reviewer = since = taker = taken_at = approved = verified_at = verdict = None
    table, said = {}, []
    for now in map(minute, range(LAST + 1)):

        def at_this_minute(kind, now=now):
            found = [e for e in events if e.kind == kind and (e.at or e.delivered_at) == now]
            return sorted(found, key=key)

        for event in events:
            if event.withdrawn_at == now:
                table.pop((event.actor_id, event.emoji_key), None)
                said = [reply for reply in said if reply != event]
        for event in by_others(at_this_minute(Kind.REACTION)):
            table[event.actor_id, event.emoji_key] = event.at
        said += by_others(at_this_minute(Kind.REPLY))
        if status == "withdrawn":
            continue
        for event in at_this_minute(Kind.EDITED):
            if status == "pending" and not is_counted:
                count = event.number
        for event in by_others(at_this_minute(Kind.COUNTED)):
            count, is_counted = event.number, True
        if status != "verified":
            for event in by_others(at_this_minute(Kind.TAKEN)):
                taker, taken_at = event.actor_id, event.at
            for event in at_this_minute(Kind.RELEASED):
                table = {who: at for who, at in table.items() if who[0] != event.actor_id}
                taker = None if taker == event.actor_id else taker
            status, reviewer, since = who_reviews(table, said, taker, taken_at)
            for reply in said:
                number = read_verdict(reply.text, count).approved
                if reply.actor_id == reviewer and number is not None and status != "verified":
                    status, approved, verified_at = "verified", number, reply.at
                    verdict = reply.source_id
        for event in by_others(at_this_minute(Kind.VERIFIED)):
            if status != "verified":
                since = since if reviewer == event.actor_id else now
                status, reviewer, verified_at = "verified", event.actor_id, now
                approved = event.number
        for event in by_others(at_this_minute(Kind.CORRECTED)):
            approved = event.number if status == "verified" else None
        is_over = at_this_minute(Kind.DELETED) or at_this_minute(Kind.WITHDRAWN)
        if is_over and status != "verified":
            status, reviewer, since = "withdrawn", None, None
        if approved is not None and count is not None:
            approved = min(approved, count)
    return status, reviewer, since, approved, verified_at, verdict, count


def by_others(events):
    return [event for event in events if event.actor_id != AUTHOR]


def who_reviews(table, said, taker, taken_at):
    if taker is not None:
        return "reviewing", taker, taken_at
    known = sorted((at, who, emoji) for (who, emoji), at in table.items() if at)
    if known:
        return "reviewing", known[0][1], known[0][0]
    reactors = {who for who, _ in table}
    replied = [reply.actor_id for reply in said if reply.actor_id in reactors]
    if replied:
        return "reviewing", replied[0], None
    if len(reactors) == 1:
        return "reviewing", reactors.pop(), None
    return ("reviewing" if reactors else "pending"), None, None


@given(events=HISTORIES, count=NUMBERS, data=st.data())
def test_any_order_of_the_same_events_gives_the_state_that_a_slow_replay_gives(events, count, data):
    report = ReportFacts(AUTHOR, count)
    shuffled = data.draw(st.permutations(events))
    state = review_state(report, shuffled)
    fields = (
        str(state.status), state.reviewer_id, state.reviewing_since, state.approved,
        state.verified_at, state.verdict_message_id, state.count,
    )  # fmt: skip
    assert fields == replayed(report, events)


@given(events=HISTORIES)
def test_hearing_everything_twice_changes_nothing(events):
    report = ReportFacts(AUTHOR, 5)
    assert review_state(report, events * 2) == review_state(report, events)
