"""A visit played without a browser: who does what, what the bot shows, and whether it came true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import simcord

from bot.domain.pledges import Standing
from bot.rehearsal.stage import Stage, StageError
from bot.rehearsal.transcript import controls, transcript, walk
from bot.rehearsal.world import Room

Say = Callable[[str], None]

SIGN: Final = "amh:pledge:sign"
CONFIRM: Final = "amh:pledge:confirm"
WITHDRAW: Final = "amh:pledge:withdraw"
LEAVE: Final = "amh:pledge:leave:everywhere"
LATER: Final = "amh:pledge:later"
POST: Final = "amh:campaign:post"

_ROOM: Final = "riverside-campaign"


class UnexpectedError(Exception):
    """A step that did not come out as told; the text says what was expected and what was found."""


def expect(held: bool, sentence: str) -> None:
    """Check one fact of the visit.

    Raises:
        UnexpectedError: with the sentence, when the fact does not hold.
    """
    if not held:
        raise UnexpectedError(sentence)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that the bot showed to someone."""

    message: simcord.ResponseMessage

    @property
    def payload(self) -> dict[str, Any]:
        """The message as Discord has it."""
        return {"content": self.message.content, "components": self.message.components}

    def button(self, wanted: str) -> dict[str, Any]:
        """Return the button whose custom_id is the wanted one, or begins with it.

        Raises:
            UnexpectedError: when the message has no such button.
        """
        for part in walk(self.payload["components"]):
            custom_id = str(part.get("custom_id") or "")
            if custom_id == wanted or custom_id.startswith(f"{wanted}:"):
                return dict(part)
        found = ", ".join(controls(self.payload)) or "none"
        raise UnexpectedError(f"a button {wanted} was expected here; there are: {found}")


class Visit:
    """What the people of the visit do, told line by line as it happens."""

    def __init__(self, stage: Stage, say: Say) -> None:
        self.stage = stage
        self._say = say
        self._steps = 0
        self._names = {
            actor.id: f"@{self._name(key)}" for key, actor in self.room.actors.items()
        } | {self.room.channel.id: f"#{self.room.name}"}

    @property
    def room(self) -> Room:
        """The channel the visit is in."""
        return self.stage.world.rooms[_ROOM]

    def step(self, title: str) -> None:
        """Begin a step."""
        self._steps += 1
        self._say(f"\n{self._steps}. {title}")

    async def type(self, person: str, command: str) -> Shown:
        """Let someone use a slash command; return what only they see."""
        self._say(f"   {self._name(person)} types /{command}")
        shown = self._told(await self._member(person).slash(self.room.channel, command))
        expect(shown.message.ephemeral, f"/{command} should answer privately")
        return shown

    async def press(self, person: str, shown: Shown, wanted: str, *, public: bool = False) -> Shown:
        """Let someone press a button of a message; return what the bot shows then."""
        button = shown.button(wanted)
        self._say(f"   {self._name(person)} presses [{button['label']}]")
        member = self._member(person)
        answer = self._told(
            await member.click(shown.message.message, custom_id=button["custom_id"])
        )
        expect(answer.message.ephemeral is not public, f"{wanted} answered the wrong people")
        return answer

    async def standing(self, person: str) -> Standing:
        """Return what is stored about someone's pledge."""
        running = self.stage.must_run()
        return await running.services.pledges.standing(user_id=self._member(person).id)

    async def expect_counted(self, expected: int) -> None:
        """Check how many pledges the store counts for the campaign."""
        running = self.stage.must_run()
        campaign_id = running.configuration.campaign.id
        counts = await running.database.tallies.counts(campaign_id=campaign_id, guild_id=None)
        expect(
            counts.counted == expected,
            f"the store should count {expected}, and counts {counts.counted}",
        )
        self._say(f"   → the store counts {expected}")

    async def restart(self) -> None:
        """Close the bot and its store, and open both again."""
        self._say("   The bot and its store are closed, and opened again")
        await self.stage.restart()

    def _told(self, result: simcord.InteractionResult) -> Shown:
        """Return the message an interaction came to: a new one, or the pressed one changed."""
        messages = [*result.followups[-1:], result.response]
        message = next((one for one in messages if one is not None), None)
        if message is None:
            raise UnexpectedError("the bot did not answer")
        shown = Shown(message)
        self._say("   only for them:" if message.ephemeral else "   for everyone:")
        for line in transcript(shown.payload, names=self._names):
            self._say(f"   | {line}".rstrip())
        return shown

    def _name(self, person: str) -> str:
        return self.stage.world.people[person].name

    def _member(self, person: str) -> simcord.MemberActor:
        actor = self.room.actors[person]
        if not isinstance(actor, simcord.MemberActor):
            raise TypeError(f"{person} is not a member here")
        return actor


async def visit(stage: Stage, say: Say) -> bool:
    """Play the visit and tell it; return whether every step came out as told."""
    played = Visit(stage, say)
    say(f"In #{played.room.name}, on a store that is thrown away afterwards.")
    try:
        await _play(played)
    except (UnexpectedError, StageError, simcord.SetupError, TimeoutError) as fault:
        say(f"   ✗ {fault}")
        say("\nThis step did not come out as told.")
        return False
    say("\nEvery step came out as told.")
    return True


async def _play(visit: Visit) -> None:
    visit.step("A moderator shares the campaign in the channel")
    hub = await visit.press("priya", await visit.type("priya", "campaign"), POST, public=True)

    visit.step("Maya signs")
    card = await visit.press("maya", hub, SIGN)
    await visit.expect_counted(0)
    await visit.press("maya", card, CONFIRM)
    first = await visit.standing("maya")
    expect(first.signed, "Maya's pledge should be stored")
    await visit.expect_counted(1)

    visit.step("Maya signs again: nothing doubles, and she is shown the way back")
    again = await visit.press("maya", hub, SIGN)
    again.button(WITHDRAW)
    (await visit.type("maya", "pledge sign")).button(WITHDRAW)
    expect(await visit.standing("maya") == first, "Maya's pledge should be as it was")
    await visit.expect_counted(1)

    visit.step("Jonas signs, and looks at the tally")
    await visit.press("jonas", await visit.press("jonas", hub, SIGN), CONFIRM)
    await visit.type("jonas", "tally show")
    await visit.expect_counted(2)

    visit.step("Maya takes her pledge back")
    asked = await visit.press("maya", await visit.type("maya", "pledge mine"), WITHDRAW)
    await visit.expect_counted(2)
    await visit.press("maya", asked, LEAVE)
    expect(not (await visit.standing("maya")).signed, "Maya's pledge should be withdrawn")
    await visit.expect_counted(1)

    visit.step("The bot restarts: what was stored is there, and older buttons work")
    await visit.restart()
    await visit.press("elif", await visit.press("elif", hub, SIGN), LATER)
    await visit.type("elif", "tally show")
    expect(
        (await visit.standing("jonas")).signed, "Jonas's pledge should have outlived the restart"
    )
    await visit.expect_counted(1)
