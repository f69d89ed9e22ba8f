"""`/setup`: one private card by which moderators set up their server, all of it by choosing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, ClassVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.refusals import NoSuchChoice, NotAllowed, OutdatedControl, StoreUnreadable
from bot.domain.settings import (
    Feature,
    Kind,
    Setting,
    SettingsGroup,
    features_without,
    groups_without,
    setting,
)
from bot.interactions.cog import FeatureCog, Presses, answered, for_moderators
from bot.interactions.pressed import discord_id
from bot.interactions.response import Response
from bot.services import CampaignService, ServerService
from cogs.setup.cards import OFF, ON, Done, group_card, home_card, log_card
from cogs.setup.changing import change
from cogs.setup.check.cards import checkup_card
from cogs.setup.check.checkup import Checkup
from cogs.setup.own_words.cog import WordsCog, WordsPages
from cogs.setup.panel.cards import PanelPage, panels_card
from cogs.setup.panel.keeping import PanelKeeping
from cogs.setup.panel.shown import PlacedPanel
from cogs.setup.place import STEPS, Place, Position, SetupPage, place_now, steps_in
from cogs.setup.preview_cog import PreviewCog, PreviewPages
from cogs.setup.values import chosen, gone

__all__ = ["PreviewCog", "SetupCog", "WordsCog"]


@for_moderators
class SetupCog(FeatureCog):
    """What the moderators of one server choose for it; each press asks for their right anew."""

    def __init__(
        self,
        servers: ServerService,
        campaign: CampaignService,
        previews: PreviewPages,
        panels: PanelKeeping,
        checkup: Checkup,
        words: WordsPages,
    ) -> None:
        self._servers = servers
        self._campaign = campaign
        self._previews = previews
        self._checkup = checkup
        self._panels = panels
        self._words = words

    async def cog_load(self) -> None:
        """Begin to look after the panels."""
        self._panels.hourly.start()

    async def cog_unload(self) -> None:
        """Look after them no more."""
        self._panels.hourly.cancel()

    @commands.Cog.listener("on_server_changed")
    @commands.Cog.listener("on_rights_changed")
    async def bring_panels_up(self, guild_id: int) -> None:
        """Let a server's panels show what was chosen, also those that could not be changed."""
        await self._panels.try_again(guild_id=guild_id)

    @app_commands.command()
    @answered
    async def setup(self, response: Response) -> None:
        """Show where the server stands; where nobody chose anything yet, the first step."""
        place = await self._place(response)
        if place.is_new:
            await response.show(group_card(place.first, place, response.say, guided=True))
        else:
            await response.show(home_card(place, response.say))

    async def home(self, response: Response) -> None:
        """Show where the server stands."""
        await response.show(home_card(await self._place(response), response.say))

    async def open_group(self, response: Response) -> None:
        """Show the group or the page that was chosen."""
        name = response.chosen()
        if name == SetupPage.LOG:
            await self._show_log(response, page=0)
        elif name == SetupPage.PREVIEW:
            await self._previews.show(response)
        elif name in (SetupPage.PANEL, SetupPage.CHECK):
            await self._show_page(response, name)
        elif name == SettingsGroup.WORDS:
            await self._words.show_all(response)
        elif name in groups_without(self._servers.absent):
            place = await self._place(response)
            await response.show(group_card(SettingsGroup(name), place, response.say))
        else:
            raise OutdatedControl

    async def log(self, response: Response) -> None:
        """Show another page of the log."""
        await self._show_log(response, page=response.number(0))

    async def step(self, response: Response) -> None:
        """Show a step of the first setup, and remember how far it is."""
        place = await self._place(response)
        step = max(response.number(0), place.skipped)
        if step > len(STEPS):
            raise OutdatedControl
        if step > place.step:
            noting = self._servers.note_step(guild_id=response.guild_id, step=step)
            await response.wait(noting)
            place = await self._place(response)
        if step == len(STEPS):
            await response.show(home_card(place, response.say, finished=True))
            return
        match STEPS[step]:
            case SetupPage():
                await self._show_page(response, STEPS[step], guided=True)
            case group:
                await response.show(group_card(group, place, response.say, guided=True))

    async def _show_page(self, response: Response, page: str, *, guided: bool = False) -> None:
        if page == SetupPage.PANEL:
            await self._show_panels(response, spot=Position(guided=guided))
        else:
            await self._show_check(response, Position(guided=guided))

    async def put(self, response: Response) -> None:
        """Give a setting the value that the menu or the button says."""
        one = self._setting(response.arg(0))
        switched = one.kind is Kind.SWITCH
        picked: Sequence[str] = [response.arg(3)] if switched else response.values
        value = chosen(one, picked, await self._place(response))
        await self._change(response, one.key, value, version=response.arg(2))

    async def switch_feature(self, response: Response) -> None:
        """Switch one feature on or off, where one looks for it."""
        name, to = response.arg(0), response.arg(2)
        if name not in features_without(self._servers.absent) or to not in (ON, OFF):
            raise NoSuchChoice
        stored = (await self._place(response)).stored
        off, one = stored.settings.features_off, frozenset({Feature(name)})
        value, version = (off - one if to == ON else off | one), stored.version("features_off")
        await self._change(response, "features_off", list(value), version=version)

    async def reset(self, response: Response) -> None:
        """Give a setting its default."""
        key, version = self._setting(response.arg(0)).key, response.arg(2)
        await self._change(response, key, None, version=version)

    async def tidy(self, response: Response) -> None:
        """Take out of a setting what the server does not have any more."""
        one, place = self._setting(response.arg(0)), await self._place(response)
        value: Any = getattr(place.stored.settings, one.key, None)  # words name no place
        missing = gone(one, value, place)
        if missing:
            left = None if one.kind is Kind.CHANNEL else value - missing
            version = place.stored.version(one.key)
            await self._change(response, one.key, left, version=version)
        else:
            await self._show_done(response, one.key, Position.read(response.arg(1)), Done())

    def _setting(self, key: str) -> Setting:
        """Return a setting of what the campaign has.

        Raises:
            NoSuchChoice: there is none of this name.
        """
        found = setting(key)
        if found.group not in groups_without(self._servers.absent):
            raise NoSuchChoice
        return found

    async def _change(self, response: Response, key: str, value: Any, *, version: str) -> None:
        """Put a value in the place of the one of this version, or show what stands there by now."""
        spot = Position.read(response.arg(1))
        done = await change(response, self._servers, key, value, version=version)
        await self._show_done(response, key, spot, done)

    async def undo(self, response: Response) -> None:
        """Take back the change that the button names."""
        number, spot = response.number(0), Position.read(response.arg(1))
        guild_id = response.guild_id
        key = await response.wait(self._servers.key_of(guild_id=guild_id, number=number))
        undoing = self._servers.undo(guild_id=guild_id, actor=response.user_id, number=number)
        done = Done(await response.wait(undoing))
        await self._show_done(response, key, spot, done)

    async def panel(self, response: Response) -> None:
        """Show what a panel would look like in the channel that was chosen."""
        channel = _channel(response, response.chosen())
        await self._show_panels(response, spot=_spot(response, 0), asked=channel)

    async def panel_post(self, response: Response) -> None:
        """Post a panel in the channel that the button names."""
        channel = _channel(response, response.arg(0))
        placing = self._panels.place(
            guild_id=response.guild_id,
            channel_id=channel,
            nonce=response.interaction.id,
            user_id=response.user_id,
        )
        placed = await response.wait(placing)
        await self._show_panels(response, spot=_spot(response, 1), placed=placed)

    async def _show_panels(
        self,
        response: Response,
        *,
        spot: Position,
        asked: int | None = None,
        placed: PlacedPanel | None = None,
    ) -> None:
        guild_id = response.guild_id
        try:
            standing = await response.wait(self._panels.standing(guild_id=guild_id))
        except StoreUnreadable:
            if placed is None:
                raise
            standing = (placed.panel,) if placed.panel else ()  # what was posted stands
        shown, public = await self._panels.shown(guild_id=guild_id)
        steps = steps_in(self._servers.languages)
        page = PanelPage(standing, shown, public, steps, asked=asked, placed=placed, spot=spot)
        await response.show(panels_card(page, response.say))

    async def _show_done(self, response: Response, key: str, spot: Position, done: Done) -> None:
        if spot.log_page is not None:
            with suppress(StoreUnreadable):  # that is said on the group's card
                await self._show_log(response, page=spot.log_page, done=done)
                return
        group = spot.group or setting(key).group
        if group is SettingsGroup.WORDS:
            await self._words.show_changed(response, key, done)
            return
        place = await self._place(response, changed=done.meanwhile is None)
        await response.show(group_card(group, place, response.say, guided=spot.guided, done=done))

    async def _show_log(self, response: Response, *, page: int, done: Done | None = None) -> None:
        place = await self._place(response)
        log = await response.wait(self._servers.log(guild_id=response.guild_id, page=page))
        await response.show(log_card(log, place, response.say, done=done))

    async def check(self, response: Response) -> None:
        """Look once more at what is wrong in this server."""
        await self._show_check(response, _spot(response, 0))

    async def _show_check(self, response: Response, spot: Position) -> None:
        place = await self._place(response)
        looked = await response.wait(self._checkup.look(response.guild_id, place))
        await response.show(checkup_card(looked, place, response.say, spot=spot))

    async def _place(self, response: Response, *, changed: bool = False) -> Place:
        refusal = self._campaign.refusal
        return await place_now(response, self._servers, changed=changed, refusal=refusal)

    presses: ClassVar[Presses] = {
        "home": home,
        "open": open_group,
        "log": log,
        "step": step,
        "put": put,
        "feature": switch_feature,
        "reset": reset,
        "tidy": tidy,
        "undo": undo,
        "panel": panel,
        "panel_post": panel_post,
        "check": check,
    }


def _spot(response: Response, at: int) -> Position:
    """Return where the control stands; that of an earlier release carries nothing of it."""
    return Position.read(response.args[at]) if len(response.args) > at else Position()


def _channel(response: Response, named: str) -> int:
    """Return the channel that is named, where the presser may write themselves; it is untrusted.

    Raises:
        NoSuchChoice: it is no channel of this server that can have a panel.
        NotAllowed: the presser may not see it, or not write in it.
    """
    guild, member = response.interaction.guild, response.interaction.user
    number = discord_id(named)
    channel = guild.get_channel(number) if guild and number is not None else None
    if not isinstance(channel, discord.TextChannel):
        raise NoSuchChoice
    rights = channel.permissions_for(member) if isinstance(member, discord.Member) else None
    if rights is None or not (rights.view_channel and rights.send_messages):
        raise NotAllowed
    return channel.id
