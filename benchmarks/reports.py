"""Time that the rules for task reports take on hostile texts: python -m benchmarks.reports."""

from collections.abc import Callable
from time import process_time

from monitoring.rules.task_counts import is_report_text, read_count
from monitoring.rules.verdicts import read_verdict

LENGTH = 4000  # Discord: a message holds at most 4,000 characters, with Nitro
PATTERNS = {
    "tasks": "5 задач ",
    "words": "выполненных больших ",
    "digits": "5",
    "spaced digits": "5 ",
    "ranges": "1-",
    "slashes": "5/5/",
    "dates": "18.08 ",
    "list": "1. a +\n",
    "pluses": "+ ",
    "brackets": "(5)",
    "links": "http://",
    "mentions": "<@",
    "code": "`a",
    "struck": "~~a",
    "at": "a@",
    "mixed letters": "зaдaч ",
    "mixed long": "аa",
    "keycaps": "5️⃣",
    "number words": "двадцать пять ",
    "hyphened": "пять-",
    "colons": "a:\n",
    "commas": "задач, к, ",
    "approval": "принято 3 ",
    "denials": "не ",
    "questions": "где? ",
    "emoji": "✅❌",
    "compatibility": "𝟓 𝐡",
    "prose": "Отчёт за неделю: провели рейд и лекцию, выдали премии. ",
    "quotes": "> a\n",
    "zalgo": "з\u0301",
}


def best_seconds(call: Callable[[], object], times: int = 5) -> float:
    best = float("inf")
    for _ in range(times):
        begun = process_time()
        call()
        best = min(best, process_time() - begun)
    return best


def hostile_texts() -> dict[str, str]:
    return {name: (part * LENGTH)[:LENGTH] for name, part in PATTERNS.items()}


def main() -> None:
    for name, text in hostile_texts().items():
        count = best_seconds(lambda text=text: read_count(text))
        report = best_seconds(lambda text=text: is_report_text(text))
        verdict = best_seconds(lambda text=text: read_verdict(text, 5))
        line = " ".join(f"{seconds * 1000:7.3f}" for seconds in (count, report, verdict))
        print(f"{name:<16} ms of count, report, verdict: {line}")


if __name__ == "__main__":
    main()
