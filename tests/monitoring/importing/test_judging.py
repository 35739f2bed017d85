"""What one old row says, or why it cannot have happened so."""

import pytest

from monitoring.importing.formats import Version
from monitoring.importing.invented import SECONDS, bursts
from monitoring.importing.judging import Asked, Deed, Reason, read_deed, read_response
from monitoring.importing.report_facts import Told, read_report
from monitoring.importing.values import discord_id, emoji, moment
from monitoring.snowflakes import snowflake_time
from tests.monitoring.importing.legacy import (
    ANNA,
    at,
    message,
    reacted,
    reaction,
    report,
    response,
    sid,
    stamp,
    verified,
)

FIRST, SECOND, THIRD = Version


@pytest.mark.parametrize(
    "value", ["-", "", "0", "test_mention_0_1", "12a", None, 1.5, True, "9" * 20]
)
def test_what_is_no_discord_id_is_none(value):
    assert discord_id(value) is None


def test_ids_and_times_are_read_as_they_were_written():
    assert discord_id("600000000000000001") == discord_id(600000000000000001) == ANNA
    assert moment("2025-07-24T20:00:01.500Z") == moment("2025-07-24T23:00:01.5+03:00") == at(1.5)
    assert moment("2025-07-24T20:00:01.5") == at(1.5)
    assert moment("0001-01-01T00:00:00+14:00") is None and moment("yesterday") is None


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({"reactionEmoji": "👍"}, "1f44d"),
        ({"reactionEmoji": "<:pepe:123>"}, "123"),
        ({"content": "Reacted with <a:pepe:123>"}, "123"),
        ({"reactionEmoji": None, "content": "Reacted with 👍"}, "1f44d"),
    ],
)
def test_an_emoji_has_the_key_that_the_bot_gives_it(row, key):
    assert emoji(row)[0] == key


def test_a_message_has_the_time_of_its_snowflake():
    deed = read_deed(message(5, timestamp=stamp(65)), FIRST)
    assert isinstance(deed, Deed) and deed.at == snowflake_time(int(sid(5)))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (message(messageId="-"), Reason.NO_MESSAGE),
        (message(type="dance"), Reason.UNKNOWN_KIND),
        (message(timestamp=stamp(86_401)), Reason.CONTRADICTS_SNOWFLAKE),
        (message(timestamp=stamp(-86_401)), Reason.CONTRADICTS_SNOWFLAKE),
        (reaction(-6, sid(0)), Reason.CONTRADICTS_SNOWFLAKE),
        (reaction(1, "-", messageId=None), Reason.NO_MESSAGE),
        (
            message(9, type="task_verification", messageId=sid(9), targetMessageId=sid(30)),
            Reason.IMPOSSIBLE_TIME,
        ),
    ],
)
def test_an_impossible_activity_has_its_reason(row, reason):
    assert read_deed(row, FIRST) is reason


@pytest.mark.parametrize("seconds", [86_399, -86_399, 0])
def test_a_stamp_of_another_zone_contradicts_nothing(seconds):
    assert isinstance(read_deed(message(timestamp=stamp(seconds)), FIRST), Deed)


@pytest.mark.parametrize(("version", "known"), [(FIRST, at(7)), (SECOND, None), (THIRD, at(7))])
def test_the_second_version_did_not_know_when_reactions_came(version, known):
    deed = read_deed(reaction(7, sid(0)), version)
    assert isinstance(deed, Deed) and (deed.at, deed.delivered_at) == (known, at(7))
    asked = read_response(reacted(0, 7), version)
    assert isinstance(asked, Asked) and asked.answer and asked.answer.at == known


def test_a_reaction_names_who_reacted():
    asked = read_response(reacted(0, 7), FIRST)
    assert isinstance(asked, Asked) and asked.answer and asked.answer.actor_id == ANNA


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (response(0, 7, mentionMessageId="test_mention_0_1753"), Reason.INVENTED),
        (response(0, 7, responseMessageId="test_response_0_1753"), Reason.INVENTED),
        (response(0, 7, mentionMessageId="unknown"), Reason.NO_MESSAGE),
        (response(0, 7, responseMessageId="?"), Reason.NO_MESSAGE),
        (response(0, 7, responseTimeSeconds=0), Reason.IMPOSSIBLE_TIME),
        (response(0, 7, responseTimeSeconds=-3), Reason.IMPOSSIBLE_TIME),
        (response(0, 7, responseTimestamp=stamp(-1)), Reason.IMPOSSIBLE_TIME),
        (response(10, 7, mentionTimestamp=None), Reason.IMPOSSIBLE_TIME),
        (response(0, 7, responseTimeSeconds=13), Reason.CONTRADICTS_STAMPS),
        (response(0, 7, responseMessageId=sid(70)), Reason.CONTRADICTS_SNOWFLAKE),
        (response(0, mentionTimestamp=stamp(86_401)), Reason.CONTRADICTS_SNOWFLAKE),
        (response(0, 7, responseType="telepathy"), Reason.UNKNOWN_KIND),
    ],
)
def test_an_impossible_response_has_its_reason(row, reason):
    assert read_response(row, FIRST) is reason


@pytest.mark.parametrize("seconds", [2, 7, 12])
def test_a_few_seconds_of_rounding_and_processing_are_no_contradiction(seconds):
    assert isinstance(read_response(response(0, 7, responseTimeSeconds=seconds), FIRST), Asked)


def test_eight_answers_at_one_moment_with_the_endpoints_seconds_were_invented():
    real = [("Анна", at(600), seconds, f"real {seconds}") for seconds in (15, 25, 8)]
    fake = [("Анна", at(n / 100), seconds, f"fake {seconds}") for n, seconds in enumerate(SECONDS)]
    assert bursts(real + fake) == {f"fake {seconds}" for seconds in SECONDS}
    assert bursts(real + fake[1:]) == set()
    assert bursts([(f"{n}", *rest) for n, (_, *rest) in enumerate(fake)]) == set()


def test_what_a_report_does_not_say_is_not_zero():
    told = read_report(verified(0, 60, None))
    assert isinstance(told, Told) and (told.approved, told.count) == (None, 3)
    assert read_report(report(status="lost")) is Reason.UNKNOWN_KIND
    assert read_report(verified(0, -60)) is Reason.IMPOSSIBLE_TIME
    assert read_report(report(messageId=None)) is Reason.NO_MESSAGE
    assert read_report(report(submittedAt=stamp(90_000))) is Reason.CONTRADICTS_SNOWFLAKE


@pytest.mark.parametrize(("checked", "status"), [(None, "pending"), (60, "verified")])
def test_what_the_third_version_archived_was_reviewed_or_not(checked, status):
    told = read_report(report(status="archived", checkedAt=stamp(checked)))
    assert isinstance(told, Told) and told.status == status
