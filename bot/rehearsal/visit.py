"""What the people of a scripted visit do, told as it happens, and whether it came true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import TextWrapper
from typing import Any, Final

import simcord
from discord.app_commands import CommandInvokeError

from bot.domain.phrases import Phrase
from bot.domain.pledges import Standing
from bot.domain.refusals import Refusal
from bot.domain.tallies import Publishing
from bot.rehearsal.stage import Stage
from bot.rehearsal.transcript import controls, transcript, walk
from bot.rehearsal.world import Room

Say = Callable[[str], None]

_ON_STAGE: Final = ("en-US", "en-GB")
"""The languages of a member of the stage, and of its servers."""

_ROOM: Final = "riverside-campaign"
_WRAPPER: Final = TextWrapper(width=92, break_long_words=False, break_on_hyphens=False)


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
class Received:
    """A message that the bot showed to someone."""

    message: simcord.ResponseMessage

    @property
    def payload(self) -> dict[str, Any]:
        """The message as Discord has it."""
        return {"content": self.message.content, "components": self.message.components}

    def control(self, wanted: str) -> dict[str, Any]:
        """Return the button or menu whose custom_id is the wanted one, or begins with it.

        Raises:
            UnexpectedError: when the message has no such control.
        """
        for part in walk(self.payload["components"]):
            custom_id = str(part.get("custom_id") or "")
            if custom_id == wanted or custom_id.startswith(f"{wanted}:"):
                return dict(part)
        found = ", ".join(controls(self.payload)) or "none"
        raise UnexpectedError(f"a button {wanted} was expected here; there are: {found}")

    def has(self, wanted: str) -> bool:
        """Return whether the message has a control that `control` would return."""
        found = controls(self.payload)
        return any(one == wanted or one.startswith(f"{wanted}:") for one in found)


class Visit:
    """What the people of the visit do, told line by line as it happens.

    Attributes:
        last: what the bot showed last, as plain text.
    """

    def __init__(self, stage: Stage, say: Say) -> None:
        self.stage = stage
        self._say = say
        self._steps = 0
        self.last = ""
        self._stored = self._published = 0
        self._seen: set[tuple[str, ...]] = set()
        self._names = {
            actor.id: f"@{self._name(key)}" for key, actor in self.room.actors.items()
        } | {self.room.channel.id: f"#{self.room.name}"}

    @property
    def room(self) -> Room:
        """The channel the visit is in."""
        return self.stage.world.rooms[_ROOM]

    def step(self, title: str, *, when_waiting: str = "") -> None:
        """Begin a step; the second part of its title is true where small changes wait."""
        self._steps += 1
        if when_waiting and self._rule.together:
            title = f"{title}, {when_waiting}"
        self._say(f"\n{self._steps}. {title}")

    async def type(self, person: str, command: str) -> Received:
        """Let someone use a slash command; return what only they see."""
        self._say(f"   {self._name(person)} types /{command}")
        typed = await self._member(person).slash(self.room.channel, command)
        shown = self._told(person, typed)
        expect(shown.message.ephemeral, f"/{command} should answer privately")
        return shown

    async def press(
        self, person: str, shown: Received, wanted: str, *, public: bool = False
    ) -> Received:
        """Let someone press a button of a message; return what the bot shows then."""
        button = shown.control(wanted)
        self._say(f"   {self._name(person)} presses [{button['label']}]")
        member = self._member(person)
        pressed = await member.click(shown.message.message, custom_id=button["custom_id"])
        answer = self._told(person, pressed)
        expect(answer.message.ephemeral is not public, f"{wanted} answered the wrong people")
        return answer

    async def choose(self, person: str, shown: Received, wanted: str, *values: str) -> Received:
        """Let someone choose in a menu of a message; return what the bot shows then."""
        menu = shown.control(wanted)
        named = {one["value"]: one["label"] for one in menu["options"]}
        labels = ", ".join(named[one] for one in values)
        self._say(f"   {self._name(person)} chooses {labels}")
        member = self._member(person)
        message, custom_id = shown.message.message, menu["custom_id"]
        return self._told(person, await member.select(message, list(values), custom_id=custom_id))

    def has(self, part: str) -> bool:
        """Return whether the campaign has something, such as `letter`."""
        return self.stage.must_run().configuration.has(part)

    def user_id(self, person: str) -> int:
        """Return the Discord id of someone of the visit."""
        return self._member(person).id

    def posted(self, wanted: str) -> int:
        """Return how many messages for everyone in the channel have a control."""
        messages = [one for one in self.room.channel.history() if not one.flags.ephemeral]
        cards = [[part.to_dict() for part in one.components] for one in messages]
        return sum(wanted in controls({"components": card}) for card in cards)

    def files(self, shown: Received) -> dict[str, str]:
        """Return what stands in the files of a message, by their names, and tell how long each is.

        Raises:
            UnexpectedError: when the message has no files.
        """
        stored = self.stage.env.backend.cdn
        files = {
            one.filename: (stored.get(one.url) or b"").decode("utf-8-sig")
            for one in shown.message.attachments
        }
        expect(bool(files), "files were expected here")
        for name, content in files.items():
            self._say(f"   → {name}: {len(content.splitlines())} lines")
        return files

    def says(self, phrase: Phrase) -> str:
        """Return what the bot says to members of the stage."""
        return self.stage.must_run().bot.messages.voice(*_ON_STAGE)(phrase)

    async def standing(self, person: str) -> Standing:
        """Return what is stored about someone's pledge."""
        running = self.stage.must_run()
        user_id = self._member(person).id
        return await running.services.pledges.standing(user_id=user_id, guild_id=None)

    async def let_people_sign(self, people: int) -> None:
        """Let sample members sign, here and in the other server."""
        signed = await self.stage.let_people_sign(people)
        expect(signed == people, f"{people} people should sign, and {signed} did")
        self._say(f"   {signed} more people sign, here and in another server")

    async def send_raid(self, people: int) -> None:
        """Let new accounts join and sign at once."""
        await self.stage.send_raid(people)
        self._say(f"   {people} accounts made this moment join and sign")

    async def let_numbers_be_published(self) -> None:
        """Let pass what the campaign's rule waits for, an hour at least."""
        hours = max(1, -(-self._rule.every_minutes // 60))
        await self.stage.let_pass(hours=hours)
        self._say("   An hour passes" if hours == 1 else f"   {hours} hours pass")
        self._publish()

    async def expect_numbers(self, stored: int) -> None:
        """Check how many pledges stand, and the published number that follows by the rule."""
        running, world = self.stage.must_run(), self.stage.world
        standing = running.services.pledges.standing
        members = {actor.id for room in world.rooms.values() for actor in room.actors.values()}
        members |= {member.id for member, _ in world.samples}
        found = [await standing(user_id=one, guild_id=None) for one in sorted(members)]
        stand = sum(one.signed for one in found)
        expect(stand == stored, f"{stored} pledges should be stored, and {stand} are")
        self._stored = stored
        if self._rule.live:
            self._publish()
        tally = await running.services.tallies.show(guild_id=None)
        number, expected = tally.campaign.counted, self._published
        expect(number == expected, f"the published number should be {expected}, and is {number}")
        waits = "" if number == stored else " (the difference waits)"
        self._say(f"   → pledges stored: {stored}, published number: {number}{waits}")

    async def expect_sound(self) -> None:
        """Check that the bot met no error, and that its counters agree with its pledges."""
        met = [error for error in self.stage.env.errors if not isinstance(_cause(error), Refusal)]
        expect(not met, f"the bot should meet no error, and met {met}")
        differences = await self.stage.must_run().services.tallies.discrepancies()
        expect(not differences, f"counters and pledges differ: {'; '.join(differences)}")

    async def restart(self) -> None:
        """Close the bot and its store, and open both again."""
        self._say("   The bot and its store are closed, and opened again")
        await self.stage.restart()

    @property
    def _rule(self) -> Publishing:
        return self.stage.must_run().configuration.campaign.tally.publish.rule

    def _publish(self) -> None:
        """Do by the rule of the campaign what the bot should have done."""
        if abs(self._stored - self._published) >= self._rule.at_least:
            self._published = self._stored

    def _told(self, person: str, result: simcord.InteractionResult) -> Received:
        """Tell what an interaction came to, a new message or the pressed one changed; return it."""
        message = result.followups[-1] if result.followups else result.response
        if message is None:
            raise UnexpectedError("the bot did not answer")
        shown = Received(message)
        self._say(
            f"   only {self._name(person)} sees:" if message.ephemeral else "   everyone sees:"
        )
        lines = transcript(shown.payload, names=self._names)
        self.last = "\n".join(lines)
        for line in self._shortened(lines):
            for part in _WRAPPER.wrap(line) or [""]:
                self._say(f"   | {part}".rstrip())
        return shown

    def _shortened(self, lines: list[str]) -> list[str]:
        """Tell a card in full once; when it is shown again, its heading and its buttons."""
        if tuple(lines) in self._seen:
            return [lines[0], "… as above …", *(line for line in lines[1:] if line[:1] == "[")]
        self._seen.add(tuple(lines))
        return lines

    def _name(self, person: str) -> str:
        return self.stage.world.people[person].name

    def _member(self, person: str) -> simcord.MemberActor:
        actor = self.room.actors[person]
        if not isinstance(actor, simcord.MemberActor):
            raise TypeError(f"{person} is not a member here")
        return actor


def _cause(error: BaseException) -> BaseException:
    return error.original if isinstance(error, CommandInvokeError) else error
