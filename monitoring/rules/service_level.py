"""How many requests were answered in time, of those that were answered or waited longer."""


def service_level(in_time: int, of: int) -> int | None:
    """Per cent, rounded half up, 100 only where nobody waited longer; None of no requests."""
    if of == 0:
        return None
    rounded = (in_time * 200 + of) // (of * 2)
    return min(rounded, 99) if in_time < of else rounded
