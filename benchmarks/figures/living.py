"""Writes as the bot does until it is ended: `python -m benchmarks.figures.living`.

Twice a second somebody asks and a curator answers, each time of another server. Says so in a line
when the first is written.
"""

import os
import random
import time
from datetime import timedelta

import django

PAUSE_SECONDS = 0.5
CALL, ANSWER = "помогите пожалуйста", "сейчас подойду"


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "govtracker.settings"
    django.setup()
    from monitoring.configuration import load_configuration
    from monitoring.recording.recorder import record

    configuration, rng = load_configuration(), random.Random()
    curators = sorted(configuration.curators)
    places = channels()
    is_first = True
    while True:
        record(conversation(rng.choice(places), rng.choice(curators)), configuration, {}, None)
        if is_first:
            print("writing", flush=True)
        is_first = False
        time.sleep(PAUSE_SECONDS)


def channels() -> list[tuple[int, int]]:
    """Guild and channel of every channel."""
    from monitoring.models import DiscordChannel

    return list(DiscordChannel.objects.values_list("guild_id", "channel_id"))


def conversation(place: tuple[int, int], curator: int) -> list:
    """A call by somebody new, and the reply to it."""
    from django.utils import timezone

    from monitoring.events import Message
    from tests.factories import make_id

    guild_id, channel_id = place
    now = timezone.now()
    author, asked = make_id(now), make_id(now - timedelta(milliseconds=300))
    call = Message(guild_id, channel_id, channel_id, asked, author, "Игрок", CALL)
    reply = Message(
        *(guild_id, channel_id, channel_id, make_id(now), curator, "Куратор", ANSWER),
        reply_to_id=asked,
        reply_to_author_id=author,
    )
    return [call, reply]


if __name__ == "__main__":
    main()
