"""What farming brings, at most: a rule that lets an attack bring more turns one of these red.

The attacks are those of `benchmarks/farming`, and docs/farming.md shows what they bring.
"""

from functools import cache
from itertools import chain

import pytest
from django.conf import settings

from benchmarks.farming.attacks import ATTACKS, Attack
from benchmarks.farming.measuring import (
    Gain,
    Outcome,
    gain,
    outcome_of,
    play,
    read,
    script,
)
from benchmarks.farming.tables import (
    ENGLISH,
    RUSSIAN,
    Words,
    honest_rows,
    moves,
    numbers_row,
    points_row,
)
from benchmarks.farming.world import (
    EVA,
    HELP,
    MARK,
    OTTO,
    SECOND,
    Scene,
    after,
    local,
    make_world,
)
from curators.models import Curator, ExcludedCurator
from monitoring.configuration import load_configuration
from monitoring.models import DiscordServer, ResponseTracking
from monitoring.recording.actions import reopen
from monitoring.recording.rebuild import differences
from monitoring.statistics.ratings import Rating

pytestmark = pytest.mark.django_db

BY_KEY = {attack.key: attack for attack in ATTACKS}
# Points at most: with the defaults, and with at most three messages in ten minutes.
AT_MOST = {
    "words": (360, 108),
    "slowly": (360, 360),
    "servers": (360, 360),
    "night": (360, 108),
    "self_replies": (252, 252),
    "edits": (36, 36),
    "toggles": (12, 12),
    "emoji": (120, 120),
    "deleted": (0, 0),
    "deleted_later": (180, 108),
    "bulk": (324, 108),
    "mutual": (240, 240),
    "second": (150, 150),
    "quiet": (120, 120),
    "curators_reports": (240, 240),
    "reports": (200, 200),
    "dismissing": (0, 0),
    "waiting": (6, 6),
    "taken_back": (0, 0),
    "reacting": (114, 114),
    "pressing": (6, 6),
    "deleting": (0, 0),
    "deleting_later": (0, 0),
}
# The service level at most, where an attack makes it look better than it is: the pages say so.
FLATTERED = {"second": 77, "dismissing": 73, "reacting": 100, "pressing": 100, "deleting": 73}
# By these somebody whom nobody answered is not counted as unanswered.
HIDING = {"dismissing", "reacting", "pressing", "deleting", "deleting_later"}
PAGES = (("farming.md", ENGLISH), ("farming.ru.md", RUSSIAN))


# Measured once: an outcome is a value, and its rows are rolled back.
@cache
def honest() -> Outcome:
    return outcome_of()


@cache
def gained(key: str) -> Gain:
    return gain(BY_KEY[key], honest())


@pytest.fixture(autouse=True)
def _measured(db: None) -> None:
    """Before a test makes the same world for itself."""
    honest()


def eva(outcome: Outcome, setting: str = "default") -> Rating:
    return outcome.ratings[setting][EVA]


def level(outcome: Outcome) -> int:
    found = outcome.figures.service_level(60)
    assert found is not None
    return found


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.key)
def test_no_attack_brings_more_than_is_known(attack: Attack) -> None:
    default, capped = AT_MOST[attack.key]
    assert gained(attack.key).points() <= default
    assert gained(attack.key).points("cap 3") <= capped


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.key)
def test_no_attack_flatters_the_requests_more_than_is_known(attack: Attack) -> None:
    found = gained(attack.key).attacked
    assert level(found) <= FLATTERED.get(attack.key, level(honest()))
    is_hidden = found.figures.unanswered < honest().figures.unanswered
    assert is_hidden <= (attack.key in HIDING)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.key)
@pytest.mark.parametrize(("page", "words"), PAGES, ids=["English", "Russian"])
def test_the_pages_show_what_is_measured(attack: Attack, page: str, words: Words) -> None:
    text = (settings.BASE_DIR / "docs" / page).read_text()
    found = gained(attack.key)
    assert points_row(found, words) in text
    assert not moves(found) or numbers_row(words.name(attack), found.attacked) in text


@pytest.mark.parametrize(("page", "words"), PAGES, ids=["English", "Russian"])
def test_the_pages_show_the_honest_month(page: str, words: Words) -> None:
    text = (settings.BASE_DIR / "docs" / page).read_text()
    rows = [*honest_rows(honest(), words), numbers_row(words.honest, honest())]
    assert [row for row in rows if row not in text] == []


def test_posted_and_deleted_messages_bring_nothing() -> None:
    assert eva(gained("deleted").attacked).counts == eva(honest()).counts


def test_an_edited_message_counts_once() -> None:
    counts = eva(gained("edits").attacked).counts
    assert counts.messages == eva(honest()).counts.messages + 12


def test_a_toggled_reaction_counts_once() -> None:
    counts = eva(gained("toggles").attacked).counts
    assert counts.reactions == eva(honest()).counts.reactions + 12


def test_a_burst_of_words_brings_at_most_the_cap_of_each_ten_minutes() -> None:
    counts = eva(gained("words").attacked, "cap 3").counts
    own = eva(honest()).counts.messages
    assert (counts.messages, counts.capped) == (own + 12 * 3, 12 * 7)


