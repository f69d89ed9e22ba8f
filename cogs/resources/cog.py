"""`/resources`: the support page; each press looks in memory, answers, and keeps nothing."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import ClassVar, Final

import aiohttp
import discord
from discord import app_commands

from bot.domain.refusals import OutdatedControl
from bot.domain.resources import Choice
from bot.domain.settings import Posting
from bot.interactions.cards import Card, panel, text
from bot.interactions.cog import FeatureCog, Menus, Presses, answered
from bot.interactions.errors import UNKNOWN_MESSAGE, notice
from bot.interactions.replies import send_reply
from bot.interactions.response import Response
from bot.messages import Messages, Voice
from bot.services import SupportService
from cogs.resources import words
from cogs.resources.cards import (
    copy_card,
    posted_card,
    said_card,
    share_card,
    support_card,
    told_card,
    warning_card,
    wrong_card,
)
from cogs.resources.copies import send_copy
from cogs.resources.countries import menu_named, turned_to
from cogs.resources.entries import SupportPage
from cogs.resources.menus import NONE, choice_from
from cogs.resources.ready import OpeningPages

_LOST: Final = (discord.HTTPException, aiohttp.ClientError, OSError)
"""How a request to Discord ends without the answer it should have; `OSError` is a timeout too."""


class ResourcesCog(FeatureCog):
    """The way to help; no server can switch it off, and nothing of it is written down."""

    def __init__(self, support: SupportService, messages: Messages) -> None:
        self._support = support
        self._opening = OpeningPages(support, messages)

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @answered
    async def resources(self, response: Response) -> None:
        """Show the page as a private message of its own, so that closing it takes nothing else."""
        await self._open(response)

    async def _open(self, response: Response) -> None:
        may_share = response.may_share_support_as_known()
        card = self._opening.card(response.say, may_share=may_share)
        await response.interaction.response.send_message(view=card, ephemeral=True)

    async def choose_country(self, response: Response) -> None:
        """Show the page of the chosen country, or turn the menu and leave the page as it is."""
        menu = turned_to(response.chosen())
        if menu is None:
            await self._show(response, self._choice(response.chosen(), response.arg(1)))
        else:
            await self._show_page(response, replace(self._named(response), menu=menu))

    async def choose_audience(self, response: Response) -> None:
        """Show the page for the chosen need."""
        menu = menu_named(response.args[3]) if len(response.args) > 3 else NONE
        await self._show(response, self._choice(response.arg(0), response.chosen()), menu)

    async def turn(self, response: Response) -> None:
        """Show the page that the button names."""
        await self._show_page(response, self._named(response))

    async def ask_to_send(self, response: Response) -> None:
        """Say what a copy in one's direct messages means, before there is one."""
        await response.show(warning_card(self._named(response).page, response.say))

    async def send(self, response: Response) -> None:
        """Send the copy, and say whether Discord let it through, or that nobody knows."""
        shown = self._named(response)
        try:
            await response.wait(send_copy(response.interaction, copy_card(shown, response.say)))
        except discord.Forbidden:
            told = response.say(words.DM_REFUSED)
        except _LOST:  # Discord may have sent it all the same
            told = response.say(words.DM_UNKNOWN)
        else:
            told = response.say(words.DM_SENT)
        await response.show(told_card(told, shown.page, response.say))

    async def ask_which(self, response: Response) -> None:
        """Ask which entry did not work, and say what will be passed on."""
        await response.show(wrong_card(self._named(response).page, response.say))

    async def report(self, response: Response) -> None:
        """Pass on the entry's id and the day."""
        shown = self._named(response)
        try:
            resource = await response.wait(self._support.report(response.chosen()))
        except OSError:
            told = response.say(words.WRONG_LOST)
        else:
            told = response.say(words.WRONG_SENT, name=resource.name, day=shown.today)
        await response.show(told_card(told, shown.page, response.say))

    async def remove(self, response: Response) -> None:
        """Delete the message the button stands on, or say that it is still there.

        Only the presser's own page or copy: a button of a message that others see too is forged.
        """
        interaction = response.interaction
        if not _of_the_presser_alone(response):
            await response.show(Card(panel(text(response.say(OutdatedControl.phrase)))))
            return
        await interaction.response.defer()
        try:
            await interaction.delete_original_response()
        except _LOST as failure:
            if isinstance(failure, discord.NotFound) and failure.code == UNKNOWN_MESSAGE:
                return  # gone already is gone
            with suppress(*_LOST):  # told as a page that could not be shown, it would be untrue
                told = notice(response.say(words.NOT_REMOVED))
                await interaction.followup.send(view=told, ephemeral=True)

    async def ask_to_share(self, response: Response) -> None:
        """Say what everyone would see, before they do."""
        await response.must_be_allowed_to_post(Posting.SUPPORT)
        await response.show(share_card(self._support.directory, response.say))

    async def ask_to_reply(self, response: Response, message: discord.Message) -> None:
        """Say what everyone would see in answer to a message; who may not post finds help.

        They may be who needs it, so what is known decides, and no store is asked.
        """
        if not response.may_share_support_as_known():
            await self._open(response)
            return
        await response.show(
            share_card(self._support.directory, response.say, message_id=message.id)
        )

    async def share(self, response: Response) -> None:
        """Post the general page for everyone, with the name of who shared it; nothing chosen."""
        _must_be_asked(response)
        shown, say = await self._general(response)
        card = posted_card(shown, say, shared_by=response.user_id)
        await response.send(card, what=Posting.SUPPORT)
        await response.show(said_card(response.say(words.SHARED)))

    async def reply(self, response: Response) -> None:
        """Answer a message with the general page; where the bot may not write, post it instead."""
        message_id = response.id_named(0)
        _must_be_asked(response)
        await response.must_be_allowed_to_post(Posting.SUPPORT)
        shown, say = await self._general(response)
        card = posted_card(shown, say, shared_by=response.user_id)
        sending = send_reply(response.interaction, card, message_id=message_id)
        if not await response.wait(sending):
            await response.send(card, what=Posting.SUPPORT)
        await response.show(said_card(response.say(words.SHARED)))

    async def keep_private(self, response: Response) -> None:
        """Post nothing, and say so."""
        await response.show(said_card(response.say(words.SHARE_NO)))

    async def _general(self, response: Response) -> tuple[SupportPage, Voice]:
        """Return the page on which nothing is chosen, and the voice that everyone here reads."""
        say = await response.public_voice()
        page = self._support.page(Choice(), locale=say.locale)
        return SupportPage(page, self._support.directory, self._support.today), say

    presses: ClassVar[Presses] = {
        "open": resources,
        "country": choose_country,
        "audience": choose_audience,
        "page": turn,
        "dm": ask_to_send,
        "dm_yes": send,
        "wrong": ask_which,
        "report": report,
        "share": ask_to_share,
        "share_yes": share,
        "share_no": keep_private,
        "reply_yes": reply,
        "close": remove,
        "leave": remove,
        "delete": remove,
    }

    menus: ClassVar[Menus] = {"Find help": ask_to_reply}

    async def _show(self, response: Response, choice: Choice, menu: str = NONE) -> None:
        await self._show_page(response, replace(self._shown(response, choice), menu=menu))

    async def _show_page(self, response: Response, shown: SupportPage) -> None:
        may_share = response.may_share_support_as_known()
        await response.show(support_card(shown, response.say, may_share=may_share))

    def _named(self, response: Response) -> SupportPage:
        choice = self._choice(response.arg(0), response.arg(1))
        return self._shown(response, choice, start=response.number(2))

    def _choice(self, country: str, audience: str) -> Choice:
        return choice_from(country, audience, self._support.directory)

    def _shown(self, response: Response, choice: Choice, *, start: int = 0) -> SupportPage:
        page = self._support.page(choice, locale=response.locale, start=start)
        return SupportPage(page, self._support.directory, self._support.today)


def _must_be_asked(response: Response) -> None:
    """Go on only from the private question, which changes when what it asks is done.

    Raises:
        OutdatedControl: when the control stands anywhere else: it is forged.
    """
    if not _of_the_presser_alone(response):
        raise OutdatedControl


def _of_the_presser_alone(response: Response) -> bool:
    """Whether the pressed message is private, or stands in the bot's own conversation with them."""
    interaction = response.interaction
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        return True
    with_the_bot = not interaction.context.private_channel
    return with_the_bot and isinstance(interaction.channel, discord.DMChannel)
