"""What migrations leave in a new database, and that they do it once."""

import pytest
from django.core.management import call_command

from curators.models import RatingSettings, Revision, ScoringVersion
from monitoring.models import DiscordServer, EscalationStep, Keyword, MonitoringSettings

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_new_database_has_the_labels_and_the_weights():
    labels = list(RatingSettings.objects.values_list("name", "min_score"))
    assert labels == [
        ("Великолепно", 50),
        ("Хорошо", 35),
        ("Нормально", 20),
        ("Плохо", 10),
        ("Ужасно", 0),
    ]
    version = ScoringVersion.objects.get()
    assert (version.message_points, version.reply_points) == (3, 2)
    assert (version.reaction_points, version.verification_points) == (1, 5)
    assert (version.good_seconds, version.poor_seconds) == (60, 300)


def test_a_new_database_knows_the_eight_servers_and_where_they_are_called():
    servers = DiscordServer.objects.all()
    assert len(servers) == 8
    assert len({server.alert_role_id for server in servers}) == 8
    assert {server.alert_channel_id for server in servers} == {974783377465036861}
    assert [server.name for server in servers if not server.takes_reports] == ["Detectives"]
    assert all(server.is_active and server.active_since for server in servers)


def test_a_new_database_calls_the_alert_role_and_then_the_head_curators():
    first, second = EscalationStep.objects.all()
    assert (first.after_seconds, first.tag) == (600, EscalationStep.Tag.ALERT_ROLE)
    assert (first.repeat_every_seconds, first.repeat_limit) == (600, 3)
    assert (second.after_seconds, second.tag, second.tag_id) == (1800, "role", None)
    assert second.repeat_every_seconds is None


def test_a_new_database_has_keywords_and_one_row_of_settings():
    assert {"куратор", "помогите", "question"} <= set(
        Keyword.objects.values_list("text", flat=True)
    )
    assert MonitoringSettings.objects.get().pk == 1
    assert Revision.objects.get().pk == 1


def test_a_default_that_the_owner_deleted_or_changed_does_not_come_back():
    Keyword.objects.filter(text="куратор").delete()
    RatingSettings.objects.filter(min_score=50).update(name="Легенда")
    call_command("migrate", verbosity=0)
    assert not Keyword.objects.filter(text="куратор").exists()
    assert not RatingSettings.objects.filter(name="Великолепно").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_defaults_are_there_again_after_a_flush(turn):
    assert Revision.objects.filter(pk=1).exists()
    assert DiscordServer.objects.count() == 8