def test_a_cap_of_three_costs_the_honest_curator_a_twentieth_at_most() -> None:
    assert 20 * honest().points("cap 3", OTTO) >= 19 * honest().points("default", OTTO)


def test_night_brings_what_the_evening_does() -> None:
    assert gained("night").points() == gained("words").points()


def test_answers_in_quiet_hours_set_no_speed_and_stay_out_of_the_service_level() -> None:
    found = gained("quiet").attacked
    assert (found.quiet.answered, found.figures) == (60, honest().figures)
    assert eva(found).score.speed_percent == eva(honest()).score.speed_percent


def test_curators_open_neither_requests_nor_reports() -> None:
    found = gained("curators_reports").attacked
    assert found.figures == honest().figures
    assert found.ratings["default"][MARK].counts.verifications == 0


def test_dismissals_stand_beside_their_author_and_among_the_requests() -> None:
    found = gained("dismissing").attacked
    assert (eva(found).dismissed, found.figures.dismissed) == (13, 13)
    assert found.figures.asked == honest().figures.asked - 13


def test_dismissals_that_a_head_curator_takes_back_have_flattered_nothing() -> None:
    keys, life = make_world(), script(BY_KEY["dismissing"])
    configuration = load_configuration()
    play(life.scene.happened, configuration)
    for call in life.hard + life.left:
        at = after(call, 3_600)
        reopen(call.guild_id, call.message_id, 0, at, call.message_id + 1, configuration)
    play([], configuration)
    found = read(life, keys)
    assert (eva(found).dismissed, found.figures.unanswered) == (0, 13)
    assert level(found) == level(honest())


def test_an_answer_just_after_the_alert_sets_no_speed_unless_rescues_count() -> None:
    found = gained("waiting").attacked
    assert (eva(honest()).answers.rescues, eva(found).answers.rescues) == (0, 5)
    assert eva(found).mean_seconds > eva(honest()).mean_seconds
    assert gained("waiting").points("rescues") == 0


def test_reactions_that_are_taken_back_leave_their_requests_unanswered() -> None:
    found = gained("taken_back").attacked
    assert found.figures.unanswered == honest().figures.unanswered + 5
    assert level(found) == level(honest())


def test_requests_deleted_after_a_minute_count_as_late_all_the_same() -> None:
    found = gained("deleting_later").attacked
    assert found.figures.cancelled == 13
    assert level(found) == level(honest())


def test_hearing_it_all_twice_brings_no_more() -> None:
    once = gained("toggles").attacked
    keys, life = make_world(), script(BY_KEY["toggles"])
    for _ in range(2):
        play(life.scene.happened, load_configuration())
    assert read(life, keys).ratings == once.ratings


def test_the_sums_are_those_of_the_rows_after_every_attack_at_once() -> None:
    make_world()
    lives = [script(attack) for attack in ATTACKS if attack.hard is None]
    events = dict.fromkeys(chain.from_iterable(life.scene.happened for life in lives))
    play(events, load_configuration())
    assert differences() == []


def test_in_a_sandbox_nothing_is_gained() -> None:
    keys, life = make_world(), script(BY_KEY["words"])
    DiscordServer.objects.update(is_sandbox=True)
    play(life.scene.happened, load_configuration())
    assert read(life, keys).points("default", EVA, MARK, OTTO) == 0


def test_whoever_is_excluded_gains_nothing_from_then_on() -> None:
    keys, life = make_world(), script(BY_KEY["second"])
    ExcludedCurator.objects.create(discord_id=EVA, name="Ева", started_at=local(0, 0))
    play(life.scene.happened, load_configuration())
    assert read(life, keys).points("default", EVA) == 0


def test_an_excluded_second_account_sets_no_speed_but_replies_to_it_count() -> None:
    keys, life = make_world(), script(BY_KEY["second"])
    ExcludedCurator.objects.create(discord_id=SECOND, name="", started_at=local(0, 0))
    play(life.scene.happened, load_configuration())
    found = read(life, keys)
    assert found.figures == honest().figures
    assert found.points("default", EVA) == honest().points("default", EVA) + 120


def test_nobody_answers_the_own_request_even_as_a_curator_since() -> None:
    make_world()
    scene = Scene()
    call = scene.post(local(0, 12), SECOND, "нужна помощь куратора", HELP)
    Curator.objects.create(discord_id=SECOND, name="Лея").open_term(after(call, 10))
    scene.post(after(call, 20), SECOND, "всё, сама", to=call)
    scene.post(after(call, 30), SECOND, "всё", HELP, names=[SECOND])
    scene.react(after(call, 40), SECOND, call)
    scene.press(after(call, 50), SECOND, call, "answered")
    scene.press(after(call, 60), SECOND, call, "dismissed")
    play(scene.happened, load_configuration())
    request = ResponseTracking.objects.get(message_id=call.message_id)
    assert (request.status, request.answered_by) == ("expired", None)
