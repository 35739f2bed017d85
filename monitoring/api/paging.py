"""Pages of what grows: from the newest on, each page begins after the last row of the one before.

No page counts rows or skips any, so the last costs what the first does. A cursor is the place of
a row in its list's order, signed: one that is damaged or of another list is a 400.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from monitoring.api.shapes import Shape

MAX_LIMIT = 200
# So many rows are read for one page of a search, that it never costs more than this. A page may
# then be short, even empty, and have a next.
SEARCHED = 10_000
ALL = Q()


class PageWords(Shape):
    cursor = serializers.CharField(
        required=False, max_length=500, help_text="`next` of the page before."
    )
    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_LIMIT, default=50, help_text="Rows to a page."
    )


def page_of(item: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """The shape of a page of these."""
    following = serializers.CharField(allow_null=True, help_text="Null on the last page.")
    name = item.__name__.removesuffix("Serializer")
    return inline_serializer(f"{name}Page", {"results": item(many=True), "next": following})


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Any]
    next: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """Newest first by `fields`: none of them null, the last unique. `name` is the list's."""

    name: str
    fields: tuple[str, ...]

    def page(
        self, rows: QuerySet[Any], words: dict[str, Any], common: Q = ALL, rare: Q = ALL
    ) -> Page:
        """The page that `words` ask for. An index over `fields` answers the conditions of `rows`;
        `common` ones hold for most of these, `rare` ones may hold for none, and are looked for.
        """
        limit = words["limit"]
        rows = rows.order_by(*(f"-{field}" for field in self.fields))
        if "cursor" in words:
            rows = rows.filter(self._below(self._place(words["cursor"])))
        end = None
        if rare:
            end = rows.values_list(*self.fields)[SEARCHED - 1 : SEARCHED].first()
        rows = rows.filter(common, rare, self._down_to(end) if end else ALL)
        found = list(rows[: limit + 1])
        if len(found) > limit:
            end = tuple(getattr(found[limit - 1], field) for field in self.fields)
        return Page(found[:limit], self._cursor(end) if end else None)

    def _below(self, place: tuple[Any, ...]) -> Q:
        """Rows after a place. The first field bounds them alone, so that its index serves."""
        later, same = Q(), Q()
        for field, value in zip(self.fields, place, strict=True):
            later |= same & Q(**{f"{field}__lt": value})
            same &= Q(**{field: value})
        return Q(**{f"{self.fields[0]}__lte": place[0]}) & later

    def _down_to(self, place: tuple[Any, ...]) -> Q:
        """Rows before a place, and its own."""
        first, unique = self.fields[0], self.fields[-1]
        bound = Q(**{f"{first}__gte": place[0]})
        if first == unique:
            return bound
        return bound & ~Q(**{first: place[0], f"{unique}__lt": place[-1]})

    @property
    def _signer(self) -> Signer:
        return Signer(salt=f"cursor of {self.name} by {', '.join(self.fields)}")

    def _cursor(self, place: tuple[Any, ...]) -> str:
        values = [v.isoformat() if isinstance(v, datetime) else v for v in place]
        return self._signer.sign_object(values)

    def _place(self, cursor: str) -> tuple[Any, ...]:
        try:
            values = self._signer.unsign_object(cursor)
        except BadSignature as error:
            raise ValidationError({"cursor": ["This is no cursor of this list."]}) from error
        return tuple(datetime.fromisoformat(v) if isinstance(v, str) else v for v in values)
