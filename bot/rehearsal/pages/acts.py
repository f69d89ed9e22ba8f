"""What the buttons of the lobby do, and what is said of it in the language of whoever pressed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.config import ConfigurationFaults
from bot.exits import CannotStart
from bot.rehearsal.languages import offered
from bot.rehearsal.pages.command_list import commands_in
from bot.rehearsal.pages.page import stage_time
from bot.rehearsal.pages.view import ActResult
from bot.rehearsal.sample_members import RAIDERS
from bot.rehearsal.stage import Stage
from bot.rehearsal.stage_error import StageError
from bot.rehearsal.words import PageWords

TOGETHER: Final = 8
"""How many sample members sign at one press: with two who sign by hand, the first milestone."""
_SPEAK: Final = "speak"
_SPEAKS: Final = "speaks-"


class Acts:
    """Each method does what one button says, and returns what came of it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._handlers = {
            "restart": self._restart,
            "sign": self._sign,
            "raid": self._raid,
            "hour": self._hour,
            "day": self._day,
            "fresh": self._fresh,
        }

    @property
    def names(self) -> tuple[str, ...]:
        """What buttons can ask for, as the addresses name it."""
        return (*self._handlers, _SPEAK)

    async def do(self, act: str, fields: Mapping[str, str], words: PageWords) -> ActResult:
        """Do what a button says; what stops it is told as well, and nothing is raised.

        Raises:
            KeyError: when there is no such button.
        """
        try:
            if act == _SPEAK:
                return ActResult(await self._speak(fields, words))
            return ActResult(await self._handlers[act](words))
        except StageError as refusal:
            return ActResult(words(refusal.key, **refusal.values), failed=True)
        except ConfigurationFaults as faults:
            told = f"{words('told.faulty')}\n{faults}" if self._stage.running else str(faults)
            return ActResult(told, failed=True)
        except CannotStart as refusal:
            return ActResult(str(refusal), failed=True)

    async def _restart(self, words: PageWords) -> str:
        seconds = await self._stage.restart()
        return words("told.restarted", seconds=f"{seconds:.1f}")

    async def _fresh(self, words: PageWords) -> str:
        await self._stage.begin_anew()
        await self._stage.speak_by_default(words.discord_locale)
        return words("told.fresh")

    async def _hour(self, words: PageWords) -> str:
        await self._stage.let_pass(hours=1)
        return words("told.hour", time=stage_time(self._stage.now(), words))

    async def _day(self, words: PageWords) -> str:
        await self._stage.let_pass(hours=24)
        return words("told.day", time=stage_time(self._stage.now(), words))

    async def _sign(self, words: PageWords) -> str:
        """Say how many signed; numbers wait for their next publication, and so does the reader."""
        signed = await self._stage.let_people_sign(TOGETHER)
        if not signed:
            return words("told.all_signed")
        running = self._stage.must_run()
        live = running.configuration.campaign.tally.publish.rule.live
        look = words("told.look_now" if live else "told.look_later")
        say = running.bot.messages.voice(self._stage.languages.default)
        look = commands_in(look, running.bot.tree, say)
        return f"{words('told.signed', people=signed)} {look}"

    async def _raid(self, words: PageWords) -> str:
        """Say what became of the raid, and who can look at it."""
        await self._stage.send_raid(RAIDERS)
        running = self._stage.must_run()
        server = self._stage.world.servers[0].plan.name
        say = running.bot.messages.voice(self._stage.languages.default)
        told = words("told.raided", people=RAIDERS, server=server)
        return commands_in(told, running.bot.tree, say)

    async def _speak(self, fields: Mapping[str, str], words: PageWords) -> str:
        """Take the languages of those that were named; what is not offered is passed over."""
        known = offered(self._stage.must_run().bot.messages)
        chosen = {
            name.removeprefix(_SPEAKS): locale
            for name, locale in fields.items()
            if name.startswith(_SPEAKS) and locale in known
        }
        await self._stage.speak(chosen)
        return words("told.spoken")
