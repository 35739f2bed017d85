"""A dry run, the snapshot before, and what the command prints."""

import gzip
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from curators.models import Curator, Revision
from monitoring.importing import Damaged, lines
from monitoring.importing.snapshots import KEPT, settle_snapshot, take_snapshot
from monitoring.models import Activity, MonitoringSettings, RejectedEvent
from tests.factories import make_activity
from tests.monitoring.importing.conftest import NOW
from tests.monitoring.importing.legacy import backup, message, numbered, written
from tests.monitoring.importing.test_whole import real_shape
from tests.monitoring.recording.tables import dump

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_dry_run_tells_exactly_what_an_import_does_and_does_nothing(importing, tmp_path):
    before = dump(), Revision.objects.values().get(), Curator.objects.count()
    told = importing(real_shape(), is_dry_run=True).entries
    assert (dump(), Revision.objects.values().get(), Curator.objects.count()) == before
    assert not RejectedEvent.objects.exists()
    assert not (tmp_path / "snapshots").exists()
    assert importing(real_shape()).entries == told
    assert Activity.objects.exists()


def test_an_import_bumps_the_configuration_once_it_changes_something(importing):
    before = Revision.objects.get().config_number
    importing(backup())
    assert Revision.objects.get().config_number > before


def test_the_sum_of_the_report_is_the_rows_of_the_file(importing):
    whole = real_shape()
    importing(whole)
    for section in ("curators", "activities", "responseTracking", "taskReports"):
        assert sum(importing.report.of(section).values()) == len(whole[section])
    text = "\n".join(lines(importing.report, "ru"))
    assert "в карантин — дубликат другой строки: 17" in text
    assert len([line for line in lines(importing.report, "en") if "duplicate" in line]) == 2


def test_the_command_prints_the_report_and_writes_every_row(tmp_path, settings):
    settings.SNAPSHOT_DIR = tmp_path / "snapshots"
    path, rows = written(tmp_path, real_shape()), tmp_path / "rows.jsonl"
    out = StringIO()
    call_command("import_legacy", str(path), "--dry-run", "--rows", str(rows), stdout=out)
    assert "A dry run: nothing is changed." in out.getvalue()
    entries = [json.loads(line) for line in rows.read_text().splitlines()]
    assert sum(entry["section"] == "responseTracking" for entry in entries) == 21
    call_command("import_legacy", str(path), stdout=out)
    assert "before-import-" in out.getvalue() and Activity.objects.exists()


def test_the_command_refuses_a_damaged_file_in_one_line(tmp_path):
    path = tmp_path / "half.json"
    path.write_bytes(json.dumps(real_shape()).encode()[:5000])
    with pytest.raises(CommandError, match=r"^half.json: файл обрывается.* Nothing is changed\.$"):
        call_command("import_legacy", str(path))


def test_a_snapshot_is_taken_before_anything_is_written(importing, tmp_path):
    make_activity(content="раньше")
    importing(backup(activities=[message(1)]))
    (path,) = (tmp_path / "snapshots").iterdir()
    assert path.name == importing.report.snapshot
    assert path.stat().st_mode & 0o077 == 0
    rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    found = [row["fields"]["content"] for row in rows if row["model"] == "monitoring.activity"]
    assert found == ["раньше"]


def test_only_the_last_few_snapshots_are_kept(tmp_path):
    times = [NOW.replace(second=n) for n in range(KEPT + 3)]
    paths = [take_snapshot(tmp_path, at) for at in times]
    settle_snapshot(paths[-1], is_needed=True)
    assert sorted(tmp_path.iterdir()) == paths[3:]


def test_an_import_that_changes_nothing_leaves_no_snapshot(importing, tmp_path):
    importing(backup())
    before = list((tmp_path / "snapshots").iterdir())
    importing(backup())
    assert list((tmp_path / "snapshots").iterdir()) == before
    assert importing.report.snapshot == ""


def test_settings_that_the_configuration_refuses_change_nothing(importing):
    label = {"ratingName": "x", "ratingText": "Да", "minScore": 5}
    low = {"ratingName": "y", "ratingText": "да", "minScore": 0}
    with pytest.raises(Damaged, match=r"^settings: labels\[1\]"):
        importing(backup(ratingSettings=[label, low], activities=[message(1)]))
    assert not Curator.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_read_back_into_an_empty_database(importing, tmp_path):
    importing(backup(activities=numbered(message(1), message(2))))
    MonitoringSettings.objects.update(join_seconds=77)
    before = dump()
    path = take_snapshot(tmp_path / "snapshots", NOW)
    call_command("flush", interactive=False, verbosity=0)
    assert not Activity.objects.exists()
    call_command("loaddata", str(path), verbosity=0)
    assert dump() == before
    assert MonitoringSettings.objects.get().join_seconds == 77
