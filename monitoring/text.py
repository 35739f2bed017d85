"""Text as Discord sends it, made fit for every database that the rows may live in."""

# Discord: a message holds at most 4,000 characters (2,000 without Nitro).
CONTENT_LIMIT = 4_000
NAME_LIMIT = 100


def clean(text: str, limit: int = CONTENT_LIMIT) -> str:
    """Without NUL and lone surrogates (they become U+FFFD), at most `limit` characters."""
    if "\0" in text:
        text = text.replace("\0", "")
    if not text.isascii():
        text = _without_lone_surrogates(text)
    return text if len(text) <= limit else text[:limit]


def clean_name(name: str | None) -> str:
    """A name of a person, channel or role; '' where Discord tells none."""
    return clean(name, NAME_LIMIT) if name else ""


def _without_lone_surrogates(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        # Two surrogates that belong together become the one character that they stand for.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
