"""What people try first, each a script over the honest month.

What can be repeated costs about 120 actions, four a day. All are by Ева, some with Марк, who does
nothing else, or with a second account, which is no curator.
"""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.farming.life import Hard, Life
from benchmarks.farming.world import (
    EVA,
    GUILDS,
    HELP,
    MARK,
    MEMBERS,
    REPORTS,
    SECOND,
    Scene,
    after,
    local,
)
from monitoring.events import Message

EVENINGS = range(1, 25, 2)
EMOJI = [chr(0x1F600 + number) for number in range(20)]
LATE_EVENING, NIGHT = 22.5, 4.0


@dataclass(frozen=True, slots=True)
class Attack:
    """`adds`: what is done beside the honest month; `hard`: instead of answering hard requests."""

    key: str
    english: str
    russian: str
    adds: Callable[[Life], None] | None = None
    hard: Hard | None = None


def _bursts(hour: float = LATE_EVENING) -> list[Message]:
    """Where to begin: what a member said in the chat on each of twelve days."""
    unseen = Scene()
    return [unseen.post(local(day, hour), MEMBERS[0], "спокойной ночи") for day in EVENINGS]


def one_word_per_message(life: Life, hour: float = LATE_EVENING) -> None:
    for start in _bursts(hour):
        for number in range(10):
            life.scene.post(after(start, 1 + 4 * number), EVA, "слово")


def at_night(life: Life) -> None:
    one_word_per_message(life, NIGHT)


def slowly(life: Life) -> None:
    for start in _bursts(20.5):
        for number in range(10):
            life.scene.post(after(start, 1 + 240 * number), EVA, "слово")


def on_eight_servers(life: Life) -> None:
    for start in _bursts()[:5]:
        for number in range(24):
            guild = GUILDS[number % len(GUILDS)]
            life.scene.post(after(start, 1 + 4 * number), EVA, "слово", guild=guild)


def replies_to_herself(life: Life) -> None:
    for start in _bursts():
        own = life.scene.post(after(start, 1), EVA, "слово")
        for number in range(1, 10):
            life.scene.post(after(start, 1 + 4 * number), EVA, "слово", to=own)


def edits(life: Life) -> None:
    for start in _bursts():
        own = life.scene.post(after(start, 1), EVA, "слово")
        for number in range(1, 10):
            life.scene.edit(after(start, 1 + 4 * number), own, f"слово {number}")


def toggled_reactions(life: Life) -> None:
    for start in _bursts():
        for number in range(9):
            change = life.scene.unreact if number % 2 else life.scene.react
            change(after(start, 1 + number), EVA, start)


def twenty_emoji(life: Life) -> None:
    """Discord: a message holds at most 20 different emoji."""
    for start in _bursts()[:6]:
        for number, emoji in enumerate(EMOJI):
            life.scene.react(after(start, 1 + number), EVA, start, emoji)


def _deleted(life: Life, seconds: float) -> None:
    for start in _bursts():
        for number in range(5):
            own = life.scene.post(after(start, 1 + 4 * number), EVA, "слово")
            life.scene.delete(after(own, seconds), own)


def posted_and_deleted(life: Life) -> None:
    _deleted(life, 30)


def deleted_later(life: Life) -> None:
    _deleted(life, 660)


def deleted_in_bulk(life: Life) -> None:
    for start in _bursts():
        own = [life.scene.post(after(start, 1 + 4 * n), EVA, "слово") for n in range(9)]
        life.scene.delete(after(start, 120), *own, is_bulk=True)


def mutual_replies(life: Life) -> None:
    for start in _bursts():
        said = start
        for number in range(10):
            author = MARK if number % 2 else EVA
            said = life.scene.post(after(start, 5 + 5 * number), author, "ага", to=said)


def _asks_herself(life: Life, hour: float) -> None:
    for start in _bursts(hour):
        for number in range(5):
            call = life.scene.post(after(start, 60 * number), SECOND, "помогите, пожалуйста", HELP)
            life.scene.post(after(call, 5), EVA, "да", to=call)


def asks_with_a_second_account(life: Life) -> None:
    _asks_herself(life, LATE_EVENING)


def asks_in_quiet_hours(life: Life) -> None:
    _asks_herself(life, NIGHT)


