"""Forms of the settings: what each does, and that it rules what arrives a second later."""

import re
from typing import Any

from django import forms

from monitoring.models import DiscordServer, EscalationStep, Keyword, MonitoringSettings, Phrase
from monitoring.rules.calls import KINDS

MAX_SNOWFLAKE = 2**63 - 1


class IdListField(forms.CharField):
    """A list of Discord ids, typed with spaces, commas or lines between them."""

    def __init__(self, label: str, help_text: str) -> None:
        super().__init__(
            label=label, help_text=help_text, required=False, widget=forms.Textarea({"rows": 2})
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [self._id(part) for part in dict.fromkeys(re.split(r"[\s,;]+", value or "")) if part]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    @staticmethod
    def _id(part: str) -> int:
        if not (part.isascii() and part.isdigit() and 0 < int(part) <= MAX_SNOWFLAKE):
            raise forms.ValidationError(f"«{part}» — не ID Discord: нужны только цифры.")
        return int(part)


class ServerForm(forms.ModelForm):  # type: ignore[type-arg]
    report_channel_ids = IdListField(
        "каналы отчётов", "ID каналов, в которых лидеры сдают отчёты; их ветки считаются тоже."
    )
    allowed_channel_ids = IdListField(
        "каналы запросов", "Запросы открываются только здесь. Пусто: во всех каналах."
    )
    every_message_channel_ids = IdListField(
        "каждое сообщение", "Здесь запрос — любое сообщение, кроме благодарностей и болтовни."
    )
    ignored_role_ids = IdListField(
        "роли без запросов", "Владельцы этих ролей запросов не открывают."
    )

    class Meta:
        model = DiscordServer
        fields = "__all__"  # noqa: DJ007
        help_texts = {
            "is_active": "Включённый сервер записывается с этой минуты. "
            "Выключение ничего не удаляет.",
            "is_sandbox": "Записывается всё, никого не зовут, "
            "ни в рейтинг, ни в статистику не идёт.",
            "help_role_id": "Упоминание этой роли открывает запрос, что бы ни было в тексте.",
            "alert_role_id": "Её зовут оповещения. Роль может быть на другом сервере, где канал.",
            "alert_channel_id": "Куда приходят оповещения; может быть на другом сервере с ботом.",
            "takes_reports": "Выключено: отчёты на этом сервере не открываются.",
            "opens_on_curator_mention": "Упоминание действующего куратора тоже открывает запрос.",
            "counts_plain_messages": "Сообщение куратора, которое никого не называет, отвечает на "
            "единственный запрос, заданный в канале за 30 минут до него.",
            "sends_alerts": "Выключение останавливает и оповещения уже открытых запросов.",
            "quiet_from": "Пока не действует: оповещения идут в любое время. "
            "Местное время; часы могут идти через полночь.",
            "curators": "Кого показывать у сервера. Отвечать может любой куратор, где угодно.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("quiet_from"), cleaned.get("quiet_to")
        if (start is None) != (end is None) and not self.errors:
            raise forms.ValidationError("У тихих часов должны быть и начало, и конец.")
        if start is not None and start == end:
            raise forms.ValidationError("Тихие часы не могут кончаться тогда же, когда начались.")
        return cleaned


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    public_url = forms.URLField(
        label="адрес сайта",
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="Ссылка на живую очередь в оповещениях.",
    )

    class Meta:
        model = MonitoringSettings
        fields = "__all__"  # noqa: DJ007
        help_texts = {
            "keyword_detection": "Выключено: запрос открывают только роль "
            "и каналы «каждое сообщение».",
            "transliteration": "kurator, pomogite, vopros — тоже зовут.",
            "misspellings": "Одна ошибка в слове от шести букв, если не выходит другое слово.",
            "points": "Слова вокруг ключевого решают вместе с фразами, зовут ли.",
            "join_seconds": "Ещё один зов того же автора в том же канале — тот же запрос, "
            "если между ними не больше стольких секунд.",
            "expire_seconds": "Запрос старше остаётся без ответа и больше никого не зовёт.",
            "hold_seconds": "На сколько «Беру» придерживает оповещения своего запроса.",
            "digest_over": "Если в один канал разом должно уйти больше, уходит одна сводка.",
            "sends_alerts": "Выключение останавливает и оповещения уже открытых запросов.",
            "service_level_target": "Доля запросов с хорошим временем ответа, к которой стремимся.",
        }


class KeywordForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Keyword
        fields = "__all__"  # noqa: DJ007
        help_texts = {
            "text": "Узнаётся во всех формах: «куратор» — и «кураторам». "
            "Действует для сообщений, которые придут секундой позже."
        }

    def clean_text(self) -> str:
        """One spelling for one word: some databases hold capitals equal, others don't."""
        text = str(self.cleaned_data["text"]).strip()
        others = Keyword.objects.exclude(pk=self.instance.pk).values_list("text", flat=True)
        if text.casefold() in map(str.casefold, others):
            raise forms.ValidationError("Это слово уже есть.")
        return text


class PhraseForm(forms.ModelForm):  # type: ignore[type-arg]
    kind = forms.ChoiceField(
        label="что это",
        choices=[(kind, kind) for kind in KINDS],
        help_text="Так «explain» и журнал назовут причину.",
    )

    class Meta:
        model = Phrase
        fields = "__all__"  # noqa: DJ007
        help_texts = {
            "text": "Слова в любой форме той же части речи и времени; * — до трёх слов между; "
            "а/б — любое из них. Ключевое слово внутри фразы никого не зовёт.",
            "server": "Пусто: на всех серверах.",
        }


class StepForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = EscalationStep
        fields = "__all__"  # noqa: DJ007
        help_texts = {
            "server": "Пусто: для серверов, у которых нет своих шагов.",
            "after_seconds": "Сколько запрос ждёт, прежде чем позовут. Уже открытые запросы идут "
            "по плану, с которым открылись.",
            "tag_id": "Для «другая роль» и «человек». Роль без ID никого не зовёт.",
            "repeat_every_seconds": "Пусто: без повторов.",
            "is_active": "Выключение останавливает шаг и в уже открытых запросах.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        tag, tag_id = cleaned.get("tag"), cleaned.get("tag_id")
        if tag == EscalationStep.Tag.PERSON and tag_id is None:
            self.add_error("tag_id", "Укажите ID человека.")
        if tag in (EscalationStep.Tag.ALERT_ROLE, EscalationStep.Tag.NOBODY) and tag_id:
            self.add_error("tag_id", "Для этого выбора ID не нужен.")
        return cleaned
