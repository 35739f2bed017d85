"""Reasons, outcomes and sections in the two languages of the interface."""

WORDS: dict[str, tuple[str, str]] = {
    # outcomes
    "created": ("создано", "created"),
    "changed": ("изменено", "changed"),
    "unchanged": ("без изменений", "unchanged"),
    "skipped": ("пропущено", "skipped"),
    "quarantined": ("в карантин", "quarantined"),
    # sections
    "discordServers": ("серверы", "servers"),
    "curators": ("кураторы", "curators"),
    "activities": ("действия", "activities"),
    "responseTracking": ("запросы", "requests"),
    "taskReports": ("отчёты", "reports"),
    "botSettings": ("настройки бота", "bot settings"),
    "notificationSettings": ("канал оповещений", "alert channel"),
    "ratingSettings": ("оценки", "labels"),
    "globalRatingConfig": ("веса", "weights"),
    "excludedCurators": ("исключённые", "excluded"),
    "backupSettings": ("расписание копий", "backup schedule"),
    "users": ("учётные записи", "accounts"),
    # reasons
    "new": ("новое", "new"),
    "differs": ("отличается", "differs"),
    "same": ("уже есть", "is here already"),
    "known_quarantine": ("уже в карантине", "quarantined already"),
    "same_row": ("та же строка ещё раз", "the same row once more"),
    "duplicate": ("дубликат другой строки", "a duplicate of another row"),
    "no_message": ("нет ID сообщения Discord", "no Discord message id"),
    "no_server": ("сервера нет в файле, и ничто его не называет", "its server is named nowhere"),
    "no_curator": (
        "куратора нет ни в файле, ни здесь",
        "its curator is neither in the file nor here",
    ),
    "no_discord_id": ("у куратора или сервера нет ID Discord", "no Discord id"),
    "unknown_kind": ("незнакомый вид", "an unknown kind"),
    "invented": ("придумано тестовым адресом старой версии", "invented by the old test endpoint"),
    "impossible_time": ("невозможное время", "an impossible time"),
    "contradicts_stamps": (
        "секунды противоречат отметкам времени",
        "seconds contradict the stamps",
    ),
    "contradicts_snowflake": (
        "время противоречит ID сообщения",
        "the time contradicts the message id",
    ),
    "is_report": ("это отчёт, а не запрос", "a report and no request"),
    "on_report": ("событие отчёта, а не действие", "an event of a report and no activity"),
    "of_report": ("проверка записана с её отчётом", "recorded with its report"),
    "asked_by_curator": ("написал куратор", "posted by a curator"),
    "excluded": ("исключён", "excluded"),
    "off_duty": ("тогда не куратор", "no curator then"),
    "answer_not_counted": (
        "без ответа: он не считается",
        "without its answer, which does not count",
    ),
    "kept": ("здесь изменено владельцем, осталось", "changed here by the owner, stays"),
    "not_used": ("не используется", "has no use here"),
}


def said(code: str, language: str) -> str:
    """Words of a code; what is no code is its own words."""
    words = WORDS.get(str(code))
    return str(code) if words is None else words[0 if language == "ru" else 1]
