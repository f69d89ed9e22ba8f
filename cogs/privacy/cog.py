"""`/privacy`: what is kept, my data as a file, erase me; in a server and in a DM."""

from __future__ import annotations

import io
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.interactions.response import Answer
from bot.interactions.router import Press
from bot.services import PrivacyService
from cogs.privacy.cards import (
    FILE_NAME,
    erase_card,
    erased_card,
    export_card,
    kept_card,
    policy_card,
)


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
class PrivacyCog(commands.GroupCog, group_name="privacy"):
    """One's own data; no server can switch this off."""

    def __init__(self, privacy: PrivacyService) -> None:
        super().__init__()
        self._privacy = privacy

    @app_commands.command(name="policy")
    async def policy(self, interaction: discord.Interaction[Any]) -> None:
        """Say what is kept and why; needs no store."""
        answer = Answer(interaction)
        await answer.show(policy_card(answer.say))

    @app_commands.command(name="export")
    async def export(self, interaction: discord.Interaction[Any]) -> None:
        """Give everything stored about me as a file."""
        await self._export(Answer(interaction))

    @app_commands.command(name="erase")
    async def erase(self, interaction: discord.Interaction[Any]) -> None:
        """Ask once, then erase everything stored about me."""
        await self._erase(Answer(interaction))

    async def press_export(self, press: Press) -> None:
        """Give the file, from a button."""
        await self._export(press.answer)

    async def press_erase(self, press: Press) -> None:
        """Ask once, from a button."""
        await self._erase(press.answer)

    async def press_erase_yes(self, press: Press) -> None:
        """Erase everything; pressing again is harmless."""
        answer = press.answer
        something = await answer.wait(self._privacy.erase(user_id=answer.user_id))
        await answer.show(erased_card(answer.say, something=something))

    async def press_keep(self, press: Press) -> None:
        """Keep everything."""
        await press.answer.show(kept_card(press.answer.say))

    async def _export(self, answer: Answer) -> None:
        document = await answer.wait(self._privacy.export(user_id=answer.user_id))
        file = discord.File(io.BytesIO(document), FILE_NAME)
        await answer.show(export_card(answer.say), file=file)

    async def _erase(self, answer: Answer) -> None:
        if await answer.wait(self._privacy.holds_anything(user_id=answer.user_id)):
            await answer.show(erase_card(answer.say))
        else:
            await answer.show(erased_card(answer.say, something=False))
