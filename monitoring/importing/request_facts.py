"""What old rows and the activities beside them say happened to a request, as the rules' events."""

from collections.abc import Sequence

from monitoring.importing.cases import Case
from monitoring.importing.judging import Answer
from monitoring.importing.siblings import Sibling, Siblings
from monitoring.rules import requests as rules
from monitoring.rules.request_events import Event


def derived(case: Case, calls: Sequence[rules.Call], siblings: Siblings) -> list[Event]:
    """What the rows and the activities beside them come to, each event once."""
    done = siblings.done.get(case.message_id, ())
    facts = [_answered(answer, actor, case, calls, done) for answer, actor in case.answers]
    for sibling in done:
        fact = _fact_of(sibling)
        facts += [fact] if fact else []
    if not facts:
        return []
    requests = rules.derive(
        rules.Facts(
            calls=calls,
            messages=[it for it in facts if isinstance(it, rules.CuratorMessage)],
            reactions=[it for it in facts if isinstance(it, rules.Reaction)],
        )
    )
    found: dict[object, Event] = {}
    for event in requests[0].events:
        found.setdefault(event.key, event)
    return list(found.values())


def _answered(
    answer: Answer,
    actor_id: int,
    case: Case,
    calls: Sequence[rules.Call],
    done: Sequence[Sibling],
) -> rules.CuratorMessage | rules.Reaction:
    if answer.kind == "reaction" or answer.at is None:
        key = _emoji(actor_id, done)
        at, delivered_at = answer.at, answer.moment
        return rules.Reaction(case.message_id, actor_id, key, at, delivered_at, first_at=at)
    # «message»: the old bot took it for an answer to the author in the same channel.
    target_id = case.message_id if answer.kind == "reply" else None
    first = calls[0]
    names = frozenset({first.author_id})
    return rules.CuratorMessage(
        answer.source_id, first.channel_id, actor_id, answer.at, target_id, names
    )


def _emoji(actor_id: int, done: Sequence[Sibling]) -> str:
    """Which emoji answered: the old row does not say; the activity beside it does."""
    reactions = [it.deed for it in done if it.discord_id == actor_id]
    keys = [(it.moment, it.emoji_key) for it in reactions if it.kind == "reaction"]
    return min(keys)[1] if keys else ""


def _fact_of(sibling: Sibling) -> rules.CuratorMessage | rules.Reaction | None:
    deed, person = sibling.deed, sibling.discord_id
    if deed.kind == "reaction":
        return rules.Reaction(
            deed.message_id, person, deed.emoji_key, deed.at, deed.moment, first_at=deed.at
        )
    if deed.kind == "reply" and deed.at is not None:
        return rules.CuratorMessage(
            deed.message_id, deed.channel_id, person, deed.at, deed.reply_to_id
        )
    return None
