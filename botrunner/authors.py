"""Roles of people whose messages are read from history, which tells none."""

from botrunner.rest import Json, Refused, Rest


class Authors:
    """Asks once a person and reading, and only where roles decide: they are those of now.

    The roles that a person had then are lost; without any, whoever opens nothing by their role
    would be called for.
    """

    def __init__(self, rest: Rest, guild_id: int, *, are_roles_needed: bool) -> None:
        self._rest = rest
        self._guild_id = guild_id
        self._are_needed = are_roles_needed
        self._known: dict[int, Json] = {}

    async def add_member(self, payload: Json) -> None:
        """Put the author's member object where the gateway would have put it."""
        author = payload["author"]
        if not self._are_needed or author.get("bot") or payload.get("webhook_id"):
            return
        author_id = int(author["id"])
        if author_id not in self._known:
            self._known[author_id] = await self._member(author_id)
        payload["member"] = self._known[author_id]

    async def _member(self, user_id: int) -> Json:
        try:
            member = await self._rest.member(self._guild_id, user_id)
        except Refused:
            return {}
        return {"roles": member["roles"], "nick": member.get("nick")}
