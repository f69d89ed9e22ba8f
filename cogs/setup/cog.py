"""`/setup`: one private card by which moderators set up their server, all of it by choosing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

import discord
from discord import app_commands

from bot.domain.refusals import NoSuchChoice, NotAllowed, OutdatedControl
from bot.domain.settings import Group, Kind, Setting, groups_without, setting
from bot.interactions.cog import FeatureCog, Presses, answered, for_moderators
from bot.interactions.response import Response
from bot.services import ServerService
from cogs.setup.cards import Done, Page, group_card, home_card, log_card
from cogs.setup.check.cards import checkup_card
from cogs.setup.check.checkup import Checkup
from cogs.setup.panel.cards import PanelPage, panels_card
from cogs.setup.panel.keeping import PanelKeeping
from cogs.setup.panel.shown import Placed
from cogs.setup.place import STEPS, Place, Spot
from cogs.setup.preview import Look, Previews
from cogs.setup.preview_cards import preview_card
from cogs.setup.values import chosen, gone


@for_moderators
class SetupCog(FeatureCog):
    """What the moderators of one server choose for it; each press asks for their right anew."""

    def __init__(
        self, servers: ServerService, previews: Previews, panels: PanelKeeping, checkup: Checkup
    ) -> None:
        self._servers = servers
        self._previews = previews
        self._checkup = checkup
        self._panels = panels

    async def cog_load(self) -> None:
        """Begin to look after the panels."""
        self._panels.hourly.start()

    async def cog_unload(self) -> None:
        """Look after them no more."""
        self._panels.hourly.cancel()

    @app_commands.command()
    @answered
    async def setup(self, response: Response) -> None:
        """Show where the server stands; where nobody chose anything yet, the first step."""
        place = await self._place(response)
        if place.is_new:
            await response.show(group_card(STEPS[0], place, response.say, guided=True))
        else:
            await response.show(home_card(place, response.say))

    async def home(self, response: Response) -> None:
        """Show where the server stands."""
        await response.show(home_card(await self._place(response), response.say))

    async def open_group(self, response: Response) -> None:
        """Show the group or the page that was chosen."""
        name = response.chosen()
        if name == Page.LOG:
            await self._show_log(response, page=0)
        elif name == Page.PREVIEW:
            await self._show_preview(response, self._previews.first(response.say.locale))
        elif name == Page.PANEL:
            await self._show_panels(response)
        elif name == Page.CHECK:
            await self.check(response)
        elif name in groups_without(self._servers.absent):
            place = await self._place(response)
            await response.show(group_card(Group(name), place, response.say))
        else:
            raise OutdatedControl

    async def log(self, response: Response) -> None:
        """Show another page of the log."""
        await self._show_log(response, page=response.number(0))

    async def step(self, response: Response) -> None:
        """Show a step of the first setup, and remember how far it is."""
        step = response.number(0)
        if step > len(STEPS):
            raise OutdatedControl
        place = await self._place(response)
        if step > place.step:
            noting = self._servers.note_step(guild_id=response.guild_id, step=step)
            await response.wait(noting)
            place = await self._place(response)
        if step == len(STEPS):
            await response.show(home_card(place, response.say, finished=True))
        else:
            await response.show(group_card(STEPS[step], place, response.say, guided=True))

    async def put(self, response: Response) -> None:
        """Give a setting the value that the menu or the button says."""
        one = self._setting(response.arg(0))
        picked: Sequence[str] = response.args[2:3] if one.kind is Kind.SWITCH else response.values
        value = chosen(one, picked, await self._place(response))
        await self._change(response, one.key, value)

    async def reset(self, response: Response) -> None:
        """Give a setting its default."""
        await self._change(response, self._setting(response.arg(0)).key, None)

    async def tidy(self, response: Response) -> None:
        """Take out of a setting what the server does not have any more."""
        one, place = self._setting(response.arg(0)), await self._place(response)
        value: Any = getattr(place.stored.settings, one.key)
        missing = gone(one, value, place)
        if missing:
            await self._change(
                response, one.key, None if one.kind is Kind.CHANNEL else value - missing
            )
        else:
            await self._show_done(response, one.key, Spot.read(response.arg(1)), Done(None))

    def _setting(self, key: str) -> Setting:
        """Return a setting of what the campaign has.

        Raises:
            NoSuchChoice: there is none of this name.
        """
        found = setting(key)
        if found.group not in groups_without(self._servers.absent):
            raise NoSuchChoice
        return found

    async def _change(self, response: Response, key: str, value: Any) -> None:
        spot = Spot.read(response.arg(1))
        changing = self._servers.change(
            guild_id=response.guild_id, actor=response.user_id, key=key, value=value
        )
        done = Done(await response.wait(changing))
        await self._show_done(response, key, spot, done)
        await self._panels.bring_up(guild_id=response.guild_id)

    async def undo(self, response: Response) -> None:
        """Take back the change that the button names."""
        number, spot = response.number(0), Spot.read(response.arg(1))
        guild_id = response.guild_id
        key = await response.wait(self._servers.key_of(guild_id=guild_id, number=number))
        undoing = self._servers.undo(guild_id=guild_id, actor=response.user_id, number=number)
        done = Done(await response.wait(undoing))
        await self._show_done(response, key, spot, done)
        await self._panels.bring_up(guild_id=response.guild_id)

    async def panel(self, response: Response) -> None:
        """Show what a panel would look like in the channel that was chosen."""
        channel = _channel(response, response.chosen())
        await self._show_panels(response, asked=channel)

    async def panel_post(self, response: Response) -> None:
        """Post a panel in the channel that the button names."""
        channel = _channel(response, response.arg(0))
        placing = self._panels.place(
            guild_id=response.guild_id, channel_id=channel, nonce=response.interaction.id
        )
        placed = await response.wait(placing)
        await self._show_panels(response, placed=placed)

    async def _show_panels(
        self, response: Response, *, asked: int | None = None, placed: Placed | None = None
    ) -> None:
        guild_id = response.guild_id
        standing = await response.wait(self._panels.standing(guild_id=guild_id))
        shown, public = await self._panels.shown(guild_id=guild_id)
        page = PanelPage(standing, shown, public, asked=asked, placed=placed)
        await response.show(panels_card(page, response.say))

    async def _show_done(self, response: Response, key: str, spot: Spot, done: Done) -> None:
        if spot.log_page is not None:
            await self._show_log(response, page=spot.log_page, done=done)
            return
        place, group = await self._place(response), setting(key).group
        await response.show(group_card(group, place, response.say, guided=spot.guided, done=done))

    async def _show_log(self, response: Response, *, page: int, done: Done | None = None) -> None:
        place = await self._place(response)
        log = await response.wait(self._servers.log(guild_id=response.guild_id, page=page))
        await response.show(log_card(log, place, response.say, done=done))

    async def preview_feature(self, response: Response) -> None:
        """Let a card of another feature be chosen."""
        feature, look = response.chosen(), self._look(response)
        await self._show_preview(response, self._previews.first(look.locale, feature))

    async def preview_card(self, response: Response) -> None:
        """Remember the card that was chosen."""
        name, look = response.chosen(), self._look(response)
        await self._show_preview(response, replace(look, name=name))

    async def preview_language(self, response: Response) -> None:
        """Remember the language that was chosen."""
        locale, look = response.chosen(), self._look(response)
        await self._show_preview(response, replace(look, locale=locale))

    async def preview_show(self, response: Response) -> None:
        """Show the card in a message of its own."""
        look, now = self._look(response), response.interaction.created_at
        drawing = self._previews.draw(look, now, response.user_id)
        card, file = await response.wait(drawing)
        await response.show_beside(card, file=file)

    def _look(self, response: Response) -> Look:
        return self._previews.checked(response.arg(0), response.arg(1), response.arg(2))

    async def _show_preview(self, response: Response, look: Look) -> None:
        look = self._previews.checked(look.feature, look.name, look.locale)
        features = self._previews.features(response.say)
        now = response.interaction.created_at
        cards = self._previews.cards(look.feature, response.say, now)
        languages = self._previews.languages
        await response.show(preview_card(look, features, cards, languages, response.say))

    async def check(self, response: Response) -> None:
        """Show what is wrong in this server, each with what helps."""
        place = await self._place(response)
        looked = await response.wait(self._checkup.look(response.guild_id, place))
        await response.show(checkup_card(looked, place, response.say))

    async def _place(self, response: Response) -> Place:
        """Return the server as it is now.

        Raises:
            NotAllowed: the bot is not in this server.
            StoreUnreadable: when its settings cannot be looked up.
        """
        guild = response.interaction.guild
        if guild is None:
            raise NotAllowed
        reading = self._servers.with_sources(guild_id=response.guild_id)
        return Place(
            await response.wait(reading),
            roles=frozenset(role.id for role in guild.roles if not role.is_default()),
            channels=frozenset(channel.id for channel in guild.channels),
            languages=self._servers.languages,
            own_language=str(response.interaction.guild_locale or guild.preferred_locale),
        )

    presses: ClassVar[Presses] = {
        "home": home,
        "open": open_group,
        "log": log,
        "step": step,
        "put": put,
        "reset": reset,
        "tidy": tidy,
        "undo": undo,
        "preview_feature": preview_feature,
        "preview_card": preview_card,
        "preview_language": preview_language,
        "preview_show": preview_show,
        "panel": panel,
        "panel_post": panel_post,
        "check": check,
    }


def _channel(response: Response, named: str) -> int:
    """Return the channel that is named, where the presser may write themselves; it is untrusted.

    Raises:
        NoSuchChoice: it is no channel of this server that can have a panel.
        NotAllowed: the presser may not see it, or not write in it.
    """
    guild, member = response.interaction.guild, response.interaction.user
    known = guild and re.fullmatch(r"[0-9]{1,20}", named)
    channel = guild.get_channel(int(named)) if guild and known else None
    if not isinstance(channel, discord.TextChannel):
        raise NoSuchChoice
    rights = channel.permissions_for(member) if isinstance(member, discord.Member) else None
    if rights is None or not (rights.view_channel and rights.send_messages):
        raise NotAllowed
    return channel.id
