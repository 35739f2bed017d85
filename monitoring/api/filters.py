"""The query words that all lists and figures share, read in one place: a wrong one is a 400.

`period`, `from`, `to`, `server`, `curator` make a `Scope`; a list adds `kind`, `status` and `q`
of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, F, Func, Min, Q
from django.db.models.lookups import In
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from curators.models import Curator
from monitoring.api.shapes import IdField, Shape, is_id
from monitoring.local_time import today, zone
from monitoring.models import ActivitySums, DiscordServer, RequestSums, Span
from monitoring.rules.periods import PRESETS, Period, PeriodError, period
from monitoring.statistics.spans import Servers, counting_servers

MAX_SERVERS = 100
KEY = BigIntegerField()
GUILDS = {"type": "array", "items": {"type": "string"}}


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows are asked for. None: any time; all servers that are no sandbox; any curator."""

    period: Period | None = None
    servers: tuple[DiscordServer, ...] | None = None
    curator: Curator | None = None

    @property
    def server_keys(self) -> list[int] | None:
        """Rows of the servers that were named; None where none was."""
        return None if self.servers is None else [server.pk for server in self.servers]

    @property
    def figured(self) -> tuple[Period, Servers]:
        """What figures are asked of: a period, which the view has by default, and servers; where
        none was named, those that count."""
        assert self.period is not None
        return self.period, counting_servers() if self.servers is None else self.server_keys

    @property
    def bounds(self) -> tuple[datetime, datetime] | None:
        """The period's first moment, and the first after it."""
        return self.period.bounds(zone()) if self.period else None

    def at(self, field: str) -> Q:
        """Rows whose `field` lies in the period."""
        if self.bounds is None:
            return Q()
        start, end = self.bounds
        return Q(**{f"{field}__gte": start, f"{field}__lt": end})

    def on(self, server: str = "server") -> Q:
        """Rows of the servers that were named; where none was, of all."""
        return Q() if self.servers is None else Q(**{f"{server}__in": self.server_keys})

    def by(self, curator: str = "curator") -> Q:
        return Q() if self.curator is None else Q(**{curator: self.curator.pk})

    @property
    def is_narrow(self) -> bool:
        """Of one curator, or of one server."""
        return self.curator is not None or len(self.servers or ()) == 1

    def narrowest(self, server: str = "server", curator: str = "curator") -> Q:
        """What an index over one curator's or one server's times answers."""
        if self.curator is not None:
            return self.by(curator)
        return self.on(server) if self.is_narrow else Q()

    def rest(self) -> Q:
        """What is left beside `narrowest`: read in the rows, not looked up in an index."""
        if self.servers is None or (self.curator is None and self.is_narrow):
            return Q()
        as_read = Func(F("server_id"), template="(+%(expressions)s)", output_field=KEY)
        return Q(In(as_read, self.server_keys))


@extend_schema_field(GUILDS)
class GuildsField(serializers.Field[Any, Any, Any, Any]):
    """`server=1&server=2` or `server=1,2`."""

    default_error_messages = {"invalid": "Discord's ids of servers are expected."}

    def get_value(self, dictionary: Mapping[Any, Any]) -> Any:
        values = dictionary.getlist(self.field_name) if hasattr(dictionary, "getlist") else []
        return [part.strip() for value in values for part in value.split(",")] or serializers.empty

    def to_internal_value(self, data: list[str]) -> list[int]:
        if len(data) > MAX_SERVERS or not all(is_id(text) for text in data):
            self.fail("invalid")
        return [int(text) for text in data]


class PeriodWords(Shape):
    """`from` is a keyword of Python, so the fields of this name are added by hand."""

    period = serializers.ChoiceField(
        PRESETS, required=False, help_text="`custom` where `from` and `to` are given."
    )

    def get_fields(self) -> dict[str, Any]:
        day = "A local day, included."
        days = {n: serializers.DateField(required=False, help_text=day) for n in ("from", "to")}
        return {**super().get_fields(), **days}


class ServerWords(Shape):
    server = GuildsField(required=False, help_text="Guild ids, repeated or with commas between.")


class CuratorWords(Shape):
    curator = IdField(required=False, help_text="A curator's Discord id.")


class SearchWords(Shape):
    q = serializers.CharField(
        required=False, max_length=200, help_text="Words to find, in any case."
    )


class ScopeWords(CuratorWords, ServerWords, PeriodWords):
    """The words of a `Scope`."""


def read(words: type[Shape], request: Request) -> dict[str, Any]:
    """The query's words by name, those that were left out absent. ValidationError names the field.

    A word given as '' counts as left out, as forms send it.
    """
    given = request.query_params.copy()
    for name in [name for name, value in given.items() if value == ""]:
        del given[name]
    form = words(data=given)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


def scope(words: Mapping[str, Any], default: str | None = None) -> Scope:
    """What the words of a query ask for; `default` is the period where none was given."""
    return Scope(_period(words, default), _servers(words), _curator(words))


def _period(words: Mapping[str, Any], default: str | None) -> Period | None:
    first, last = words.get("from"), words.get("to")
    preset = words.get("period") or ("custom" if first or last else default)
    if preset is None:
        return None
    if preset != "custom" and (first or last):
        raise ValidationError({"from" if first else "to": ["Only a custom period has its days."]})
    try:
        beginning = first_day() if preset == "all" else None
        return period(preset, today(), first=first, last=last, beginning=beginning)
    except PeriodError as error:
        raise ValidationError({error.field: [str(error)]}) from error


def first_day() -> date | None:
    """The first day that has anything; None before that."""
    models = (ActivitySums, RequestSums)
    # Of days alone, so that the index knows the first.
    rows = [model._default_manager.filter(span=Span.DAY) for model in models]
    days = [each.aggregate(day=Min("date"))["day"] for each in rows]
    return min((day for day in days if day), default=None)


def _servers(words: Mapping[str, Any]) -> tuple[DiscordServer, ...] | None:
    guild_ids = words.get("server")
    if guild_ids is None:
        return None
    found = {s.guild_id: s for s in DiscordServer.objects.filter(guild_id__in=guild_ids)}
    unknown = [str(guild_id) for guild_id in guild_ids if guild_id not in found]
    if unknown:
        raise ValidationError({"server": [f"Unknown: {', '.join(unknown)}."]})
    return tuple(found.values())


def _curator(words: Mapping[str, Any]) -> Curator | None:
    discord_id = words.get("curator")
    if discord_id is None:
        return None
    found = Curator.objects.filter(discord_id=discord_id).first()
    if found is None:
        raise ValidationError({"curator": [f"Unknown: {discord_id}."]})
    return found


def holds(text: str, *fields: str) -> Q:
    """Rows with this text in one of the fields, in any case.

    SQLite's LIKE knows the case of Latin letters alone, so there a regular expression looks.
    """
    lookup, value = "icontains", text
    if connection.vendor == "sqlite":
        lookup, value = "iregex", re.escape(text)
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__{lookup}": value})
    return found
