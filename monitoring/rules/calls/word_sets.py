"""Sets of words, written as people write them: with spaces between."""


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())
