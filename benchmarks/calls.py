"""Time and memory that the call-for-help rule takes: python -m benchmarks.calls."""

import gc
from collections.abc import Iterable
from pathlib import Path
from statistics import median, quantiles
from time import process_time

from monitoring.rules.calls import CallRules, CallSettings, compile_rules
from monitoring.rules.calls.corpus import CORPUS, read_corpus

LENGTHS = (2_000, 4_000)  # Discord: a message holds at most 4,000 characters, with Nitro
PATTERNS = {
    "keyword": "куратор ",
    "keywords passed over": "вопрос решён ",
    "asking forms": "кто поможет помочь ",
    "stretched": "о",
    "stretched keyword": "кууууууурааатор",
    "spaced letters": "к у р а т о р ",
    "spaced nonsense": "п р ",
    "hyphened letters": "к-у-р-",
    "pieces": "ку-ра-тор ",
    "halves": "помо гите ",
    "look-alikes": "кypaтop ",
    "mixed letters": "aа",
    "mixed words": "пoм0щь! bбcсd ",
    "latin": "vopros reshen ",
    "latin nonsense": "zhshchyuya",
    "digits": "5k ",
    "signs": "@$",
    "zalgo": "к\u0301\u0302у\u0303р\u0304",
    "mathematical": "𝗛𝗘𝗟𝗣 ",
    "ligatures": "ﷺ",
    "regional": "🇭🇪🇱🇵 ",
    "backticks": "`a",
    "fences": "```",
    "angles": "<@",
    "quotes": "> а\n",
    "links": "http://a.ru/ ",
    "dots": "a.ru.",
    "e-mails": "a@b.",
    "colons": ":a",
    "stars": "*вопрос а",
    "brackets": "[r] вопрос\n",
    "questions": "вопрос? ",
    "phrase starts": "спасибо за ",
    "phrase gaps": "не нужна нам тут помощь уже ",
    "conditions": "если вопрос решён не ",
    "fillers": "вопрос уже же вот ",
    "nothing": "привет как дела у мэрии ",
    "spaces": " ",
    "newlines": "\n",
}


def best_seconds(rules: CallRules, text: str, calls: int, times: int = 7) -> float:
    """Of one decision; `calls` at a stretch, so that reading the clock is no part of a short one.

    Each on a copy of its own, for the reading of the last text is kept.
    """
    best = float("inf")
    for _ in range(times):
        copies = [(text + " ")[:-1] for _ in range(calls)]
        begun = process_time()
        for copy in copies:
            rules.decide(copy)
        best = min(best, process_time() - begun)
    return best / calls


def decide_seconds(rules: CallRules, texts: Iterable[str], calls: int = 1) -> list[float]:
    return [best_seconds(rules, text, calls) for text in texts]


def hostile_texts(length: int) -> dict[str, str]:
    """Each pattern over and over, alone and with a keyword in front, so that all of it is read."""
    plain = {name: (part * length)[:length] for name, part in PATTERNS.items()}
    led = {f"{name}, led": ("куратор " + text)[:length] for name, text in plain.items()}
    return plain | led


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    before = resident_megabytes()
    begun = process_time()
    rules = compile_rules(CallSettings())
    print(f"compiled the first time: {process_time() - begun:.2f} s")
    gc.collect()
    print(f"resident more: {resident_megabytes() - before:.0f} MB")
    begun = process_time()
    compile_rules(CallSettings(keywords=("куратор", "вопрос", "модератор")))
    print(f"compiled with one keyword more: {process_time() - begun:.2f} s")
    _print_corpus(rules)
    for length in LENGTHS:
        texts = hostile_texts(length)
        times = dict(zip(texts, decide_seconds(rules, texts.values()), strict=True))
        worst = max(times, key=times.__getitem__)
        print(f"worst {length} characters ({worst}): {times[worst] * 1e3:.2f} ms")


def _print_corpus(rules: CallRules) -> None:
    texts = [text.text for text in read_corpus(CORPUS)]
    holding = [text for text in texts if rules.mentions_keyword(text)]
    others = decide_seconds(rules, set(texts) - set(holding), calls=50)
    times = decide_seconds(rules, holding)
    print(f"without a keyword, median: {median(others) * 1e6:.1f} µs")
    print(f"with a keyword, median: {median(times) * 1e3:.3f} ms")
    print(f"with a keyword, 99th percentile: {quantiles(times, n=100)[98] * 1e3:.3f} ms")


if __name__ == "__main__":
    main()
