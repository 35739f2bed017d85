"""Why a score is what it is, so that the sum can be done again by hand."""

from collections.abc import Iterator

from curators.rules.rating import FAST, SLOW, USUAL, Answers, Counts, Score, Scoring

RUSSIAN = {
    "sum": "{messages}, {replies}, {reactions}, {verifications}. Вместе {base}.",
    "messages": "Сообщения: {n} × {points} = {product}",
    "replies": "ответы: {n} × {points} = {product}",
    "reactions": "реакции: {n} × {points} = {product}",
    "verifications": "проверки отчётов: {n} × {points} = {product}",
    "capped": "Сообщений сверх предела ({cap} за 10 минут на одном сервере): {n}. "
    "Они не считаются.",
    "speed_off": "Скорость не учитывается: 100 %.",
    "speed_none": "Ответов, по которым считается скорость, нет: 100 %.",
    "speed": "Скорость: {paced}, всего {seconds} с. {why}: {percent} %.",
    "answers": "ответов — {n}",
    "fast": "Это не больше {n} × {limit} = {product} с",
    "slow": "Это не меньше {n} × {limit} = {product} с",
    "usual": "Это больше {n} × {good} = {low} с и меньше {n} × {poor} = {high} с",
    "apart": "В скорость не входят спасения и ответы в тихие часы: {n}.",
    "untimed": "Ответов, время которых неизвестно, — {n}; в скорость они не входят.",
    "score": "Баллы: {base} × {percent} : 100 = {score}{rest}.",
    "rest": " (дробь отброшена)",
    "label": "Оценка «{name}»: от {minimum}.",
    "next": "До оценки «{name}» (от {minimum}) не хватает баллов: {missing}.",
    "version": "Считается по весам, действующим с {date}.",
}
ENGLISH = {
    "sum": "{messages}, {replies}, {reactions}, {verifications}. Together {base}.",
    "messages": "Messages: {n} × {points} = {product}",
    "replies": "replies: {n} × {points} = {product}",
    "reactions": "reactions: {n} × {points} = {product}",
    "verifications": "verified reports: {n} × {points} = {product}",
    "capped": "Messages over the cap ({cap} in 10 minutes on one server): {n}. They do not count.",
    "speed_off": "Speed is not counted: 100%.",
    "speed_none": "There are no answers by which speed is measured: 100%.",
    "speed": "Speed: {paced}, {seconds} s altogether. {why}: {percent}%.",
    "answers": "answers — {n}",
    "fast": "That is at most {n} × {limit} = {product} s",
    "slow": "That is at least {n} × {limit} = {product} s",
    "usual": "That is more than {n} × {good} = {low} s and less than {n} × {poor} = {high} s",
    "apart": "Rescues and answers in quiet hours stay out of speed: {n}.",
    "untimed": "Answers whose time is unknown: {n}; they stay out of speed.",
    "score": "Points: {base} × {percent} : 100 = {score}{rest}.",
    "rest": " (the fraction is dropped)",
    "label": "Label «{name}»: from {minimum}.",
    "next": "Short of «{name}» (from {minimum}) by points: {missing}.",
    "version": "Scored by the weights in force since {date}.",
}
WORDS = {"ru": RUSSIAN, "en": ENGLISH}


def explain(
    counts: Counts, answers: Answers, score: Score, scoring: Scoring, language: str
) -> list[str]:
    """Sentences in the order of the sum."""
    words = WORDS.get(language, RUSSIAN)
    return list(_sentences(words, counts, answers, score, scoring))


def _sentences(
    words: dict[str, str], counts: Counts, answers: Answers, score: Score, scoring: Scoring
) -> Iterator[str]:
    yield _sum(words, counts, score, scoring)
    if counts.capped:
        yield words["capped"].format(cap=scoring.block_cap, n=counts.capped)
    yield _speed(words, score, scoring)
    if scoring.is_speed_counted:
        yield from _left_out(words, answers, score)
    rest = words["rest"] if score.base * score.speed_percent % 100 else ""
    yield words["score"].format(
        base=score.base, percent=score.speed_percent, score=score.score, rest=rest
    )
    yield words["label"].format(name=score.label.name, minimum=score.label.min_score)
    if score.next_label:
        above = score.next_label
        yield words["next"].format(name=above.name, minimum=above.min_score, missing=score.missing)
    yield words["version"].format(date=f"{scoring.started_at:%d.%m.%Y}")


def _sum(words: dict[str, str], counts: Counts, score: Score, scoring: Scoring) -> str:
    parts = {
        "messages": (counts.messages, scoring.message_points),
        "replies": (counts.replies, scoring.reply_points),
        "reactions": (counts.reactions, scoring.reaction_points),
        "verifications": (counts.verifications, scoring.verification_points),
    }
    products = {
        name: words[name].format(n=n, points=points, product=n * points)
        for name, (n, points) in parts.items()
    }
    return words["sum"].format(base=score.base, **products)


def _speed(words: dict[str, str], score: Score, scoring: Scoring) -> str:
    if not scoring.is_speed_counted:
        return words["speed_off"]
    if score.paced == 0:
        return words["speed_none"]
    return words["speed"].format(
        paced=words["answers"].format(n=score.paced),
        seconds=score.paced_seconds,
        why=_why(words, score, scoring),
        percent=score.speed_percent,
    )


def _why(words: dict[str, str], score: Score, scoring: Scoring) -> str:
    n, good, poor = score.paced, scoring.good_seconds, scoring.poor_seconds
    reasons = {
        FAST: words["fast"].format(n=n, limit=good, product=n * good),
        SLOW: words["slow"].format(n=n, limit=poor, product=n * poor),
        USUAL: words["usual"].format(n=n, good=good, low=n * good, poor=poor, high=n * poor),
    }
    return reasons[score.speed_percent]


def _left_out(words: dict[str, str], answers: Answers, score: Score) -> Iterator[str]:
    if apart := answers.timed - score.paced:
        yield words["apart"].format(n=apart)
    if untimed := answers.count - answers.timed:
        yield words["untimed"].format(n=untimed)
