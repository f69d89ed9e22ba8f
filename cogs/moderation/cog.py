"""`/moderation`: one private card by which moderators decide about groups of signatures."""

from __future__ import annotations

from typing import ClassVar, Final

from discord import app_commands

from bot.domain.moderation.cases import MOST_CELLS, Cell
from bot.domain.moderation.holding import AsideReason
from bot.domain.moderation.wall import WallReason
from bot.domain.pledges import State
from bot.domain.refusals import OutdatedControl
from bot.interactions.cog import FeatureCog, Presses, answered, for_stewards
from bot.interactions.pressed import whole_number
from bot.interactions.response import Response
from bot.services import CampaignService, ModerationService, ServerService
from cogs.moderation.cards import (
    checked_card,
    choice_card,
    home_card,
    progress_card,
    reason_card,
    sure_card,
)
from cogs.moderation.choices import Chosen, named, read
from cogs.moderation.notices import RaidNotices
from cogs.moderation.records import PARTS, LogPart, cases_card, counted_card, log_card
from cogs.moderation.wall import Wall, let_back_card, names_card, off_card, taken_off_card

MANY: Final = 10
"""From so many on the count is shown once more: in steps of five they may be more."""


@for_stewards
class ModerationCog(FeatureCog):
    """What moderators of one server decide; each press asks for their right anew."""

    def __init__(
        self,
        campaign: CampaignService,
        moderation: ModerationService,
        servers: ServerService,
        notices: RaidNotices,
        wall: Wall,
    ) -> None:
        self._campaign = campaign
        self._moderation = moderation
        self._servers = servers
        self._notices = notices
        self._wall = wall

    async def cog_load(self) -> None:
        """Begin to tell moderators of raids."""
        self._notices.often.start()

    async def cog_unload(self) -> None:
        """Tell them no more."""
        self._notices.often.cancel()

    @app_commands.command()
    @answered
    async def moderation(self, response: Response) -> None:
        """Show where the signatures of this server stand."""
        await self._show_home(response)

    async def _show_home(self, response: Response) -> None:
        groups = await response.wait(self._moderation.groups(guild_id=response.guild_id))
        paused = (await response.settings()).signing_paused
        wall, refusal = await response.offers("pledge", "wall"), self._campaign.refusal
        home = home_card(groups, response.say, paused=paused, wall=wall, refusal=refusal)
        await response.show(home)

    async def checked(self, response: Response) -> None:
        """Show a page of what is being checked."""
        groups = await response.wait(self._moderation.groups(guild_id=response.guild_id))
        await response.show(checked_card(groups, response.number(0), response.say))

    async def counted(self, response: Response) -> None:
        """Show on which days many signed."""
        await self._show_counted(response, None)

    async def day(self, response: Response) -> None:
        """Show the hours of the day that was chosen."""
        await self._show_counted(response, whole_number(response.chosen()))

    async def _show_counted(self, response: Response, day: int | None) -> None:
        looking = self._moderation.groups(guild_id=response.guild_id, state=State.COUNTED)
        await response.show(counted_card(await response.wait(looking), day, response.say))

    async def choose(self, response: Response) -> None:
        """Show what was chosen in a menu, with its size."""
        if not 0 < len(response.values) <= MOST_CELLS:
            raise OutdatedControl
        chosen = await self._chosen(response, read("".join(response.values)))
        await response.show(choice_card(chosen, response.say))

    async def release(self, response: Response) -> None:
        """Release what was chosen; of many, ask once more."""
        chosen = await self._chosen(response, read(response.arg(0)))
        if chosen.at_least >= MANY:
            await response.show(sure_card(chosen, response.say))
        else:
            await self.release_yes(response)

    async def release_yes(self, response: Response) -> None:
        """Release what was chosen."""
        releasing = self._moderation.release(
            guild_id=response.guild_id, actor=response.user_id, choice=read(response.arg(0))
        )
        await response.show(progress_card(await response.wait(releasing), response.say))

    async def release_small(self, response: Response) -> None:
        """Release the groups under five, of which nothing is shown."""
        releasing = self._moderation.release_small(
            guild_id=response.guild_id, actor=response.user_id
        )
        await response.show(progress_card(await response.wait(releasing), response.say))

    async def aside(self, response: Response) -> None:
        """Ask why what was chosen is set aside."""
        chosen = await self._chosen(response, read(response.arg(0)))
        card = reason_card if chosen.groups else choice_card
        await response.show(card(chosen, response.say))

    async def reason(self, response: Response) -> None:
        """Set aside for the reason that was chosen; of many, ask once more."""
        cells, reason = read(response.arg(0)), named(AsideReason, response.chosen())
        chosen = await self._chosen(response, cells)
        if chosen.at_least >= MANY:
            await response.show(sure_card(chosen, response.say, reason=int(reason)))
        else:
            await self._set_aside(response, cells, reason)

    async def aside_yes(self, response: Response) -> None:
        """Set what was chosen aside."""
        await self._set_aside(response, read(response.arg(0)), named(AsideReason, response.arg(1)))

    async def _set_aside(
        self, response: Response, cells: tuple[Cell, ...], reason: AsideReason
    ) -> None:
        setting = self._moderation.set_aside(
            guild_id=response.guild_id, actor=response.user_id, choice=cells, reason=reason
        )
        await response.show(progress_card(await response.wait(setting), response.say))

    async def look(self, response: Response) -> None:
        """Show how far the last decision is."""
        progress = self._moderation.progress(guild_id=response.guild_id)
        await response.show(progress_card(progress, response.say))

    async def stop(self, response: Response) -> None:
        """Stop what is carried out."""
        stopping = self._moderation.stop(guild_id=response.guild_id, actor=response.user_id)
        await response.show(progress_card(await response.wait(stopping), response.say))

    async def cases(self, response: Response) -> None:
        """Show a page of the cases."""
        cases = await response.wait(self._moderation.cases(guild_id=response.guild_id))
        await response.show(cases_card(cases, response.number(0), response.say))

    async def go_on(self, response: Response) -> None:
        """Go on with a case that was stopped."""
        going = self._moderation.go_on(
            guild_id=response.guild_id, actor=response.user_id, number=response.number(0)
        )
        await response.show(progress_card(await response.wait(going), response.say))

    async def undo(self, response: Response) -> None:
        """Undo a case."""
        undoing = self._moderation.undo(
            guild_id=response.guild_id, actor=response.user_id, number=response.number(0)
        )
        await response.show(progress_card(await response.wait(undoing), response.say))

    async def pause(self, response: Response) -> None:
        """Pause signing in this server, or resume it."""
        wanted = {"on": True, "off": None}
        if response.arg(0) not in wanted:
            raise OutdatedControl
        changing = self._servers.change(
            guild_id=response.guild_id,
            actor=response.user_id,
            key="signing_paused",
            value=wanted[response.arg(0)],
        )
        await response.wait(changing)
        await self._show_home(response)

    async def wall(self, response: Response) -> None:
        """Show a page of the wall, which everyone here can see."""
        looking = self._wall.pledges.wall_of_members(
            guild_id=response.guild_id, page=response.number(0), members=self._wall.members
        )
        await response.show(names_card(await response.wait(looking), response.say))

    async def name(self, response: Response) -> None:
        """Ask why a name comes off the wall."""
        await response.show(off_card(response.id_chosen(), response.say))

    async def off(self, response: Response) -> None:
        """Take a name off the wall for the reason that was chosen."""
        user_id, reason = response.id_named(0), named(WallReason, response.chosen())
        taking = self._wall.service.take_off(
            guild_id=response.guild_id, actor=response.user_id, user_id=user_id, reason=reason
        )
        await response.wait(taking)
        await response.show(taken_off_card(user_id, reason, response.say))

    async def let(self, response: Response) -> None:
        """Let the person be listed again who was chosen in the menu."""
        await self._let_back(response, response.id_chosen())

    async def let_back(self, response: Response) -> None:
        """Let the person be listed again who was just taken off."""
        await self._let_back(response, response.id_named(0))

    async def _let_back(self, response: Response, user_id: int) -> None:
        letting = self._wall.service.let_back(
            guild_id=response.guild_id, actor=response.user_id, user_id=user_id
        )
        await response.wait(letting)
        await response.show(let_back_card(user_id, response.say))

    async def log(self, response: Response) -> None:
        """Show a page of a section of the log."""
        await self._show_log(response, response.arg(0), response.number(1))

    async def log_part(self, response: Response) -> None:
        """Show the part of the log that was chosen."""
        await self._show_log(response, response.chosen(), 0)

    async def _show_log(self, response: Response, shown: str, page: int) -> None:
        if shown not in list(LogPart):
            raise OutdatedControl
        section, _ = PARTS[LogPart(shown)]
        reading = self._servers.log(guild_id=response.guild_id, page=page, section=section)
        await response.show(log_card(await response.wait(reading), LogPart(shown), response.say))

    async def _chosen(self, response: Response, cells: tuple[Cell, ...]) -> Chosen:
        """Return what of a choice is there now."""
        states = {one.state for one in cells}
        groups = [
            group
            for state in states
            for group in await response.wait(
                self._moderation.groups(guild_id=response.guild_id, state=state)
            )
        ]
        return Chosen.among(cells, groups)

    presses: ClassVar[Presses] = {
        "home": moderation,
        "checked": checked,
        "counted": counted,
        "day": day,
        "choose": choose,
        "kind": choose,
        "hours": choose,
        "release": release,
        "release_yes": release_yes,
        "release_small": release_small,
        "aside": aside,
        "reason": reason,
        "aside_yes": aside_yes,
        "look": look,
        "stop": stop,
        "cases": cases,
        "go_on": go_on,
        "undo": undo,
        "pause": pause,
        "wall": wall,
        "name": name,
        "off": off,
        "let": let,
        "let_back": let_back,
        "log": log,
        "log_part": log_part,
    }
