"""The message of a row, or of the digest that it carries, as it shall read now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from monitoring.alerts import reading
from monitoring.alerts.cards import Draft
from monitoring.alerts.digest_texts import digest
from monitoring.alerts.reading import Requests
from monitoring.alerts.texts import alert as alert_text
from monitoring.configuration import Configuration
from monitoring.models import Alert


def write(
    head: Alert,
    rows: Sequence[Alert],
    requests: Requests,
    called_at: datetime,
    now: datetime,
    configuration: Configuration,
) -> Draft:
    """The message of a row, or of the digest that it carries. Its requests must be there."""
    language = configuration.language
    known = {key: requests[key] for row in rows if (key := reading.key_of(row)) in requests}
    cards = reading.cards_of(list(known.values()))
    if not head.is_digest:
        key = reading.key_of(head)
        card = replace(cards[key], names=reading.names_in(cards[key]))
        return alert_text(card, reading.call_of(head, known[key]), called_at, now, language)
    shown = [row for row in rows if reading.key_of(row) in known]
    calls = [reading.call_of(row, known[reading.key_of(row)]) for row in shown]
    return digest(list(cards.values()), calls, head.nonce, now, language, configuration.public_url)