def _reports(life: Life, *pairs: tuple[int, int]) -> None:
    """By author and reviewer in turn, forty altogether."""
    for number in range(40):
        author, reviewer = pairs[number % len(pairs)]
        at = local(number % 28, 22 + number // 28)
        report = life.scene.post(at, author, "отчёт куратору, 1 задача", REPORTS)
        life.scene.react(after(report, 20), reviewer, report)
        life.scene.post(after(report, 30), reviewer, "принято", to=report)


def reports_of_curators(life: Life) -> None:
    _reports(life, (MARK, EVA), (EVA, MARK))


def reports_of_second_accounts(life: Life) -> None:
    _reports(life, (SECOND, EVA), (SECOND, MARK))


def dismisses(scene: Scene, call: Message, wait: int) -> None:
    scene.press(after(call, wait), EVA, call, "dismissed")


def dismisses_the_rest(life: Life) -> None:
    """Also what nobody answers."""
    for call in life.left:
        life.scene.press(after(call, 1_200), EVA, call, "dismissed")


def waits_for_the_alert(scene: Scene, call: Message, wait: int) -> None:
    scene.post(after(call, 601), EVA, "посмотрела, делается так", to=call)


def reacts_and_takes_it_back(scene: Scene, call: Message, wait: int) -> None:
    scene.react(after(call, wait), EVA, call)
    scene.unreact(local(29, 23.9), EVA, call)


def reacts_at_once(life: Life) -> None:
    for call in life.calls:
        life.scene.react(after(call, 3), EVA, call, "👀")


def presses_answered_at_once(life: Life) -> None:
    for call in life.calls:
        life.scene.press(after(call, 3), EVA, call, "answered")


def leaves(scene: Scene, call: Message, wait: int) -> None:
    """Does nothing."""


def _deletes_hard_requests(life: Life, seconds: float) -> None:
    """As a moderator may: Discord doesn't say who deletes."""
    for call in life.hard + life.left:
        life.scene.delete(after(call, seconds), call)


def deletes_within_a_minute(life: Life) -> None:
    _deletes_hard_requests(life, 50)


def deletes_after_a_minute(life: Life) -> None:
    _deletes_hard_requests(life, 70)


ATTACKS = (
    Attack("words", "One word per message", "По слову в сообщении", one_word_per_message),
    Attack("slowly", "The same, a word every four minutes", "То же, слово в четыре минуты", slowly),
    Attack("servers", "The same, on eight servers", "То же, по восьми серверам", on_eight_servers),
    Attack("night", "The same, at night", "То же, ночью", at_night),
    Attack("self_replies", "The same, as replies to oneself", "То же, ответами себе",
           replies_to_herself),
    Attack("edits", "Edits", "Правки", edits),
    Attack("toggles", "Reactions put and taken back", "Реакции поставить и снять",
           toggled_reactions),
    Attack("emoji", "Twenty different emoji on one message", "Двадцать разных эмодзи на сообщение",
           twenty_emoji),
    Attack("deleted", "Posted and deleted at once", "Написать и сразу удалить",
           posted_and_deleted),
    Attack("deleted_later", "Deleted after eleven minutes", "Удалить через одиннадцать минут",
           deleted_later),
    Attack("bulk", "Wiped in bulk by a moderator", "Модератор стирает пачкой", deleted_in_bulk),
    Attack("mutual", "Two curators reply to each other", "Два куратора отвечают друг другу",
           mutual_replies),
    Attack("second", "Asks herself with a second account", "Спрашивает себя со второго аккаунта",
           asks_with_a_second_account),
    Attack("quiet", "The same, in quiet hours", "То же, в тихие часы", asks_in_quiet_hours),
    Attack("curators_reports", "Curators post reports for each other",
           "Кураторы пишут отчёты друг для друга", reports_of_curators),
    Attack("reports", "Reports by second accounts, verified for each other",
           "Отчёты со вторых аккаунтов, проверка друг другу", reports_of_second_accounts),
    Attack("dismissing", "Dismisses hard requests", "Отклоняет трудные запросы",
           dismisses_the_rest, dismisses),
    Attack("waiting", "Waits until a slow answer is a rescue", "Ждёт, пока ответ станет спасением",
           hard=waits_for_the_alert),
    Attack("taken_back", "Takes slow reactions back at the month’s end",
           "В конце месяца снимает медленные реакции", hard=reacts_and_takes_it_back),
    Attack("reacting", "Reacts to every request at once, and helps nobody",
           "Сразу ставит реакцию на каждый запрос и не помогает", reacts_at_once),
    Attack("pressing", "Presses “Answered” on every request at once",
           "Сразу жмёт «Отвечено» на каждом запросе", presses_answered_at_once),
    Attack("deleting", "A moderator deletes hard requests within a minute",
           "Модератор удаляет трудные запросы в первую минуту", deletes_within_a_minute, leaves),
    Attack("deleting_later", "The same, after a minute", "То же, после первой минуты",
           deletes_after_a_minute, leaves),
)  # fmt: skip
