import asyncio
from typing import Any

import discord
import pytest

from botrunner.standin import StandIn
from botrunner.standin.errors import ApiError

from .client import Recorder


class Buttons(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Беру", custom_id="claim")
    async def claim(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        await interaction.response.send_message("Ваш запрос", ephemeral=True)
        await interaction.followup.send("и ещё", ephemeral=True)

    @discord.ui.button(label="Отвечено", custom_id="answered")
    async def answered(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        await interaction.response.edit_message(content="Закрыт", view=None)

    @discord.ui.button(label="Позже", custom_id="later")
    async def later(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content="готово")

    @discord.ui.button(label="Молчание", custom_id="silent")
    async def silent(self, interaction: discord.Interaction, _: discord.ui.Button) -> None:
        """Answers nothing at all."""


@pytest.fixture
async def message(client: Recorder, lspd: dict[str, Any]) -> discord.Message:
    channel = client.get_channel(int(lspd["channels"]["общий-чат"]))
    assert isinstance(channel, discord.TextChannel)
    return await channel.send("Запрос", view=Buttons())


async def kinds_after(standin: StandIn, kind: str, count: int = 1) -> list[dict[str, Any]]:
    async with asyncio.timeout(5):
        while len(standin.log.of_kind(kind)) < count:
            await standin.log.wait_beyond(len(standin.log), 5)
    return standin.log.of_kind(kind)


async def test_a_private_answer_is_seen_by_its_presser_alone(
    client: Recorder, standin: StandIn, message: discord.Message, curator: str
) -> None:
    standin.press_button(message.id, "claim", curator)
    answer = (await kinds_after(standin, "interaction_answer"))[0]
    assert (answer["answer_type"], answer["ephemeral"]) == (4, True)
    said = await kinds_after(standin, "bot_ephemeral", 2)
    assert [each["content"] for each in said] == ["Ваш запрос", "и ещё"]
    assert {each["user_id"] for each in said} == {curator}
    assert len(standin.log.of_kind("bot_message")) == 1
    pressed = client.of("interaction")[0]
    assert str(pressed.user.id) == curator
    assert pressed.message.id == message.id


async def test_the_message_of_the_button_can_be_edited(
    standin: StandIn, message: discord.Message, curator: str
) -> None:
    standin.press_button(message.id, "answered", curator)
    edit = (await kinds_after(standin, "bot_edit"))[0]
    assert (edit["content"], edit["components"]) == ("Закрыт", [])
    with pytest.raises(ApiError):
        standin.press_button(message.id, "answered", curator)


async def test_a_deferred_answer_is_filled_in_later(
    standin: StandIn, message: discord.Message, curator: str
) -> None:
    standin.press_button(message.id, "later", curator)
    assert (await kinds_after(standin, "interaction_answer"))[0]["answer_type"] == 5
    assert (await kinds_after(standin, "bot_ephemeral"))[0]["content"] == "готово"


@pytest.mark.parametrize(("seconds", "answers_before", "code"), [(3.5, 0, 10062), (0.0, 1, 40060)])
async def test_an_answer_that_is_late_or_a_second_one_is_refused(
    client: Recorder,
    standin: StandIn,
    message: discord.Message,
    curator: str,
    seconds: float,
    answers_before: int,
    code: int,
) -> None:
    standin.press_button(message.id, "silent", curator)
    await client.until(lambda: client.of("interaction"))
    interaction = client.of("interaction")[0]
    standin.core.clock.offset_seconds += seconds
    for _ in range(answers_before):
        await interaction.response.send_message("раз")
        interaction.response._response_type = None
    with pytest.raises(discord.HTTPException) as refused:
        await interaction.response.send_message("ещё раз")
    assert refused.value.code == code


class Form(discord.ui.Modal, title="Число"):
    number: discord.ui.TextInput["Form"] = discord.ui.TextInput(label="Сколько", custom_id="n")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"принято {self.number.value}", ephemeral=True)


async def test_a_slash_command_is_registered_typed_and_answered_with_a_form(
    client: Recorder, standin: StandIn, lspd: dict[str, Any], curator: str
) -> None:
    tree = discord.app_commands.CommandTree(client)
    group = discord.app_commands.Group(name="report", description="Отчёты")

    @group.command(name="count", description="Исправить число")
    async def count(interaction: discord.Interaction, week: int, author: discord.Member) -> None:
        assert (week, str(author.id)) == (12, curator)
        await interaction.response.send_modal(Form())

    tree.add_command(group)
    await tree.sync()
    values = {"week": 12, "author": curator}
    typed = standin.use_command("LSPD", "общий-чат", curator, "report count", **values)
    assert (await kinds_after(standin, "interaction_answer"))[0]["answer_type"] == 9
    standin.submit_modal(typed, n="7")
    assert (await kinds_after(standin, "bot_ephemeral"))[0]["content"] == "принято 7"


def test_an_unregistered_command_cannot_be_typed(standin: StandIn, curator: str) -> None:
    with pytest.raises(ApiError):
        standin.use_command("LSPD", "общий-чат", curator, "nonsense")
