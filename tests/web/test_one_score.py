"""One curator has one score for one period, wherever it is shown."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from time_machine import travel

from curators.models import Curator, ScoringVersion
from monitoring.models import DiscordServer
from monitoring.recording.rebuild import rebuild
from tests.factories import make_activity, make_answered, make_curator, make_server

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
KINDS = ("message", "reply", "reaction", "verification")
Walk = Callable[[Curator], dict[str, Any]]


@pytest.fixture
def walk(signed_in: Client, tmp_path: Path) -> Walk:
    """The curator's score and label, by where they are shown."""

    def rows(path: str) -> Any:
        return signed_in.get(f"/api/{path}/").json()

    def exported() -> list[dict[str, Any]]:
        file = tmp_path / "ratings.jsonl"
        call_command("export", "ratings", "--format", "jsonl", "--output", str(file))
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    def downloaded() -> list[dict[str, Any]]:
        response = signed_in.get("/api/exports/ratings/?format=jsonl&period=30d")
        return [json.loads(line) for line in response.getvalue().decode().splitlines()]

    def walk(curator: Curator) -> dict[str, Any]:
        discord_id = str(curator.discord_id)
        [listed] = [it for it in rows("curators") if it["discord_id"] == discord_id]
        board = rows("leaderboard")["results"]
        [standing] = [it for it in board if it["curator"]["discord_id"] == discord_id]
        page = rows(f"curators/{discord_id}/statistics")
        shown = {"list": listed["rating"], "leaderboard": standing, "page": page}
        found = {place: (it["score"], it["label"]["name"]) for place, it in shown.items()}
        for place, lines in (("export", exported()), ("download", downloaded())):
            [line] = [it for it in lines if it["curator_id"] == discord_id]
            found[place] = (line["score"], line["label"])
        return found | {"admin": in_admin(signed_in, curator)}

    return walk


def in_admin(client: Client, curator: Curator) -> tuple[int, str]:
    page = client.get("/admin/curators/curator/").content.decode()
    [row] = [row for row in page.split("<tr") if f">{curator.name}<" in row]
    [score] = re.findall(r'field-score nowrap">([^<]*)<|field-score">([^<]*)<', row)
    [label] = re.findall(r'field-score_label">([^<]*)<', row)
    return int("".join(score)), label


def act(server: DiscordServer, curator: Curator, counts: tuple[int, ...]) -> None:
    for kind, count in zip(KINDS, counts, strict=True):
        for n in range(count):
            make_activity(server, curator, kind=kind, at=NOON - timedelta(days=n % 29))


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.tuples(*(st.integers(0, 9) for _ in KINDS)),
    st.lists(st.integers(1, 900), max_size=4),
    st.sampled_from([{}, {"block_cap": 1}, {"is_speed_counted": False}, {"reply_points": 0}]),
)
def test_the_score_is_the_same_to_the_last_digit_wherever_it_is_shown(
    walk: Walk, counts: tuple[int, ...], waits: list[int], weights: dict[str, Any]
) -> None:
    with travel(NOON, tick=False):
        ScoringVersion.objects.exclude(started_at__year=2015).delete()
        ScoringVersion.renew(NOON - timedelta(days=1), **weights)
        server, curator = make_server(), make_curator()
        act(server, curator, counts)
        for seconds in waits:
            make_answered(server, by=curator, seconds=seconds, asked_at=NOON - timedelta(hours=20))
        rebuild()
        places = walk(curator)
        assert len(set(places.values())) == 1, places
