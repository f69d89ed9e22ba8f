"""`/privacy`: what is kept, my data as a file, erase me; in a server and in a DM."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import ClassVar

import discord
from discord import app_commands

from bot.interactions.cards import Card
from bot.interactions.cog import EVERYWHERE, FeatureCog, Presses, answered
from bot.interactions.response import Response
from bot.services import CampaignService, ExportService, PrivacyService
from bot.services.privacy import Listings
from cogs.privacy.cards import (
    FILE_NAME,
    erase_card,
    erased_card,
    export_card,
    exports_card,
    kept_card,
    policy_card,
)
from cogs.privacy.listings import UNKNOWN, Walls, listed_card

NameOf = Callable[[int], str | None]
"""Returns the name of a server, or None for one that the bot is not in."""


class PrivacyCog(FeatureCog):
    """One's own data; no server can switch this off."""

    privacy = app_commands.Group(name="privacy", description="…", **EVERYWHERE)

    def __init__(
        self,
        privacy: PrivacyService,
        campaign: CampaignService,
        exports: ExportService,
        name_of: NameOf,
    ) -> None:
        self._privacy = privacy
        self._campaign = campaign
        self._exports = exports
        self._name_of = name_of

    @privacy.command()
    @answered
    async def policy(self, response: Response) -> None:
        """Say what is kept and why; needs no store."""
        card = policy_card(
            response.say,
            moved_by_one=self._campaign.moved_by_one,
            in_server=response.server_id is not None,
            of_letter=not response.lacks("letter"),
            has_support=not response.lacks("resources"),
        )
        await response.show(card)

    async def exports(self, response: Response) -> None:
        """Show who took files of this server; everyone in it may know."""
        latest = await response.wait(self._exports.latest(guild_id=response.guild_id))
        await response.show(exports_card(latest, response.say))

    async def listed(self, response: Response) -> None:
        """Show on which walls one stands, wherever this is asked."""
        page = response.number(0) if response.args else 0
        listed = await response.wait(self._privacy.listed(user_id=response.user_id))
        await response.show(self._walls(listed, response, page=page))

    async def take_off(self, response: Response) -> None:
        """Take the presser off the wall of the server that the button names."""
        server, page = _server_of(response), response.number(1)
        user_id = response.user_id
        listed = await response.wait(self._privacy.take_off(user_id=user_id, guild_id=server))
        await response.show(self._walls(listed, response, page=page, came_off=True))

    async def take_off_everywhere(self, response: Response) -> None:
        """Take the presser off every wall."""
        taking = self._privacy.take_off_everywhere(user_id=response.user_id)
        listed = await response.wait(taking)
        await response.show(self._walls(listed, response, came_off=True))

    def _walls(
        self, listed: Listings, response: Response, *, page: int = 0, came_off: bool = False
    ) -> Card:
        found = {guild_id: self._name_of(guild_id) for guild_id in listed.guild_ids}
        names = {guild_id: name for guild_id, name in found.items() if name}
        return listed_card(Walls(listed, names, page, came_off=came_off), response.say)

    @privacy.command()
    @answered
    async def export(self, response: Response) -> None:
        """Give everything stored about me as a file."""
        document = await response.wait(self._privacy.export(user_id=response.user_id))
        file = discord.File(io.BytesIO(document), FILE_NAME)
        await response.show(export_card(response.say), files=[file])

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
        "exports": exports,
        "listed": listed,
        "off": take_off,
        "off_all": take_off_everywhere,
        "export": export,
        "erase": erase,
        "erase_yes": erase_now,
        "keep": keep,
    }


def _server_of(response: Response) -> int | None:
    """Return the server that a button names; None for all of which the bot has no record.

    It is untrusted, and only ever takes the presser off.
    """
    return None if response.arg(0) == UNKNOWN else response.id_named(0)
