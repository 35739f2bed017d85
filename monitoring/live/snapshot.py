"""Everything that the live page shows, as of one moment and one revision."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from rest_framework.renderers import JSONRenderer

from curators.models import Revision
from monitoring.api.serializers import LiveSerializer
from monitoring.live.bot import SILENT_AFTER, Bot, bot, server_state
from monitoring.live.cache import Rendered
from monitoring.live.configuration import LiveConfiguration, configuration
from monitoring.live.feed import feed
from monitoring.live.queue import (
    closed_requests,
    closed_row,
    next_alert,
    open_requests,
    queue,
    row,
)
from monitoring.live.today import Asked, Tally, asked_today, day_end, tallies_by_server, today
from monitoring.models import ResponseTracking

Snapshot = dict[str, Any]
# Waits grow by themselves, so a snapshot is never older than this.
OLDEST = timedelta(seconds=30)


def current_revision() -> int:
    return Revision.objects.values_list("number", flat=True).get(pk=1)


def render(snapshot: Snapshot) -> Rendered:
    content = JSONRenderer().render(LiveSerializer(snapshot).data)
    return Rendered(snapshot["revision"], snapshot["valid_until"], content)


def snapshot(now: datetime) -> Snapshot:
    """The revision is read first: what is written meanwhile brings another snapshot."""
    revision, number = Revision.objects.values_list("number", "config_number").get(pk=1)
    rules = configuration(number)
    good_seconds = rules.scoring(now).good_seconds
    listener = bot(now)
    asked = asked_today(now, rules.zone)
    waiting = open_requests()
    found = queue(waiting, rules, now)
    closed = closed_requests(now)
    return {
        "revision": revision,
        "now": now,
        "valid_until": _valid_until(now, rules, listener, waiting),
        "zone": str(rules.zone),
        "is_demo": settings.IS_DEMO,
        "bot": _bot(listener, rules),
        "limits": _limits(rules, now),
        "today": today(asked, now, rules.zone, good_seconds) | _open(waiting, rules, now),
        "next_alert": next_alert(found),
        "open_requests": [row(each, found.names) for each in found.waiting],
        "open_count": len(waiting),
        "closed_requests": [closed_row(request) for request in closed],
        "servers": list(_servers(rules, listener, asked, waiting, now)),
        "feed": feed(closed, rules.servers, now),
    }


def _valid_until(
    now: datetime, rules: LiveConfiguration, listener: Bot, waiting: Iterable[ResponseTracking]
) -> datetime:
    """When time alone changes a figure: a wait passes a limit, a day ends, the bot falls silent."""
    good = timedelta(seconds=rules.scoring(now).good_seconds)
    first_step = timedelta(seconds=rules.first_step_seconds)
    moments = [now + OLDEST, day_end(now, rules.zone)]
    if listener.seen_at is not None:
        moments.append(listener.seen_at + SILENT_AFTER)
    for request in waiting:
        moments += [request.asked_at + good, request.asked_at + first_step]
        moments += [at for at in (request.hold_until, request.next_alert_at) if at]
    # A second more: limits are passed when they are exceeded.
    second = timedelta(seconds=1)
    return min(moment for moment in moments if moment > now) + second


def _bot(listener: Bot, rules: LiveConfiguration) -> dict[str, Any]:
    guilds = [str(rules.servers[pk].guild_id) for pk in listener.catching_up if pk in rules.servers]
    return {"state": listener.state, "seen_at": listener.seen_at, "catching_up": sorted(guilds)}


def _limits(rules: LiveConfiguration, now: datetime) -> dict[str, int]:
    scoring = rules.scoring(now)
    return {
        "good_seconds": scoring.good_seconds,
        "poor_seconds": scoring.poor_seconds,
        "first_step_seconds": rules.first_step_seconds,
        "expire_seconds": rules.settings.expire_seconds,
        "service_level_target": rules.settings.service_level_target,
    }


def _open(
    waiting: Iterable[ResponseTracking], rules: LiveConfiguration, now: datetime
) -> dict[str, int]:
    """Of all who wait now, whenever they asked; sandboxes count nowhere."""
    counted = [request for request in waiting if not request.is_sandbox]
    limit = timedelta(seconds=rules.first_step_seconds)
    return {
        "open": len(counted),
        "claimed": sum(request.claimed_by_id is not None for request in counted),
        "overdue": sum(now - request.asked_at >= limit for request in counted),
    }


def _servers(
    rules: LiveConfiguration,
    listener: Bot,
    asked: Iterable[Asked],
    waiting: Iterable[ResponseTracking],
    now: datetime,
) -> Iterator[dict[str, Any]]:
    """Servers in use in their own order, then those switched off."""
    tallies = tallies_by_server(asked, now, rules.scoring(now).good_seconds)
    for server in sorted(rules.servers.values(), key=lambda s: (not s.is_active, s.pk)):
        own = [request for request in waiting if request.server_id == server.pk]
        counts = tallies.get(server.pk, Tally())
        yield {
            "guild_id": server.guild_id,
            "name": server.name,
            "state": server_state(server, listener),
            "is_sandbox": server.is_sandbox,
            "asked": counts.asked,
            "in_time": counts.in_time,
            "late": counts.late,
            "unanswered": counts.unanswered,
            "missed": counts.missed,
            "waiting": len(own),
            "longest_since": own[0].asked_at if own else None,
        }
