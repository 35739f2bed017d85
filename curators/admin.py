from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from curators.admin_base import BaseAdmin, ReadOnlyAdmin
from curators.models import (
    Curator,
    CuratorTerm,
    ExcludedCurator,
    RatingSettings,
    Revision,
    ScoringVersion,
)


class TermInline(admin.TabularInline):  # type: ignore[type-arg]
    model = CuratorTerm
    extra = 0
    verbose_name_plural = "сроки: начало считается, конец нет; пустой конец — ещё куратор"


@admin.register(Curator)
class CuratorAdmin(BaseAdmin):
    list_display = ["name", "discord_id", "is_on_duty", "server_names"]
    list_filter = ["servers"]
    search_fields = ["name"]
    id_fields = ("discord_id",)
    inlines = [TermInline]
    actions = ["end_terms", "begin_terms"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Curator]:
        open_terms = Count("terms", filter=Q(terms__ended_at=None), distinct=True)
        rows: QuerySet[Curator] = super().get_queryset(request)
        return rows.annotate(open_term_count=open_terms).prefetch_related("servers")

    @admin.display(description="на посту", boolean=True, ordering="open_term_count")
    def is_on_duty(self, curator: Any) -> bool:
        return bool(curator.open_term_count)

    @admin.display(description="серверы")
    def server_names(self, curator: Curator) -> str:
        return ", ".join(str(server) for server in curator.servers.all())

    @admin.action(description="Снять с поста: срок кончается сейчас, история остаётся")
    def end_terms(self, request: HttpRequest, curators: QuerySet[Curator]) -> None:
        ended = sum(curator.close_term(timezone.now()) for curator in curators)
        self.message_user(request, f"Сроков закончено: {ended}.", messages.SUCCESS)

    @admin.action(description="Вернуть на пост: новый срок с этой минуты")
    def begin_terms(self, request: HttpRequest, curators: QuerySet[Curator]) -> None:
        begun = sum(curator.open_term(timezone.now()) for curator in curators)
        self.message_user(request, f"Сроков начато: {begun}.", messages.SUCCESS)


@admin.register(CuratorTerm)
class CuratorTermAdmin(BaseAdmin):
    list_display = ["curator", "started_at", "ended_at"]
    list_filter = ["started_at", "ended_at"]
    list_select_related = ["curator"]
    autocomplete_fields = ["curator"]
    search_fields = ["curator__name"]
    id_fields = ("curator__discord_id",)


class ExcludedForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ExcludedCurator
        fields = "__all__"  # noqa: DJ007
        help_texts = {
            "discord_id": "Этот человек не открывает запросов, не отвечает и не получает баллов.",
            "started_at": "Пусто: с самого начала.",
            "ended_at": "Пусто: до сих пор. Действует для того, что случится секундой позже.",
        }


@admin.register(ExcludedCurator)
class ExcludedCuratorAdmin(BaseAdmin):
    form = ExcludedForm
    list_display = ["name", "discord_id", "reason", "started_at", "ended_at"]
    search_fields = ["name", "reason"]
    id_fields = ("discord_id",)


class LabelForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = RatingSettings
        fields = "__all__"  # noqa: DJ007
        help_texts = {
            "min_score": "Оценку даёт самая высокая граница, до которой дошли баллы. "
            "Одна оценка всегда начинается с 0. Действует сразу."
        }

    def clean_min_score(self) -> int:
        """A score below every label would have no name."""
        value = int(self.cleaned_data["min_score"])
        others = RatingSettings.objects.exclude(pk=self.instance.pk)
        if value != 0 and not others.filter(min_score=0).exists():
            raise forms.ValidationError("Нижняя оценка должна начинаться с 0.")
        return value


@admin.register(RatingSettings)
class RatingSettingsAdmin(BaseAdmin):
    form = LabelForm
    list_display = ["name", "min_score"]
    # A bulk deletion would take the lowest label too.
    actions = None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        ScoringVersion.renew(timezone.now())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        ScoringVersion.renew(timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        is_lowest = isinstance(obj, RatingSettings) and obj.min_score == 0
        return not is_lowest and super().has_delete_permission(request, obj)


class ScoringForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ScoringVersion
        exclude = ("started_at",)  # noqa: DJ006
        help_texts = {
            "good_seconds": "Среднее время до этой границы, включая её, поднимает баллы до 120 %.",
            "poor_seconds": "Среднее время от этой границы, включая её, снижает баллы до 80 %.",
            "is_speed_counted": "Выключено: баллы не зависят от скорости.",
            "are_rescues_counted": "Спасение — ответ после первого оповещения.",
            "block_cap": "Больше обычных сообщений за 10 минут на одном сервере не считается. "
            "Пусто: без предела.",
        }


@admin.register(ScoringVersion)
class ScoringVersionAdmin(BaseAdmin):
    """No number changes in the past: to change one is to add a version that begins now."""

    form = ScoringForm
    list_display = [
        "started_at",
        "message_points",
        "reply_points",
        "reaction_points",
        "verification_points",
        "good_seconds",
        "poor_seconds",
    ]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new version begins as the one in force."""
        fields = self.get_fields(request)
        newest = ScoringVersion.objects.values(*fields).first()
        return {**(newest or {}), **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.started_at = timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ["number", "config_number"]
