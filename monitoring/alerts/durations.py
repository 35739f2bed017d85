"""How long, in words: two units at most, zero parts dropped."""

NBSP = "\u00a0"
SECOND, MINUTE, HOUR, DAY = 1, 60, 3600, 86_400

ONE, FEW, MANY = range(3)
RUSSIAN_WORDS = {DAY: ("день", "дня", "дней"), HOUR: ("час", "часа", "часов")}
ENGLISH_WORDS = {DAY: ("day", "days"), HOUR: ("hour", "hours")}
RUSSIAN_SIGNS = {HOUR: "ч", MINUTE: "мин", SECOND: "сек"}
ENGLISH_SIGNS = {HOUR: "h", MINUTE: "min", SECOND: "s"}


def duration(seconds: int, language: str) -> str:
    """«45 сек», «3 мин 20 сек», «2 ч 15 мин», «3 дня 4 часа»; "45 s", "3 days 4 hours"."""
    seconds = max(0, seconds)
    large = next((unit for unit in (DAY, HOUR, MINUTE) if seconds >= unit), SECOND)
    small = {DAY: HOUR, HOUR: MINUTE, MINUTE: SECOND}.get(large)
    parts = [(seconds // large, large)]
    if small is not None:
        parts.append((seconds % large // small, small))
    is_spelled = large == DAY
    written = [_part(n, unit, language, is_spelled) for n, unit in parts if n or large == SECOND]
    return " ".join(written)


def wait(seconds: int, language: str) -> str:
    """A wait that still grows: whole minutes from one minute on."""
    return duration(seconds if seconds < MINUTE else seconds - seconds % MINUTE, language)


def _part(number: int, unit: int, language: str, is_spelled: bool) -> str:
    if is_spelled:
        return f"{number}{NBSP}{_word(number, unit, language)}"
    signs = RUSSIAN_SIGNS if language == "ru" else ENGLISH_SIGNS
    return f"{number}{NBSP}{signs[unit]}"


def _word(number: int, unit: int, language: str) -> str:
    if language == "ru":
        return RUSSIAN_WORDS[unit][plural(number)]
    return ENGLISH_WORDS[unit][number != 1]


def plural(number: int) -> int:
    """The Russian form for a whole number: 1 запрос, 2 запроса, 5 запросов, 21 запрос."""
    if number % 10 == 1 and number % 100 != 11:
        return ONE
    if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14):
        return FEW
    return MANY
