"""The admin's page: a dry run of what is uploaded, then the import, and only for the owner."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring.models import Activity, RejectedEvent
from tests.factories import make_user
from tests.monitoring.importing.legacy import backup, message, numbered

pytestmark = pytest.mark.django_db
PAGE = "/admin/monitoring/rejectedevent/import/"


@pytest.fixture
def owner(client, settings, tmp_path):
    settings.SNAPSHOT_DIR = tmp_path / "snapshots"
    settings.UPLOAD_DIR = tmp_path / "uploads"
    client.force_login(make_user())
    return client


def uploaded(client: Any, *contents: Any) -> Any:
    files = [
        SimpleUploadedFile(f"../{number}.json", json.dumps(content).encode())
        for number, content in enumerate(contents)
    ]
    return client.post(PAGE, {"backups": files})


def test_the_list_of_rejected_events_leads_to_the_page(owner):
    assert reverse("admin:import_legacy") == PAGE
    listed = owner.get(reverse("admin:monitoring_rejectedevent_changelist")).content.decode()
    assert PAGE in listed
    assert owner.get(PAGE).status_code == 200


def test_what_is_uploaded_is_shown_first_and_imported_when_the_owner_says_so(owner, tmp_path):
    twice = numbered(message(1), message(1))
    shown = uploaded(owner, backup(), backup(activities=twice))
    assert "Пробный прогон" in shown.content.decode()
    assert "в карантин — дубликат другой строки: 1" in shown.content.decode()
    assert not Activity.objects.exists()
    done = owner.post(PAGE, {"token": shown.context["token"]})
    assert "Импорт закончен" in done.content.decode()
    assert (Activity.objects.count(), RejectedEvent.objects.count()) == (1, 1)
    assert list((tmp_path / "uploads").iterdir()) == []
    again = uploaded(owner, backup(activities=twice)).content.decode()
    assert "Импортировать нечего" in again


def test_a_token_is_good_once_and_a_forged_one_never(owner):
    token = uploaded(owner, backup()).context["token"]
    owner.post(PAGE, {"token": token})
    for bad in (token, "../../etc", ""):
        answer = owner.post(PAGE, {"token": bad}, follow=True)
        assert "Загрузите их снова" in answer.content.decode()


def test_a_damaged_upload_says_what_is_wrong_and_leaves_nothing(owner, tmp_path):
    half = SimpleUploadedFile("half.json", json.dumps(backup()).encode()[:100])
    answer = owner.post(PAGE, {"backups": [half]}).content.decode()
    assert "half.json: файл обрывается" in answer and "Ничего не изменено" in answer
    assert list((tmp_path / "uploads").iterdir()) == []
    assert owner.post(PAGE, {}).status_code == 200


def test_nobody_but_a_superuser_opens_the_page(owner):
    owner.force_login(make_user("clerk", is_superuser=False))
    assert owner.get(PAGE).status_code == 403
    assert uploaded(owner, backup()).status_code == 403
    owner.logout()
    assert owner.get(PAGE).status_code == 302
