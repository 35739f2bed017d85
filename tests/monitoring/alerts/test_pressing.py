from datetime import timedelta

import pytest

from monitoring.alerts import pressing
from monitoring.alerts.cards import Action
from monitoring.alerts.pressing import Press, Refusal
from monitoring.configuration import load_configuration
from monitoring.models import Alert, RequestEvent, ResponseTracking
from tests.factories import make_alert, make_curator, make_excluded, make_id

from .setting import Setting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "custom_id",
    [
        "",
        "gt",
        "other:claim:1:2:n",
        "gt:claim:1:2",
        "gt:claim:1:2:n:3",
        "gt:steal:1:2:n",
        "gt:claim:x:2:n",
        "gt:claim:1:-2:n",
    ],
)
def test_a_button_of_somebody_else_is_not_read(custom_id: str) -> None:
    assert Press.read(custom_id, 1, 2) is None


def test_a_button_says_all_by_itself() -> None:
    press = Press.read("gt:dismiss:1004:3004:c0abc-0-0", 5, make_id())
    assert press is not None
    assert (press.action, press.guild_id, press.request_message_id, press.nonce) == (
        Action.DISMISS,
        1004,
        3004,
        "c0abc-0-0",
    )


def press(setting: Setting, action: str, actor_id: int, message_id: int | None = None) -> Press:
    request = ResponseTracking.objects.get()
    alert = Alert.objects.get()
    target = message_id or request.message_id
    custom_id = f"gt:{action}:{setting.server.guild_id}:{target}:{alert.nonce}"
    made = Press.read(custom_id, actor_id, make_id(setting.now))
    assert made is not None
    return made


@pytest.fixture
def sent(setting: Setting) -> Setting:
    make_alert(setting.ask(), status="sent", message_id=1)
    return setting


def test_curators_may_and_others_are_told_why_not(sent: Setting) -> None:
    curator, former, excluded = make_curator(), make_curator(), make_curator()
    former.close_term(sent.now - timedelta(days=1))
    make_excluded(discord_id=excluded.discord_id)
    configuration = load_configuration()
    told = {
        actor: pressing.refusal(press(sent, "claim", actor), configuration)
        for actor in (curator.discord_id, former.discord_id, excluded.discord_id, 5)
    }
    assert list(told.values()) == [
        None,
        Refusal.TERM_ENDED,
        Refusal.EXCLUDED,
        Refusal.NOT_A_CURATOR,
    ]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_has_its_words(refusal: Refusal, language: str) -> None:
    assert pressing.told(refusal, language).endswith(".")


def test_a_claim_holds_and_a_release_frees(sent: Setting) -> None:
    eva, ivan = make_curator(), make_curator()
    configuration = load_configuration()
    assert pressing.apply(press(sent, "claim", eva.discord_id), configuration) is None
    request = ResponseTracking.objects.get()
    assert request.claimed_by == eva
    assert request.hold_until is not None
    assert Alert.objects.get().edit_due
    other = pressing.apply(press(sent, "release", ivan.discord_id), configuration)
    assert other is Refusal.NOT_HELD
    assert pressing.apply(press(sent, "claim", ivan.discord_id), configuration) is None
    assert ResponseTracking.objects.get().claimed_by == ivan
    assert pressing.apply(press(sent, "release", ivan.discord_id), configuration) is None
    assert ResponseTracking.objects.get().hold_until is None


def test_answered_answers_at_the_interactions_own_time(sent: Setting) -> None:
    eva = make_curator()
    pressed = press(sent, "answered", eva.discord_id)
    assert pressing.apply(pressed, load_configuration()) is None
    request = ResponseTracking.objects.get()
    assert (request.status, request.answered_by) == ("answered", eva)
    assert request.closed_at == pressed.at


def test_the_same_press_again_changes_nothing(sent: Setting) -> None:
    pressed = press(sent, "dismiss", make_curator().discord_id)
    configuration = load_configuration()
    assert pressing.apply(pressed, configuration) is None
    assert pressing.apply(pressed, configuration) is None
    assert RequestEvent.objects.count() == 1
    assert ResponseTracking.objects.get().status == "dismissed"


def test_a_press_that_comes_too_late_is_told_so(sent: Setting) -> None:
    eva, ivan = make_curator(), make_curator()
    configuration = load_configuration()
    pressing.apply(press(sent, "dismiss", eva.discord_id), configuration)
    refusal = pressing.apply(press(sent, "claim", ivan.discord_id), configuration)
    assert refusal is Refusal.CLOSED


def test_nobody_closes_their_own_request(sent: Setting) -> None:
    eva = make_curator()
    ResponseTracking.objects.update(author_id=eva.discord_id)
    refusal = pressing.apply(press(sent, "answered", eva.discord_id), load_configuration())
    assert refusal is Refusal.OWN_REQUEST


def test_a_request_that_is_no_more_is_told_so(sent: Setting) -> None:
    pressed = press(sent, "claim", make_curator().discord_id)
    ResponseTracking.objects.all().delete()
    Alert.objects.all().delete()
    assert pressing.apply(pressed, load_configuration()) is Refusal.MISSING


def test_a_button_of_a_request_that_joined_an_earlier_one_works_on_that(sent: Setting) -> None:
    pressed = press(sent, "claim", make_curator().discord_id, message_id=12345)
    assert pressing.apply(pressed, load_configuration()) is None
    assert ResponseTracking.objects.get().claimed_by is not None
