"""The tables of docs/farming.md and docs/farming.ru.md, from what was measured."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.farming.attacks import ATTACKS, Attack
from benchmarks.farming.measuring import Gain, Outcome, gain, outcome_of
from benchmarks.farming.world import EVA, MARK, OTTO
from monitoring.rules.survival import Quantile

CAPS = ("cap 5", "cap 3", "cap 1")


@dataclass(frozen=True, slots=True)
class Words:
    """One language. `point` is what stands between a number's whole and its tenth."""

    is_russian: bool
    point: str
    honest: str
    people: dict[int, str]
    points: tuple[str, ...]
    numbers: tuple[str, ...]

    def name(self, attack: Attack) -> str:
        return attack.russian if self.is_russian else attack.english


ENGLISH = Words(
    False,
    ".",
    "honest",
    {EVA: "Eva", MARK: "Mark", OTTO: "Otto"},
    ("What is done", "actions", "points", "points per action", "with a cap of 5 · 3 · 1",
     "messages 1, replies 3, cap 3", "score and label"),
    ("What is done", "service level", "median, s", "90 %, s", "unanswered", "dismissed",
     "cancelled", "Eva’s mean, s", "her speed"),
)  # fmt: skip
RUSSIAN = Words(
    True,
    ",",
    "честно",
    {EVA: "Ева", MARK: "Марк", OTTO: "Отто"},
    ("Что делают", "действий", "баллов", "баллов за действие", "с пределом 5 · 3 · 1",
     "сообщение 1, ответ 3, предел 3", "баллы и оценка"),
    ("Что делают", "вовремя", "медиана, с", "90 %, с", "без ответа", "отклонено",
     "отменено", "среднее Евы, с", "её скорость"),
)  # fmt: skip


def tables(words: Words) -> str:
    honest = outcome_of()
    gains = [gain(attack, honest) for attack in ATTACKS]
    points = [points_row(each, words) for each in gains]
    numbers = [numbers_row(words.name(each.attack), each.attacked) for each in gains if moves(each)]
    return "\n\n".join(
        (
            _table(words.points, [*honest_rows(honest, words), *points]),
            _table(words.numbers, [numbers_row(words.honest, honest), *numbers]),
        )
    )


def honest_rows(honest: Outcome, words: Words) -> Iterator[str]:
    for person in (OTTO, EVA):
        count, score = honest.actions[person], honest.points("default", person)
        yield _row(
            f"{words.people[person]}, {words.honest}",
            str(count),
            str(score),
            _tenth(score, count, words),
            " · ".join(str(honest.points(cap, person)) for cap in CAPS),
            str(honest.points("1 and 3", person)),
            _labelled(honest, person),
        )


def points_row(gained: Gain, words: Words) -> str:
    points, attacked = gained.points(), gained.attacked
    people = [EVA] + [MARK] * (attacked.points("default", MARK) > 0)
    shown = [_labelled(attacked, person) for person in people]
    if len(people) == 2:
        shown[1] = f"{words.people[MARK]} {shown[1]}"
    return _row(
        words.name(gained.attack),
        _signed(gained.actions),
        _signed(points),
        _tenth(points, gained.actions, words),
        " · ".join(_signed(gained.points(cap)) for cap in CAPS),
        _signed(gained.points("1 and 3")),
        ", ".join(shown),
    )


def moves(gained: Gain) -> bool:
    """Does any number of the second table differ from the honest month's?"""
    return numbers_row("", gained.attacked) != numbers_row("", gained.honest)


def numbers_row(name: str, outcome: Outcome) -> str:
    figures, eva = outcome.figures, outcome.ratings["default"][EVA]
    median, p90 = figures.quantiles()
    level = figures.service_level(eva.scoring.good_seconds)
    return _row(
        name,
        f"{level} %",
        _quantile(median),
        _quantile(p90),
        str(figures.unanswered),
        str(figures.dismissed),
        str(figures.cancelled),
        str(eva.mean_seconds),
        f"{eva.score.speed_percent} %",
    )


def _table(head: Sequence[str], rows: Sequence[str]) -> str:
    return "\n".join((_row(*head), _row(*["---"] * len(head)), *rows))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _labelled(outcome: Outcome, person: int) -> str:
    score = outcome.ratings["default"][person].score
    return f"{score.score} {score.label.name}"


def _signed(number: int) -> str:
    return f"{number:+}".replace("-", "−") if number else "0"


def _tenth(points: int, count: int, words: Words) -> str:
    """Points by action; — where nothing is gained, or nothing done."""
    if points <= 0 or count <= 0:
        return "—"
    return f"{points / count:.1f}".replace(".", words.point)


def _quantile(quantile: Quantile) -> str:
    if quantile.seconds is not None:
        return str(quantile.seconds)
    return f"> {quantile.over_seconds}"
