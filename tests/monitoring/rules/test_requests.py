"""The request rule: joining, events, and the earliest that stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.rules.request_events import Event, Kind
from monitoring.rules.request_states import Status, hold, response_seconds, state
from monitoring.rules.requests import (
    Call,
    CuratorMessage,
    Facts,
    Reaction,
    Solved,
    derive,
)
from monitoring.snowflakes import snowflake_at, snowflake_time

START = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
AUTHOR, OTHER, CURATOR, SECOND = 1, 2, 11, 12
CHANNEL, ELSEWHERE = 100, 200


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def message_id(seconds: float) -> int:
    return snowflake_at(at(seconds))


def call(seconds: float, author: int = AUTHOR, channel: int = CHANNEL, **fields) -> Call:
    values = {"join": timedelta(minutes=10), "limit": timedelta(hours=24), **fields}
    return Call(message_id(seconds), channel, author, at(seconds), **values)


def said(seconds: float, *, to: float | None = None, names=(), **fields) -> CuratorMessage:
    values = {"channel_id": CHANNEL, "actor_id": CURATOR, **fields}
    return CuratorMessage(
        message_id(seconds),
        at=at(seconds),
        reply_to_id=None if to is None else message_id(to),
        names=frozenset(names),
        **values,
    )


def reacted(seconds: float | None, on: float, actor: int = CURATOR, **fields) -> Reaction:
    when = None if seconds is None else at(seconds)
    return Reaction(message_id(on), actor, "2705", when, at(seconds or 5000), **fields)


def solved(seconds: float, *, to: float | None = None, channel: int = CHANNEL) -> Solved:
    reply = None if to is None else message_id(to)
    return Solved(message_id(seconds), channel, AUTHOR, at(seconds), reply)


def groups(facts: Facts) -> list[list[int]]:
    return [
        [int((c.at - START).total_seconds()) for c in request.calls] for request in derive(facts)
    ]


def state_of(facts: Facts, *, first_due: float = 600):
    request = derive(facts)[0]
    return state(request.events, request.first.at, at(first_due))


@pytest.mark.parametrize(
    ("gap", "expected"), [(599, [[0, 599]]), (600, [[0, 600]]), (601, [[0], [601]])]
)
def test_a_call_joins_the_one_at_most_ten_minutes_before(gap, expected):
    assert groups(Facts([call(0), call(gap)])) == expected


def test_joining_counts_from_the_call_before_and_not_from_the_first():
    assert groups(Facts([call(0), call(500), call(1000)])) == [[0, 500, 1000]]


@pytest.mark.parametrize("other", [{"author": OTHER}, {"channel": ELSEWHERE}])
def test_another_author_or_channel_is_another_request(other):
    assert len(derive(Facts([call(0), call(10, **other)]))) == 2


@pytest.mark.parametrize(
    "ending",
    [
        {"messages": [said(30, to=0)]},
        {"messages": [said(30, names=[AUTHOR])]},
        {"messages": [said(30, to=0, withdrawn_at=at(40))]},
        {"reactions": [reacted(30, on=0)]},
        {"reactions": [reacted(30, on=0, withdrawn_at=at(40))]},
        {"reactions": [reacted(90, on=0, first_at=at(30))]},
        {"solved": [solved(30)]},
        {"done": {message_id(0): [Event(Kind.BUTTON, 7, CURATOR, at=at(30))]}},
        {"done": {message_id(0): [Event(Kind.DISMISSED, 7, CURATOR, at=at(30))]}},
    ],
)
def test_nothing_joins_across_an_ending_standing_or_withdrawn(ending):
    assert groups(Facts([call(0), call(60)], **ending)) == [[0], [60]]


@pytest.mark.parametrize(("asked", "said_then", "answers"), [(1, 2, True), (2, 1, False)])
def test_in_one_millisecond_an_answer_has_the_higher_id(asked, said_then, answers):
    question = replace(call(0), message_id=message_id(0) + asked)
    answer = replace(said(0, names=[AUTHOR]), message_id=message_id(0) + said_then)
    plain = replace(said(0, is_plain=True), message_id=message_id(0) + said_then)
    thanks = replace(solved(0), message_id=message_id(0) + said_then)
    for facts in ({"messages": [answer]}, {"messages": [plain]}, {"solved": [thanks]}):
        [request] = derive(Facts([question], **facts))
        assert bool(request.events) is answers


def test_a_reaction_cannot_come_before_its_message():
    [request] = derive(Facts([call(0)], reactions=[reacted(0, 0)]))
    assert state(request.events, at(0), at(600)).response_seconds == 1


@pytest.mark.parametrize(("reply", "later", "expected"), [(1, 2, 2), (2, 1, 1)])
def test_in_one_millisecond_the_order_of_ids_decides_what_is_between(reply, later, expected):
    answer = replace(said(60, to=0), message_id=message_id(60) + reply)
    again = replace(call(60), message_id=message_id(60) + later)
    assert len(derive(Facts([call(0), again], messages=[answer]))) == expected


def test_a_deleted_request_is_joined_by_nothing_that_comes_later():
    assert groups(Facts([call(0, deleted_at=at(30)), call(60)])) == [[0], [60]]


def test_a_first_message_deleted_after_the_second_stays_key_and_clock():
    request = derive(Facts([call(0, deleted_at=at(90)), call(60)]))[0]
    assert request.first.message_id == message_id(0)
    assert [event.kind for event in request.events] == []


@pytest.mark.parametrize(
    "kept",
    [
        {"reactions": [reacted(None, on=0)]},
        {"messages": [said(30, names=[OTHER])]},
        {"messages": [said(70, to=0)]},
        {"done": {message_id(0): [Event(Kind.CLAIMED, 7, CURATOR, at=at(30))]}},
    ],
)
def test_what_ended_nothing_in_between_lets_it_join(kept):
    assert groups(Facts([call(0), call(60)], **kept)) == [[0, 60]]


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (said(40, to=0), Kind.REPLY),
        (said(40, names=[AUTHOR]), Kind.MESSAGE),
        (said(40, names=[AUTHOR], channel_id=message_id(0)), Kind.MESSAGE),
        (said(40, names=[AUTHOR], channel_id=ELSEWHERE), None),
        (said(40, names=[OTHER]), None),
        (said(40), None),
        (said(-5, names=[AUTHOR]), None),
        (said(86_400, to=0), Kind.REPLY),
        (said(86_401, to=0), None),
        (said(40, to=0, actor_id=AUTHOR), None),
    ],
)
def test_which_messages_of_a_curator_answer(message, kind):
    events = derive(Facts([call(0)], messages=[message]))[0].events
    assert [event.kind for event in events] == ([] if kind is None else [kind])


def test_a_message_that_names_the_author_answers_every_request_of_theirs_there():
    facts = Facts([call(0), call(2000)], messages=[said(2100, names=[AUTHOR])])
    assert [len(request.events) for request in derive(facts)] == [1, 1]


@pytest.mark.parametrize(
    ("calls", "answered"),
    [
        ([call(0)], [True]),
        ([call(0), call(10, author=OTHER)], [False, False]),
        ([call(0), call(1790, author=OTHER)], [False, True]),
        ([call(0, channel=ELSEWHERE)], [False]),
    ],
)
def test_a_message_to_nobody_answers_the_only_request_of_half_an_hour(calls, answered):
    facts = Facts(calls, messages=[said(1801, is_plain=True)])
    if len(calls) == 1:
        facts = replace(facts, messages=[said(1800, is_plain=True)])
    if answered == [False, False]:
        facts = replace(facts, messages=[said(1000, is_plain=True)])
    assert [bool(request.events) for request in derive(facts)] == answered


@pytest.mark.parametrize(
    ("word", "is_heard"),
    [
        (solved(600), True),
        (solved(601), False),
        (solved(5000, to=0), True),
        (solved(30, channel=ELSEWHERE), False),
    ],
)
def test_a_request_is_solved_by_a_reply_or_within_ten_minutes(word, is_heard):
    assert bool(derive(Facts([call(0)], solved=[word]))[0].events) is is_heard


@pytest.mark.parametrize(
    ("seconds", "status"), [(599, Status.CANCELLED), (600, Status.OPEN), (601, Status.OPEN)]
)
def test_taking_back_cancels_before_the_first_alert_and_marks_later(seconds, status):
    result = state_of(Facts([call(0, deleted_at=at(seconds))]))
    assert (result.status, result.taken_back_at) == (status, at(seconds))


def test_a_request_taken_back_late_is_still_answered():
    facts = Facts([call(0, deleted_at=at(700))], messages=[said(800, to=0)])
    assert state_of(facts).status == Status.ANSWERED


def test_the_earliest_answer_is_credited():
    facts = Facts(
        [call(0)],
        messages=[said(50, to=0, actor_id=SECOND)],
        reactions=[reacted(40, on=0)],
    )
    result = state_of(facts)
    assert (result.answered_by, result.response_seconds, result.response_kind) == (
        CURATOR,
        40,
        "reaction",
    )


def test_a_withdrawn_answer_lets_the_next_decide():
    facts = Facts(
        [call(0)],
        messages=[said(50, to=0, actor_id=SECOND)],
        reactions=[reacted(40, on=0, withdrawn_at=at(45))],
    )
    assert state_of(facts).answered_by == SECOND


def test_an_answer_of_unknown_time_has_no_seconds_and_yields_to_a_known_one():
    unknown = Facts([call(0)], reactions=[reacted(None, on=0)])
    result = state_of(unknown)
    assert (result.status, result.answered_by, result.response_seconds) == (
        Status.ANSWERED,
        CURATOR,
        None,
    )
    known = replace(unknown, messages=[said(9000, to=0, actor_id=SECOND)])
    assert state_of(known).answered_by == SECOND


def test_of_several_unknown_answerers_nobody_is_credited():
    reactions = [reacted(None, on=0), reacted(None, on=0, actor=SECOND)]
    result = state_of(Facts([call(0)], reactions=reactions))
    assert (result.status, result.answered_by) == (Status.ANSWERED, None)


def test_expiry_yields_even_to_an_answer_of_unknown_time():
    expired = Event(Kind.EXPIRED, message_id(0), at=at(86_400))
    facts = Facts([call(0)], done={message_id(0): [expired]})
    assert state_of(facts).status == Status.EXPIRED
    assert state_of(replace(facts, reactions=[reacted(None, on=0)])).status == Status.ANSWERED


@pytest.mark.parametrize(
    ("reopened", "status"), [(None, Status.DISMISSED), (10, Status.DISMISSED), (30, Status.OPEN)]
)
def test_reopening_takes_back_the_dismissals_before_it(reopened, status):
    done = [Event(Kind.DISMISSED, 7, CURATOR, at=at(20))]
    if reopened is not None:
        done.append(Event(Kind.REOPENED, 8, CURATOR, at=at(reopened)))
    assert state_of(Facts([call(0)], done={message_id(0): done})).status == status


@pytest.mark.parametrize(
    ("milliseconds", "seconds"), [(0, 1), (499, 1), (1499, 1), (1500, 2), (2500, 3), (38_400, 38)]
)
def test_seconds_are_rounded_half_up_and_never_below_one(milliseconds, seconds):
    assert response_seconds(START, START + timedelta(milliseconds=milliseconds)) == seconds


# Law 1, against a rule that is slow and obvious: replay what is known, moment by moment.

moments = st.integers(0, 3000)
calls = st.builds(
    call,
    moments,
    author=st.sampled_from([AUTHOR, OTHER]),
    channel=st.sampled_from([CHANNEL, ELSEWHERE]),
)
answers = st.builds(
    said,
    moments,
    names=st.sets(st.sampled_from([AUTHOR, OTHER]), max_size=2),
    channel_id=st.sampled_from([CHANNEL, ELSEWHERE]),
    actor_id=st.sampled_from([CURATOR, SECOND]),
)


def by_hand(facts: Facts) -> list[tuple[int, list[int], list[int]]]:
    """(first call, calls, answering messages) by going through time second by second."""
    requests: list[dict] = []
    timeline = sorted([*facts.calls, *facts.messages], key=lambda item: item.message_id)
    for item in timeline:
        if isinstance(item, Call):
            same = [r for r in requests if r["stream"] == (item.channel_id, item.author_id)]
            last = same[-1] if same else None
            if (
                last
                and not last["answers"]
                and item.at - snowflake_time(last["calls"][-1]) <= item.join
            ):
                last["calls"].append(item.message_id)
            else:
                stream = (item.channel_id, item.author_id)
                requests.append({"stream": stream, "calls": [item.message_id], "answers": []})
            continue
        for request in requests:
            channel, author = request["stream"]
            if channel == item.channel_id and author in item.names:
                request["answers"].append(item.message_id)
    return [(r["calls"][0], r["calls"], r["answers"]) for r in requests]


@given(
    st.lists(calls, max_size=8, unique_by=lambda c: c.message_id),
    st.lists(answers, max_size=8, unique_by=lambda m: m.message_id),
    st.randoms(),
)
def test_any_order_of_facts_gives_what_going_through_time_gives(calls, answers, random):
    used = {c.message_id for c in calls}
    answers = [a for a in answers if a.message_id not in used]
    facts = Facts(list(calls), messages=list(answers))
    expected = by_hand(facts)
    random.shuffle(calls)
    random.shuffle(answers)
    derived = derive(Facts(calls, messages=answers))
    found = [
        (
            request.first.message_id,
            [c.message_id for c in request.calls],
            sorted(event.source_id for event in request.events),
        )
        for request in derived
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("deeds", "closed", "held"),
    [
        ([("claimed", CURATOR, 10)], None, (CURATOR, 10)),
        ([("claimed", CURATOR, 10), ("claimed", SECOND, 20)], None, (SECOND, 20)),
        ([("claimed", SECOND, 20), ("claimed", CURATOR, 10)], None, (SECOND, 20)),
        ([("claimed", CURATOR, 10), ("released", CURATOR, 20)], None, None),
        ([("claimed", CURATOR, 10), ("released", SECOND, 20)], None, (CURATOR, 10)),
        ([("released", CURATOR, 5), ("claimed", CURATOR, 10)], None, (CURATOR, 10)),
        ([("claimed", CURATOR, 30)], 30, None),
        ([("claimed", CURATOR, 29)], 30, (CURATOR, 29)),
        ([("dismissed", CURATOR, 10)], None, None),
        ([], None, None),
    ],
)
def test_who_holds_a_request(deeds, closed, held):
    events = [
        Event(Kind(kind), n, actor, at=at(when)) for n, (kind, actor, when) in enumerate(deeds)
    ]
    found = hold(events, None if closed is None else at(closed))
    assert (found and (found.actor_id, found.since)) == (held and (held[0], at(held[1])))


def test_the_first_word_that_takes_back_is_the_mark():
    facts = Facts([call(0)], solved=[solved(400)], messages=())
    later = replace(facts, calls=[call(0, deleted_at=at(500))])
    assert state_of(later, first_due=100).taken_back_at == at(400)


def test_the_last_reopening_counts():
    done = [
        Event(Kind.REOPENED, 8, CURATOR, at=at(10)),
        Event(Kind.DISMISSED, 7, CURATOR, at=at(20)),
        Event(Kind.REOPENED, 9, CURATOR, at=at(30)),
    ]
    assert state_of(Facts([call(0)], done={message_id(0): done})).status == Status.OPEN


def test_an_answer_of_unknown_time_comes_before_a_deletion_of_unknown_time():
    gone = call(0, deleted_at=at(50), is_deletion_timed=False)
    assert state_of(Facts([gone])).status == Status.CANCELLED
    facts = Facts([gone], reactions=[reacted(None, on=0)])
    assert state_of(facts).status == Status.ANSWERED


def test_a_known_answer_credits_one_person_whoever_reacted_at_unknown_times():
    facts = Facts(
        [call(0)],
        messages=[said(50, to=0)],
        reactions=[reacted(None, on=0, actor=SECOND), reacted(None, on=0, actor=13)],
    )
    assert state_of(facts).answered_by == CURATOR


def test_a_request_is_deleted_with_its_last_message():
    calls = [call(0, deleted_at=at(90)), call(30, deleted_at=at(60))]
    assert state_of(Facts(calls)).closed_at == at(90)


def test_nobody_answers_their_own_request_by_a_reaction():
    facts = Facts([call(0)], reactions=[reacted(30, on=0, actor=AUTHOR)])
    assert derive(facts)[0].events == []


def test_a_reaction_on_another_message_is_no_answer():
    assert derive(Facts([call(0)], reactions=[reacted(30, on=10)]))[0].events == []


def test_a_word_that_it_is_solved_counts_from_the_last_call():
    facts = Facts([call(0), call(500)], solved=[solved(1000)])
    assert [event.kind for event in derive(facts)[0].events] == [Kind.SOLVED]
