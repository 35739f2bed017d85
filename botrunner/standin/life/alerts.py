"""Curators press the buttons under the bot's messages."""

from functools import partial
from typing import Any

from ..errors import ApiError
from .cast import Scene
from .stage import Stage

# Labels (or their beginnings) that a curator would press, and how readily.
LABELS = {"Беру": 6, "Claim": 6, "Отвечено": 3, "Answered": 3, "Не запрос": 1, "Not a": 1}


class Alerts:
    def __init__(self, stage: Stage, scenes: list[Scene]) -> None:
        self._stage = stage
        self._curators = [each for scene in scenes for each in scene.curators]
        self._seen = 0

    def look(self) -> None:
        """Notice what the bot has sent since the last look."""
        log = self._stage.direction.core.log
        fresh = log.after(self._seen)
        self._seen = len(log)
        for entry in fresh:
            if entry["kind"] == "bot_message" and entry["components"] and self._stage.chance(0.6):
                message_id = int(entry["message_id"])
                delay = self._stage.about(40)
                self._stage.after(delay, partial(self._press, message_id))

    def _press(self, message_id: int) -> None:
        stage = self._stage
        message = stage.direction.refs.message(message_id)
        buttons = {_label(each): each["custom_id"] for each in _buttons(message.components)}
        known = [(id_, LABELS[key]) for label, id_ in buttons.items() if (key := _known(label))]
        if not known:
            return
        ids, weights = zip(*known, strict=True)
        curator = stage.rng.choice(self._curators)
        chosen = stage.rng.choices(ids, weights=weights)[0]
        try:
            stage.direction.press_button(message, chosen, curator)
        except ApiError:
            return  # switched off in the meantime


def _label(button: dict[str, Any]) -> str:
    return str(button.get("label") or "")


def _known(label: str) -> str | None:
    return next((each for each in LABELS if label.startswith(each)), None)


def _buttons(components: Any) -> list[dict[str, Any]]:
    found = []
    for each in components:
        if each.get("type") == 2 and "custom_id" in each:
            found.append(each)
        found += _buttons(each.get("components", ()))
    return found
