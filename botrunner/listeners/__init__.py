"""What the bot listens to, one class a kind of event. They translate and pass on; none decides."""

import inspect
from collections.abc import Callable, Iterable


def listeners_of(parts: Iterable[object]) -> dict[str, Callable[..., None]]:
    """Every method `on_<event>`, by event name. Each event has one listener."""
    found: dict[str, Callable[..., None]] = {}
    for part in parts:
        for name, method in inspect.getmembers(part, inspect.ismethod):
            if name.startswith("on_"):
                event = name.removeprefix("on_")
                assert event not in found, f"two listeners for {event}"
                found[event] = method
    return found
