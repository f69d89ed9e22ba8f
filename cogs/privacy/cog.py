"""`/privacy`: what is kept, my data as a file, erase me; in a server and in a DM."""

from __future__ import annotations

import io
from typing import ClassVar

import discord
from discord import app_commands

from bot.interactions.cog import EVERYWHERE, FeatureCog, Presses, answered
from bot.interactions.response import Response
from bot.services import PrivacyService
from cogs.privacy.cards import (
    FILE_NAME,
    erase_card,
    erased_card,
    export_card,
    kept_card,
    policy_card,
)


class PrivacyCog(FeatureCog):
    """One's own data; no server can switch this off."""

    privacy = app_commands.Group(name="privacy", description="…", **EVERYWHERE)

    def __init__(self, privacy: PrivacyService) -> None:
        self._privacy = privacy

    @privacy.command()
    @answered
    async def policy(self, response: Response) -> None:
        """Say what is kept and why; needs no store."""
        await response.show(policy_card(response.say))

    @privacy.command()
    @answered
    async def export(self, response: Response) -> None:
        """Give everything stored about me as a file."""
        document = await response.wait(self._privacy.export(user_id=response.user_id))
        file = discord.File(io.BytesIO(document), FILE_NAME)
        await response.show(export_card(response.say), file=file)

    @privacy.command()
    @answered
    async def erase(self, response: Response) -> None:
        """Ask once, then erase everything stored about me."""
        if await response.wait(self._privacy.holds_anything(user_id=response.user_id)):
            await response.show(erase_card(response.say))
        else:
            await response.show(erased_card(response.say, something=False))

    async def erase_now(self, response: Response) -> None:
        """Erase everything; pressing again is harmless."""
        something = await response.wait(self._privacy.erase(user_id=response.user_id))
        await response.show(erased_card(response.say, something=something))

    async def keep(self, response: Response) -> None:
        """Keep everything."""
        await response.show(kept_card(response.say))

    presses: ClassVar[Presses] = {
        "export": export,
        "erase": erase,
        "erase_yes": erase_now,
        "keep": keep,
    }
