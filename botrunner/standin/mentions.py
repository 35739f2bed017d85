"""Who a text mentions, and who is really pinged by it."""

import re
from dataclasses import dataclass
from typing import Any

from . import permissions
from .errors import invalid_form
from .model import Guild, User

USER = re.compile(r"<@!?(\d{15,20})>")
ROLE = re.compile(r"<@&(\d{15,20})>")
EVERYONE = re.compile(r"@(everyone|here)\b")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.S)


@dataclass(frozen=True, slots=True)
class Mentions:
    users: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    everyone: bool = False


def read(
    content: str,
    guild: Guild,
    users: dict[int, User],
    granted: int,
    allowed: dict[str, Any] | None = None,
    replied_to: int | None = None,
) -> Mentions:
    """The mentions that Discord resolves for an author with `granted` permissions.

    `allowed` is the request's `allowed_mentions`; None lets everything through. A role that is
    not mentionable needs MENTION_EVERYONE. Mentions in code are text.
    """
    text = CODE.sub(" ", content)
    may_all = bool(granted & permissions.MENTION_EVERYONE)
    named = [int(each) for each in USER.findall(text) if int(each) in users]
    roles = [int(each) for each in ROLE.findall(text)]
    roles = [each for each in roles if _pingable(guild, each, may_all)]
    everyone = may_all and bool(EVERYONE.search(text))
    kept = _Allowed(allowed)
    user_ids = [each for each in named if kept.user(each)]
    if replied_to is not None and kept.replied_user:
        user_ids.append(replied_to)
    return Mentions(
        tuple(dict.fromkeys(user_ids)),
        tuple(dict.fromkeys(filter(kept.role, roles))),
        everyone and kept.everyone,
    )


def _pingable(guild: Guild, role_id: int, may_all: bool) -> bool:
    role = guild.roles.get(role_id)
    return role is not None and role_id != guild.id and (role.mentionable or may_all)


class _Allowed:
    """Discord's allowed_mentions object; `parse` and a list of the same kind exclude each other."""

    def __init__(self, raw: dict[str, Any] | None) -> None:
        self._open = raw is None
        raw = raw or {}
        parse = raw.get("parse", [])
        for kind in ("users", "roles"):
            if kind in parse and raw.get(kind):
                raise invalid_form(f"allowed_mentions: parse and {kind} are mutually exclusive")
        self._parse = set(parse)
        self._users = {int(each) for each in raw.get("users", [])}
        self._roles = {int(each) for each in raw.get("roles", [])}
        # Without allowed_mentions a reply pings; with it only when it says so.
        self.replied_user = self._open or bool(raw.get("replied_user", False))

    @property
    def everyone(self) -> bool:
        return self._open or "everyone" in self._parse

    def user(self, user_id: int) -> bool:
        return self._open or "users" in self._parse or user_id in self._users

    def role(self, role_id: int) -> bool:
        return self._open or "roles" in self._parse or role_id in self._roles
