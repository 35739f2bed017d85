"""A multiset of whole numbers as text that only grows: «45 45 130 -45 » is 45 and 130.

Databases can append to a text and join many of them, and none of it needs to be read to be
written. A number is taken out by appending it again with a minus.
"""

from collections import Counter
from collections.abc import Collection, Mapping


def written(counts: Mapping[int, int]) -> str:
    """The text that puts in every number as often as `counts` says; negative takes out."""
    return "".join(
        f"{'-' if count < 0 else ''}{number} " * abs(count) for number, count in counts.items()
    )


def times(text: str) -> Collection[int]:
    """How often each number is in, whichever it is: quicker than to read them."""
    return (read(text) if "-" in text else Counter(text.split())).values()


def read(text: str) -> Counter[int]:
    """How often each number is in; those that were all taken out are not there."""
    # Counting the texts first is several times faster than making each a number.
    tokens = Counter(text.split())
    if "-" not in text:
        return Counter(dict(zip(map(int, tokens), tokens.values(), strict=True)))
    numbers: Counter[int] = Counter()
    for token, count in tokens.items():
        if token[0] == "-":
            numbers[int(token[1:])] -= count
        else:
            numbers[int(token)] += count
    return Counter({number: count for number, count in numbers.items() if count})
