"""What the admin pages of all models share."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest


class BaseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Numbers that are found as they are: an id is searched exactly, by its index.

    Discord's ids are typed as texts: a number field of a browser rounds them at its arrows.
    """

    id_fields: tuple[str, ...] = ()
    list_per_page = 50
    formfield_overrides = {
        models.BigIntegerField: {"widget": forms.TextInput(attrs={"inputmode": "numeric"})}
    }

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """The search box shows where there is anything to search."""
        return [*self.search_fields, *self.id_fields]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        found = Q()
        for name in self.search_fields:
            found |= Q(**{f"{name}__icontains": term})
        if term.isascii() and term.isdigit() and int(term) < 2**63:
            for name in self.id_fields:
                found |= Q(**{name: int(term)})
        return (queryset.filter(found) if found else queryset.none()), False


class ReadOnlyAdmin(BaseAdmin):
    """Rows that the bot writes: people look at them, and the rules alone change them."""

    # A second count of a table of millions tells nothing.
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class SingletonAdmin(BaseAdmin):
    """One row that always is there."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not self.model._default_manager.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
