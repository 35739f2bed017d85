"""Answers to interactions, and the follow-up messages of their webhook."""

from aiohttp import web

from .. import payloads
from ..actions import messages as act
from ..actions.interactions import ANSWER_MS, TOKEN_MS
from ..core import Core, Interaction
from ..errors import ApiError, unknown, unknown_message
from ..model import EPHEMERAL, Message
from .context import Context, Json, Routes, answer, body, no_content, path_id, snowflake
from .messages import apply_edit, check_content, numbered

PONG, MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, AUTOCOMPLETE, MODAL = 1, 4, 5, 6, 7, 8, 9


def routes(core: Core) -> Routes:
    rest = Interactions(core)
    hook = "/webhooks/{application_id}/{token}"
    return [
        ("POST", "/interactions/{interaction_id}/{token}/callback", rest.callback),
        ("POST", hook, rest.follow_up),
        ("GET", hook + "/messages/{message_id}", rest.one),
        ("PATCH", hook + "/messages/{message_id}", rest.edit),
        ("DELETE", hook + "/messages/{message_id}", rest.delete),
    ]


class Interactions(Context):
    async def callback(self, request: web.Request) -> web.Response:
        interaction = self._interaction(request)
        if interaction.id != path_id(request, "interaction_id"):
            raise unknown("interaction", 10062)
        if interaction.answered_ms is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        if self.core.clock.now_ms() - interaction.created_ms > ANSWER_MS:
            raise unknown("interaction", 10062)
        data = await body(request)
        message = self._answer(interaction, int(data["type"]), data.get("data") or {})
        if request.query.get("with_response") not in ("1", "true"):
            return no_content()
        return answer(self._callback_shape(interaction, message))

    async def follow_up(self, request: web.Request) -> web.Response:
        interaction = self._answered(request)
        data = await body(request)
        if _is_pending(interaction):
            message = self._fill_in(interaction, data)
        else:
            message = self._send(interaction, data)
        return answer(payloads.message(message, self.world))

    async def one(self, request: web.Request) -> web.Response:
        return answer(payloads.message(self._message(request), self.world))

    async def edit(self, request: web.Request) -> web.Response:
        data = await body(request)
        interaction = self._answered(request)
        if request.match_info["message_id"] == "@original" and _is_pending(interaction):
            message = self._fill_in(interaction, data)
        else:
            message = self._message(request)
            self._apply_edit(message, data)
        return answer(payloads.message(message, self.world))

    async def delete(self, request: web.Request) -> web.Response:
        message = self._message(request)
        if not message.ephemeral:
            act.delete(self.core, message, by="bot")
        self._answered(request).followups.pop(message.id, None)
        return no_content()

    def _answer(self, interaction: Interaction, kind: int, data: Json) -> Message | None:
        message = None
        if kind == MESSAGE:
            message = self._send(interaction, data)
            interaction.original_id = message.id
        elif kind == UPDATE:
            message = self._pressed(interaction)
            self._apply_edit(message, data)
        elif kind == MODAL:
            interaction.modal = data
        if kind == DEFERRED_MESSAGE:
            interaction.deferred_flags = int(data.get("flags") or 0)
        interaction.answered_ms = self.core.clock.now_ms()
        interaction.answer_type = kind
        self.core.note(
            "interaction_answer",
            interaction_id=str(interaction.id),
            answer_type=kind,
            user_id=str(interaction.user_id),
            content=data.get("content"),
            ephemeral=bool(int(data.get("flags") or 0) & EPHEMERAL),
            modal=data if kind == MODAL else None,
        )
        return message

    def _send(self, interaction: Interaction, data: Json) -> Message:
        """A message in the channel, or one that only the presser sees."""
        check_content(data)
        flags = int(data.get("flags") or 0)
        draft = act.Draft(
            data.get("content") or "",
            embeds=data.get("embeds") or [],
            flags=flags,
            components=numbered(data.get("components") or []),
            allowed_mentions=data.get("allowed_mentions"),
            application_id=self.world.application.id,
        )
        channel = self.world.channel(interaction.channel_id)
        if flags & EPHEMERAL:
            message = act.compose(self.core, channel, self.me, draft)
            message.ephemeral = True
            self._note_ephemeral(interaction, message)
        else:
            message = act.post(self.core, channel, self.me, draft)
        interaction.followups[message.id] = message
        return message

    def _fill_in(self, interaction: Interaction, data: Json) -> Message:
        """The message that a deferred answer promised; its visibility was settled then."""
        message = self._send(interaction, data | {"flags": interaction.deferred_flags})
        interaction.original_id = message.id
        return message

    def _note_ephemeral(self, interaction: Interaction, message: Message) -> None:
        self.core.note(
            "bot_ephemeral",
            interaction_id=str(interaction.id),
            message_id=str(message.id),
            channel_id=str(message.channel_id),
            user_id=str(interaction.user_id),
            content=message.content,
        )

    def _apply_edit(self, message: Message, data: Json) -> None:
        if message.ephemeral:
            message.content = data.get("content", message.content) or ""
            message.components = tuple(numbered(data.get("components", message.components) or ()))
        else:
            apply_edit(self.core, message, data)

    def _callback_shape(self, interaction: Interaction, message: Message | None) -> Json:
        kind = interaction.answer_type
        shape: Json = {
            "interaction": {
                "id": str(interaction.id),
                "type": interaction.kind,
                "response_message_id": str(message.id) if message else None,
                "response_message_loading": kind == DEFERRED_MESSAGE,
                "response_message_ephemeral": bool(message and message.ephemeral),
            }
        }
        if message is not None:
            resource = {"type": kind, "message": payloads.message(message, self.world)}
            shape["resource"] = resource
        return shape

    def _interaction(self, request: web.Request) -> Interaction:
        found = self.core.interactions.get(request.match_info["token"])
        if found is None:
            raise unknown("interaction", 10062)
        return found

    def _answered(self, request: web.Request) -> Interaction:
        """The interaction of a webhook token; it works once answered, for 15 minutes."""
        found = self.core.interactions.get(request.match_info["token"])
        if found is None or found.answered_ms is None:
            raise unknown("Webhook", 10015)
        if self.core.clock.now_ms() - found.created_ms > TOKEN_MS:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return found

    def _message(self, request: web.Request) -> Message:
        interaction = self._answered(request)
        wanted = request.match_info["message_id"]
        if wanted == "@original" and interaction.answer_type in (DEFERRED_UPDATE, UPDATE):
            return self._pressed(interaction)
        id_ = interaction.original_id if wanted == "@original" else snowflake(wanted)
        found = interaction.followups.get(id_) if id_ else None
        if found is None:
            raise unknown_message()
        return found

    def _pressed(self, interaction: Interaction) -> Message:
        return self.world.existing_message(interaction.channel_id, interaction.message_id or 0)


def _is_pending(interaction: Interaction) -> bool:
    return interaction.answer_type == DEFERRED_MESSAGE and interaction.original_id is None
