"""Hours in which a server wants to be left alone."""

from datetime import time


def is_quiet(at: time, quiet_from: time | None, quiet_to: time | None) -> bool:
    """Does this local time lie in the quiet hours? The start counts, the end doesn't.

    They may cross midnight. Without both ends, or with both alike, there are none.
    """
    if quiet_from is None or quiet_to is None:
        return False
    if quiet_from <= quiet_to:
        return quiet_from <= at < quiet_to
    return at >= quiet_from or at < quiet_to
