"""Old settings: taken where nobody changed today's, and never over what the owner chose."""

import pytest

from curators.models import RatingSettings, ScoringVersion
from monitoring import configuring
from monitoring.importing.settings import SHIPPED_LABELS, SHIPPED_RATING, SHIPPED_STEPS, as_dumped
from monitoring.models import DiscordServer, EscalationStep, Keyword, MonitoringSettings
from tests.monitoring.importing.conftest import NOW
from tests.monitoring.importing.legacy import backup

pytestmark = pytest.mark.django_db


def settings_of(**values: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]


def label(text: str, score: int, **more: object) -> dict[str, object]:
    return {"ratingName": text, "ratingText": text, "minScore": score, "color": "bg", **more}


REAL = settings_of(
    keywordDetection="false", notificationDelay="3600", repeatNotifications="true",
    allowedChannels="", customKeywords="куратор,curator,помощь,help,вопрос", logLevel="info",
)  # fmt: skip


def test_what_a_new_database_has_is_what_may_be_replaced():
    present = configuring.dump(ScoringVersion.in_force(NOW))
    assert present["steps"] == as_dumped(SHIPPED_STEPS)
    assert present["labels"] == SHIPPED_LABELS
    assert {name: present["rating"][name] for name in SHIPPED_RATING} == SHIPPED_RATING


def test_the_real_settings_rule_a_new_database(importing):
    importing(backup(botSettings=REAL))
    assert MonitoringSettings.objects.get().keyword_detection is False
    assert list(EscalationStep.objects.values_list("after_seconds", flat=True)) == [3600, 4800]
    assert importing.became("botSettings") == {
        ("changed", "differs"): 2,
        ("unchanged", "same"): 1,
        ("skipped", "not_used"): 2,
    }
    importing(backup(botSettings=REAL))
    assert importing.report.changes_nothing


def test_what_the_owner_changed_here_stays_and_is_told(importing):
    MonitoringSettings.objects.get().save()
    EscalationStep.objects.filter(tag="role").update(after_seconds=900)
    RatingSettings.objects.filter(min_score=50).update(min_score=60)
    ScoringVersion.objects.create(started_at=NOW, message_points=9)
    DiscordServer.objects.update(alert_channel_id=5)
    importing(
        backup(
            botSettings=settings_of(notificationDelay="3600"),
            ratingSettings=[label("Да", 5), label("Нет", 0)],
            globalRatingConfig=[{"activityPointsMessage": 4}],
            notificationSettings=[{"notificationChannelId": "77", "isActive": True}],
            discordServers=[],
        )
    )
    assert importing.outcomes - {"unchanged"} == {"skipped", "created"}
    assert importing.became("botSettings") == {("skipped", "kept"): 1}
    assert importing.became("ratingSettings") == {("skipped", "kept"): 1}
    assert importing.became("globalRatingConfig") == {("skipped", "kept"): 1}
    assert importing.became("notificationSettings") == {("skipped", "kept"): 8}
    assert set(DiscordServer.objects.values_list("alert_channel_id", flat=True)) == {5}


def test_labels_and_weights_are_taken_where_they_make_sense(importing):
    importing(
        backup(
            ratingSettings=[label("Да", 5), label("Да", 5), label("Нет", 0)],
            globalRatingConfig=[{"activityPointsMessage": 0, "responseTimeGoodSeconds": 30}],
        )
    )
    assert list(RatingSettings.objects.values_list("name", "min_score")) == [("Да", 5), ("Нет", 0)]
    version = ScoringVersion.in_force(importing.now)
    assert (version.message_points, version.good_seconds, version.reply_points) == (0, 30, 2)


@pytest.mark.parametrize(
    "sections",
    [
        {"ratingSettings": [label("Да", 5)]},
        {"ratingSettings": [label("Да", 0), label("Нет", 0)]},
        {"ratingSettings": [label("", 0)]},
        {"globalRatingConfig": [{"activityPointsMessage": -1}]},
        {"globalRatingConfig": [{"responseTimeGoodSeconds": 300}]},
        {"notificationSettings": [{"notificationChannelId": "77", "isActive": False}]},
        {"botSettings": settings_of(notificationDelay="soon", customKeywords=" , ")},
    ],
)
def test_settings_that_make_no_sense_change_nothing(importing, sections):
    importing(backup(discordServers=[], curators=[], **sections))
    assert importing.report.changes_nothing


def test_words_of_the_owners_own_join_todays_list(importing):
    before = list(Keyword.objects.values_list("text", flat=True))
    importing(backup(botSettings=settings_of(customKeywords="Куратор, хелпер,help")))
    assert list(Keyword.objects.values_list("text", flat=True)) == [*before, "хелпер"]
