"""What the rules decide for a text and why, in the words of the API."""

from typing import Any

from monitoring.configuration import Configuration
from monitoring.rules.mentions import read_mentions
from monitoring.rules.task_counts import read_count
from monitoring.rules.verdicts import read_verdict


def explain_request(
    text: str, configuration: Configuration, guild_id: int | None = None
) -> dict[str, Any]:
    """Whether a text opens a request, in a guild or, without one, in any."""
    if _mentions_help_role(text, configuration, guild_id):
        return _request("role")
    if not configuration.keyword_detection:
        return _request(None)
    decision = configuration.calls.decide(text, guild_id)
    return _request(
        "keyword" if decision.opens else None,
        keyword=decision.keyword,
        word=decision.word,
        passed_over=[{"word": it.word, "why": it.why} for it in decision.passed_over],
        points=decision.points,
    )


def _mentions_help_role(text: str, configuration: Configuration, guild_id: int | None) -> bool:
    _, named = read_mentions(text)
    return any(
        server.help_role_id in named
        for server in configuration.servers.values()
        if guild_id in (None, server.guild_id)
    )


def _request(rule: str | None, **found: Any) -> dict[str, Any]:
    nothing: dict[str, Any] = {"keyword": None, "word": None, "passed_over": [], "points": None}
    return {"opens": rule is not None, "rule": rule} | nothing | found


def explain_report(text: str) -> dict[str, Any]:
    """The count that a report's text holds; null where it cannot be read."""
    count = read_count(text)
    return {"count": count.number, "rule": count.rule}


def explain_verdict(text: str, count: int | None) -> dict[str, Any]:
    """What a reply approves of `count` tasks; null where it is not understood."""
    verdict = read_verdict(text, count)
    return {"approved": verdict.approved, "rule": verdict.rule}
