"""What the bot says, in Russian and English."""

from monitoring.alerts.durations import plural

RUSSIAN = {
    "waits": "{server}: запрос ждёт {wait}",
    "waited": "{server}: запрос ждал {wait}",
    "place": "Канал: {channel} · Автор: {author}",
    "open": "Открыть сообщение",
    "held": "Взято: {name}, до {until}",
    "was_held": "Взято раньше: {name}",
    "unread": "История канала не прочитана: ответ мог остаться незамеченным.",
    "taken_back": "Автор снял запрос, ответа не было.",
    "id": "Оповещение {nonce}",
    "answered": "Ответ за {time}: {name}",
    "answered_untimed": "Ответ есть, время неизвестно: {name}",
    "answered_nobody": "Ответ есть, чей первый — неизвестно",
    "dismissed": "Не запрос: {name}",
    "dismissed_nobody": "Не запрос",
    "cancelled": "Автор снял запрос",
    "expired": "Без ответа: время ожидания вышло",
    "claim": "Беру",
    "release": "Отпустить",
    "answered_button": "Отвечено",
    "dismiss": "Не запрос",
    "digest_oldest": "Дольше всех: {wait}.",
    "digest_more": "И ещё {count}.",
    "digest_done": "Все запросы этой сводки закрыты: {count}.",
    "digest_closed": "Уже закрыто: {count}.",
    "queue": "Живая очередь",
    "no_author": "без имени",
    "press_not_a_curator": "Эти кнопки — для кураторов.",
    "press_term_ended": "Ваш срок куратора не идёт: кнопки снова заработают, когда он начнётся.",
    "press_excluded": "Вы в списке исключённых: кнопки для вас не работают.",
    "press_own_request": "Это ваш запрос: закрыть или взять его может другой куратор.",
    "press_too_late": "Время ожидания этого запроса вышло.",
    "press_closed": "Этот запрос уже закрыт.",
    "press_not_held": "Отпустить запрос может тот, кто его взял.",
    "press_missing": "Этого запроса больше нет.",
    "hint_count": "Число задач не прочиталось. Укажите его, например «5 задач».",
    "hint_not_understood": "Решение не прочиталось. Ответьте, сколько принято: «3 из 5», «все».",
    "hint_react_first": "Чтобы проверить отчёт, сначала поставьте на него реакцию.",
    "hint_not_reviewer": "Этот отчёт уже проверяет другой куратор.",
}
ENGLISH = {
    "waits": "{server}: a request has waited {wait}",
    "waited": "{server}: a request had waited {wait}",
    "place": "Channel: {channel} · Author: {author}",
    "open": "Open the message",
    "held": "Claimed: {name}, until {until}",
    "was_held": "Claimed before: {name}",
    "unread": "The channel's history could not be read: an answer may have gone unnoticed.",
    "taken_back": "The author took the request back, nobody had answered.",
    "id": "Alert {nonce}",
    "answered": "Answered in {time}: {name}",
    "answered_untimed": "Answered, time unknown: {name}",
    "answered_nobody": "Answered, first by whom is unknown",
    "dismissed": "Not a request: {name}",
    "dismissed_nobody": "Not a request",
    "cancelled": "The author took the request back",
    "expired": "Unanswered: the time is up",
    "claim": "Claim",
    "release": "Release",
    "answered_button": "Answered",
    "dismiss": "Not a request",
    "digest_oldest": "Longest: {wait}.",
    "digest_more": "And {count} more.",
    "digest_done": "All requests of this digest are closed: {count}.",
    "digest_closed": "Closed already: {count}.",
    "queue": "Live queue",
    "no_author": "no name",
    "press_not_a_curator": "These buttons are for curators.",
    "press_term_ended": "You are no curator at the moment: the buttons work again once you are.",
    "press_excluded": "You are on the list of the excluded: the buttons do not work for you.",
    "press_own_request": "This is your own request: another curator can claim or close it.",
    "press_too_late": "The time of this request is up.",
    "press_closed": "This request is closed already.",
    "press_not_held": "Only the holder can release a request.",
    "press_missing": "This request is no more.",
    "hint_count": "The number of tasks could not be read. Say it, such as “5 tasks”.",
    "hint_not_understood": "The verdict could not be read. Reply how many are approved: “3/5”.",
    "hint_react_first": "To review a report, react to it first.",
    "hint_not_reviewer": "Another curator reviews this report already.",
}
REQUESTS_WAIT = (
    "{count} запрос ждёт ответа",
    "{count} запроса ждут ответа",
    "{count} запросов ждут ответа",
)


def say(language: str, key: str, **values: object) -> str:
    return (RUSSIAN if language == "ru" else ENGLISH)[key].format(**values)


def requests_wait(language: str, count: int) -> str:
    """«1 запрос ждёт ответа», «5 запросов ждут ответа»; "5 requests wait"."""
    if language == "ru":
        return REQUESTS_WAIT[plural(count)].format(count=count)
    return f"{count} requests wait" if count != 1 else "1 request waits"
