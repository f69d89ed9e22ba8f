"""What each press on the support page does: it looks in memory, answers, and keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import aiohttp
import discord

from bot.domain.refusals import OutdatedControl
from bot.domain.resources import Choice
from bot.interactions.errors import notice
from bot.interactions.response import Answer
from bot.interactions.router import Handler, Press
from bot.messages import Messages
from bot.services import SupportService
from cogs.resources import words
from cogs.resources.cards import copy_card, support_card, told_card, warning_card, wrong_card
from cogs.resources.copies import send_copy
from cogs.resources.entries import Shown
from cogs.resources.menus import choice_from
from cogs.resources.ready import OpeningPages

_UNKNOWN_MESSAGE: Final = 10008
_LOST: Final = (discord.HTTPException, aiohttp.ClientError, OSError)
"""How a request to Discord ends without the answer it should have; `OSError` is a timeout too."""


class ResourcesViews:
    """Answers the command, the menus and the buttons of the support page alike."""

    def __init__(self, support: SupportService, messages: Messages) -> None:
        self._support = support
        self._opening = OpeningPages(support, messages)

    def handlers(self) -> Mapping[str, Handler]:
        """Return what answers each action of `amh:resources:…`."""
        return {
            "open": lambda press: self.open(press.answer),
            "country": self.choose_country,
            "audience": self.choose_audience,
            "page": self.turn,
            "dm": self.ask_to_send,
            "dm_yes": self.send,
            "wrong": self.ask_which,
            "report": self.report,
            "close": self.remove,
            "delete": self.remove,
        }

    async def open(self, answer: Answer) -> None:
        """Show the page as a private message of its own, so that closing it takes nothing else."""
        card = self._opening.card(answer.say)
        await answer.interaction.response.send_message(view=card, ephemeral=True)

    async def choose_country(self, press: Press) -> None:
        """Show the page of the chosen country."""
        await self._show(press.answer, self._choice(_chosen(press), press.arg(1)))

    async def choose_audience(self, press: Press) -> None:
        """Show the page for the chosen need."""
        await self._show(press.answer, self._choice(press.arg(0), _chosen(press)))

    async def turn(self, press: Press) -> None:
        """Show the page that the button names."""
        await press.answer.show(support_card(self._named(press), press.answer.say))

    async def ask_to_send(self, press: Press) -> None:
        """Say what a copy in one's direct messages means, before there is one."""
        await press.answer.show(warning_card(self._named(press).page, press.answer.say))

    async def send(self, press: Press) -> None:
        """Send the copy, and say whether Discord let it through, or that nobody knows."""
        answer, shown = press.answer, self._named(press)
        try:
            await answer.wait(send_copy(answer.interaction, copy_card(shown, answer.say)))
        except discord.Forbidden:
            told = answer.say(words.DM_REFUSED)
        except _LOST:  # Discord may have sent it all the same
            told = answer.say(words.DM_UNKNOWN)
        else:
            told = answer.say(words.DM_SENT)
        await answer.show(told_card(told, shown.page, answer.say))

    async def ask_which(self, press: Press) -> None:
        """Ask which entry did not work, and say what will be passed on."""
        await press.answer.show(wrong_card(self._named(press).page, press.answer.say))

    async def report(self, press: Press) -> None:
        """Pass on the entry's id and the day."""
        answer, shown = press.answer, self._named(press)
        try:
            resource = await answer.wait(self._support.report(_chosen(press)))
        except OSError:
            told = answer.say(words.WRONG_LOST)
        else:
            told = answer.say(words.WRONG_SENT, name=resource.name, day=shown.today)
        await answer.show(told_card(told, shown.page, answer.say))

    async def remove(self, press: Press) -> None:
        """Delete the message the button stands on, or say that it is still there."""
        interaction = press.answer.interaction
        await interaction.response.defer()
        try:
            await interaction.delete_original_response()
        except _LOST as failure:
            if isinstance(failure, discord.NotFound) and failure.code == _UNKNOWN_MESSAGE:
                return  # gone already is gone
            with suppress(*_LOST):  # told as a page that could not be shown, it would be untrue
                told = notice(press.answer.say(words.NOT_REMOVED))
                await interaction.followup.send(view=told, ephemeral=True)

    async def _show(self, answer: Answer, choice: Choice) -> None:
        await answer.show(support_card(self._shown(answer, choice), answer.say))

    def _named(self, press: Press) -> Shown:
        choice = self._choice(press.arg(0), press.arg(1))
        return self._shown(press.answer, choice, start=press.number(2))

    def _choice(self, country: str, audience: str) -> Choice:
        return choice_from(country, audience, self._support.directory)

    def _shown(self, answer: Answer, choice: Choice, *, start: int = 0) -> Shown:
        page = self._support.page(choice, locale=answer.locale, start=start)
        return Shown(page, self._support.directory, self._support.today)


def _chosen(press: Press) -> str:
    """Return the one choice made in a menu.

    Raises:
        OutdatedControl: when there is none.
    """
    if not press.values:
        raise OutdatedControl
    return press.values[0]
