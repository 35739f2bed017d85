"""Every model is in the admin: its pages open, settings save and bump the configuration."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from curators.admin_base import ReadOnlyAdmin
from curators.models import Curator, RatingSettings, Revision, ScoringVersion
from monitoring.configuration import load_configuration
from monitoring.models import (
    ActivitySums,
    AnswerSums,
    BotLease,
    ChannelCursor,
    DiscordMember,
    DiscordServer,
    EscalationStep,
    Hint,
    Keyword,
    MonitoringSettings,
    Phrase,
    RejectedEvent,
    ReportEvent,
    RequestEvent,
    RequestSums,
    ResponseTracking,
    TaskReport,
)
from monitoring.recording import actions
from monitoring.rules.calls import KINDS
from monitoring.snowflakes import snowflake_at
from tests import factories
from tests.factories import make_curator, make_server, make_user

pytestmark = pytest.mark.django_db

MODELS = [
    *apps.get_app_config("curators").get_models(),
    *apps.get_app_config("monitoring").get_models(),
]
OURS = [model for model in MODELS if not model._meta.auto_created]
EDITABLE = [m for m in OURS if not isinstance(admin.site._registry.get(m), ReadOnlyAdmin)]


@pytest.fixture
def owner(client):
    client.force_login(make_user())
    return client


@pytest.fixture
def rows():
    """One row at least of every model."""
    request = factories.make_answered(by=make_curator(servers=(make_server(),)))
    server, curator, at = request.server, request.answered_by, request.asked_at
    factories.make_alert(request)
    factories.make_activity(server, curator)
    report = factories.make_report(server, reviewer=curator)
    factories.make_gap(server)
    factories.make_excluded()
    factories.make_channel(server)
    factories.make_role(server.guild_id)
    report_key = {"server": server, "report_message_id": report.message_id}
    ReportEvent.objects.create(**report_key, kind="reaction", source_id=1, at=at)
    Hint.objects.create(
        **report_key, person_id=1, reason="count", channel_id=1, target_id=1, due_at=at
    )
    DiscordMember.objects.create(guild_id=1, user_id=2, name="Кира")
    ChannelCursor.objects.create(server=server, channel_id=1, lane_id=1, message_id=1)
    BotLease.objects.create(shards="0/1")
    RejectedEvent.objects.create(
        key="k", kind="Message", guild_id=1, payload={}, reason="NUL", rejected_at=at
    )
    of_day = {"server": server, "span": "day", "date": at.date(), "zone": "UTC"}
    ActivitySums.objects.create(**of_day, curator=curator)
    AnswerSums.objects.create(**of_day, curator=curator)
    RequestSums.objects.create(**of_day, week_hour=1)


def url(model: type[Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def config_number() -> int:
    return Revision.objects.get().config_number


def form_data(response: Any) -> dict[str, Any]:
    """What a browser would send back from a page that nobody touched."""
    adminform = response.context["adminform"]
    forms = [adminform.form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            widget = bound.field.widget
            if hasattr(widget, "decompress"):
                parts = widget.decompress(value)
                data |= {f"{bound.html_name}_{i}": part for i, part in enumerate(parts)}
            elif value is not None and value is not False:
                data[bound.html_name] = value
    return {name: value for name, value in data.items() if value is not None}


def save(client: Any, address: str, **changes: Any) -> Any:
    return client.post(address, form_data(client.get(address)) | changes)


def test_every_model_is_registered():
    assert [model.__name__ for model in OURS if model not in admin.site._registry] == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_lists_and_forms_open(owner, rows, model):
    row = model._default_manager.first()
    assert row is not None
    changelist = owner.get(url(model, "changelist"), follow=True)
    assert changelist.status_code == 200
    assert owner.get(url(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_search_finds_by_text_and_by_id_and_never_fails(owner, rows, model):
    for term in ("Кира", "728355725121945731", "9" * 40, "½", "'"):
        found = owner.get(url(model, "changelist"), {"q": term}, follow=True)
        assert found.status_code == 200


@pytest.mark.parametrize(
    "model", [it for it in EDITABLE if it is not ScoringVersion], ids=lambda model: model.__name__
)
def test_a_form_that_nobody_touched_saves_and_bumps_the_configuration(owner, rows, model):
    row = model._default_manager.order_by("pk").first()
    before = config_number()
    response = save(owner, url(model, "change", row.pk))
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert config_number() > before


def test_rows_that_the_bot_writes_take_no_change(owner, rows):
    for model in set(OURS) - set(EDITABLE):
        row = model._default_manager.first()
        assert owner.get(url(model, "add")).status_code == 403
        assert owner.post(url(model, "change", row.pk), {}).status_code == 403
        assert owner.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_the_settings_are_one_row_that_is_neither_added_nor_deleted(owner):
    change = url(MonitoringSettings, "change", 1)
    assert owner.get(url(MonitoringSettings, "changelist")).url == change
    assert owner.get(url(MonitoringSettings, "add")).status_code == 403
    assert owner.post(url(MonitoringSettings, "delete", 1), {"post": "yes"}).status_code == 403
    save(owner, change, join_seconds="30")
    assert MonitoringSettings.objects.get().join_seconds == 30


def test_a_server_takes_its_lists_of_ids_as_people_type_them(owner):
    server = make_server(report_channel_ids=[1])
    address = url(DiscordServer, "change", server.pk)
    save(owner, address, report_channel_ids="11, 12\n13 11", every_message_channel_ids="")
    server.refresh_from_db()
    assert server.report_channel_ids == [11, 12, 13]
    assert server.every_message_channel_ids == []
    answer = save(owner, address, report_channel_ids="#вопросы")
    assert "нужны только цифры" in answer.content.decode()


def test_quiet_hours_need_both_ends(owner):
    address = url(DiscordServer, "change", make_server().pk)
    assert save(owner, address, quiet_from="23:00").status_code == 200
    assert save(owner, address, quiet_from="23:00", quiet_to="23:00").status_code == 200
    assert save(owner, address, quiet_from="23:00", quiet_to="07:00").status_code == 302


def test_the_form_says_that_quiet_hours_hold_nothing_back_yet(owner):
    page = owner.get(url(DiscordServer, "change", make_server().pk)).content.decode()
    assert "Пока не действует: оповещения идут в любое время." in page


def dismissed(by):
    """A request of an hour ago that this curator said is none, as the button does it."""
    request = factories.make_request(asked_at=timezone.now() - timedelta(hours=1))
    at = request.asked_at + timedelta(seconds=60)
    arguments = (request.server.guild_id, request.message_id, by.discord_id, at, snowflake_at(at))
    assert actions.dismiss(*arguments, load_configuration()).outcome == "done"
    return request


def reopen(client, *requests):
    data = {"action": "reopen", ACTION_CHECKBOX_NAME: [request.pk for request in requests]}
    page = client.post(url(ResponseTracking, "changelist"), data, follow=True)
    return [str(message) for message in page.context["messages"]]


def test_a_dismissed_request_is_opened_again_from_its_list(owner):
    first, second = (dismissed(make_curator()) for _ in range(2))
    assert reopen(owner, first, second) == ["Открыто снова. Теперь они: ждёт — 2."]
    for request in (first, second):
        request.refresh_from_db()
        assert (request.status, request.closed_at) == ("open", None)
    event = RequestEvent.objects.filter(kind="reopened").first()
    assert (event.actor_id, event.source_id) == (0, snowflake_at(event.at))


def test_a_request_that_was_answered_after_its_dismissal_is_answered_again(owner):
    request, curator = dismissed(make_curator()), make_curator()
    at = request.asked_at + timedelta(seconds=90)
    arguments = (request.server.guild_id, request.message_id, curator.discord_id, at, 5)
    actions.mark_answered(*arguments, load_configuration())
    assert reopen(owner, request) == ["Открыто снова. Теперь они: отвечен — 1."]


def test_only_dismissed_requests_are_opened_again(owner):
    assert reopen(owner, factories.make_request()) == ["Не тронуто: 1 — это запросы и так."]
    assert not RequestEvent.objects.exists()


def test_who_is_no_staff_opens_nothing_again(client):
    request = dismissed(make_curator())
    client.force_login(make_user(is_staff=False, is_superuser=False))
    data = {"action": "reopen", ACTION_CHECKBOX_NAME: request.pk}
    assert client.post(url(ResponseTracking, "changelist"), data).status_code == 302
    request.refresh_from_db()
    assert request.status == "dismissed"


def test_what_is_no_report_is_withdrawn_from_its_list_and_verdicts_stand(owner):
    waiting, verified = factories.make_report(), factories.make_report(status="verified")
    data = {"action": "withdraw", ACTION_CHECKBOX_NAME: [waiting.pk, verified.pk]}
    page = owner.post(url(TaskReport, "changelist"), data, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Отозвано: 1.",
        "Не тронуто: 1 — уже проверены или отозваны.",
    ]
    statuses = [TaskReport.objects.get(pk=each.pk).status for each in (waiting, verified)]
    assert statuses == ["withdrawn", "verified"]


def test_the_curators_of_a_server_are_chosen_there(owner):
    server, curator = make_server(), make_curator()
    before = config_number()
    save(owner, url(DiscordServer, "change", server.pk), curators=[curator.pk])
    assert list(server.curators.all()) == [curator]
    assert config_number() > before


def test_a_curator_is_taken_off_and_put_back_and_the_history_stays(owner):
    curator = make_curator()
    before = config_number()
    for action, open_count in (("end_terms", 0), ("begin_terms", 1)):
        data = {"action": action, "_selected_action": [curator.pk]}
        owner.post(url(Curator, "changelist"), data)
        assert curator.terms.filter(ended_at=None).count() == open_count
    assert curator.terms.count() == 2
    assert config_number() > before


def test_a_new_curator_is_added_with_a_term(owner):
    data = form_data(owner.get(url(Curator, "add")))
    data |= {"discord_id": "5", "name": "Кира", "terms-TOTAL_FORMS": "1"}
    data |= {"terms-0-started_at_0": "01.01.2026", "terms-0-started_at_1": "12:00:00"}
    response = owner.post(url(Curator, "add"), data)
    assert response.status_code == 302
    assert Curator.objects.get(discord_id=5).terms.count() == 1


def test_weights_are_changed_by_a_version_that_begins_now(owner):
    old = ScoringVersion.objects.get()
    page = owner.get(url(ScoringVersion, "add"))
    assert form_data(page)["message_points"] == 3
    before = config_number()
    assert save(owner, url(ScoringVersion, "add"), message_points="0").status_code == 302
    assert config_number() > before
    new = ScoringVersion.objects.exclude(pk=old.pk).get()
    assert (new.message_points, new.reply_points) == (0, 2)
    assert new.started_at > old.started_at
    assert owner.post(url(ScoringVersion, "change", old.pk), {}).status_code == 403
    assert save(owner, url(ScoringVersion, "add"), good_seconds="300").status_code == 200


def test_the_lowest_label_always_begins_with_zero(owner):
    lowest = RatingSettings.objects.get(min_score=0)
    change = url(RatingSettings, "change", lowest.pk)
    assert save(owner, change, min_score="5").status_code == 200
    assert owner.post(url(RatingSettings, "delete", lowest.pk), {"post": "yes"}).status_code == 403
    best = RatingSettings.objects.get(min_score=50)
    assert owner.post(url(RatingSettings, "delete", best.pk), {"post": "yes"}).status_code == 302


def test_a_keyword_is_added_once_whatever_its_capitals(owner):
    before = config_number()
    assert owner.post(url(Keyword, "add"), {"text": "  Слоник "}).status_code == 302
    assert config_number() > before
    assert owner.post(url(Keyword, "add"), {"text": "слоник"}).status_code == 200
    assert Keyword.objects.filter(text="Слоник").count() == 1


def test_deleting_many_bumps_the_configuration(owner):
    ids = list(Keyword.objects.values_list("pk", flat=True))[:3]
    before = config_number()
    data = {"action": "delete_selected", "_selected_action": ids, "post": "yes"}
    owner.post(url(Keyword, "changelist"), data)
    assert not Keyword.objects.filter(pk__in=ids).exists()
    assert config_number() > before


def test_a_phrase_has_a_kind_that_the_rules_know(owner):
    assert owner.post(url(Phrase, "add"), {"text": "а", "kind": "odd"}).status_code == 200
    assert owner.post(url(Phrase, "add"), {"text": "а", "kind": KINDS[0]}).status_code == 302


@pytest.mark.parametrize(
    ("tag", "tag_id", "status"),
    [
        ("alert_role", "", 302),
        ("alert_role", "5", 200),
        ("role", "", 302),
        ("role", "5", 302),
        ("person", "", 200),
        ("person", "5", 302),
        ("nobody", "", 302),
    ],
)
def test_a_step_names_whom_it_tags(owner, tag, tag_id, status):
    data = {"after_seconds": "60", "tag": tag, "tag_id": tag_id}
    assert owner.post(url(EscalationStep, "add"), data).status_code == status
