"""Someone looks for help, in every way there is, over real sockets."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from tests.components import walk
from tests.loopback import interactions
from tests.loopback.exchange import Answer, Exchange
from tests.loopback.messages import Message
from tests.loopback.server import Discord
from tests.loopback.world import Channel, Guild, Json, User

PRIVATE_CHANNEL = 2
"""The context of an interaction in someone's own messages, where the bot is not."""

FAR = "far"
COUNTRIES = ("US", "GB", "-", FAR, "CA", "AU", "IN", "DE", "FR", "ES", FAR, "BR", "CO", "PT")
NEEDS = ("survivor", "survivor-men", "supporter", "bystander", "own-behaviour", "workplace")
_numbers = itertools.count()


@dataclass(eq=False)
class Seeker:
    """One person, once: everything they do, and what may be written nowhere.

    Attributes:
        secrets: the ids, names and tokens of this person and of all they did.
    """

    discord: Discord
    guild: Guild
    user: User = field(init=False)
    secrets: set[str] = field(default_factory=set[str])
    _under_way: list[Exchange] = field(default_factory=list[Exchange])

    def __post_init__(self) -> None:
        self.number = next(_numbers)
        self.user = User(
            f"quokka-{self.number:05}", locale=("en-US", "de", "pt-BR")[self.number % 3]
        )
        self.guild.join(self.user)
        private = self.discord.state.private_channel(self.user)
        self.secrets |= {str(self.user.id), self.user.name, str(private.id)}

    # --- the steps -----------------------------------------------------------------------------

    async def ask(self, channel: Channel | None) -> Message:
        """Use `/resources` in a channel, or in the direct messages with the bot."""
        begun = await self.discord.slash("resources", self.user, channel)
        return (await self._kept(begun)).card

    async def ask_elsewhere(self) -> Message:
        """Use `/resources` where the person carries the bot along, and no server has it."""
        state = self.discord.state
        friends = Channel("", recipient=User("a-friend"))
        payload = interactions.command(state, "resources", self.user, friends, {})
        payload["context"] = PRIVATE_CHANNEL
        payload["authorizing_integration_owners"] = {"1": str(self.user.id)}
        begun = await self.discord.begin(Exchange(payload, self.user, friends))
        return (await self._kept(begun)).card

    async def press(self, message: Message, beginning: str) -> Exchange:
        """Press the one button whose custom_id begins so."""
        custom_id = message.button(f"amh:resources:{beginning}")
        return await self._kept(await self.discord.press(custom_id, self.user, message))

    async def choose(self, message: Message, menu: str, value: str) -> Message:
        """Choose in one of the menus."""
        custom_id: str = menu_of(message, menu)["custom_id"]
        begun = await self.discord.select(custom_id, [value], self.user, message)
        return (await self._kept(begun)).card

    async def _kept(self, exchange: Exchange) -> Exchange:
        self._note(exchange)
        await exchange.answered()
        assert exchange.private, exchange.text
        assert not exchange.refusals, exchange.refusals
        return exchange

    def _note(self, exchange: Exchange) -> None:
        self.secrets |= {str(exchange.id), exchange.token, exchange.token[-40:]}
        self._under_way.append(exchange)

    def go(self) -> None:
        """Let the stage forget this person's last way: a long run needs the memory."""
        state = self.discord.state
        state.requests.clear()
        for exchange in self._under_way:
            self.discord.forget(exchange)
            for message in (exchange.source, exchange.original):
                if message is not None:
                    state.messages.pop(message.id, None)
        self._under_way.clear()

    # --- the ways ------------------------------------------------------------------------------

    async def look(self) -> None:
        """Go through the page: choose, turn, ask what is wrong, go back, close."""
        place = self.number % 3
        page = await (self.ask_elsewhere() if place == 2 else self.ask(self._place(place)))
        country = COUNTRIES[self.number % len(COUNTRIES)]
        page = await (self.far(page) if country == FAR else self.choose(page, "country", country))
        page = await self.choose(page, "audience", NEEDS[self.number % len(NEEDS)])
        page = await self.choose(page, "audience", "-")
        if any(one.startswith("amh:resources:page:") for one in page.buttons):
            page = (await self.press(page, "page")).card
        asked = (await self.press(page, "wrong")).card
        told = await self.choose(asked, "report", menu_of(asked, "report")["options"][0]["value"])
        page = (await self.press(told, "page")).card
        await self._close(page)

    async def far(self, page: Message) -> Message:
        """Turn the menu of countries twice, and choose one that the campaign does not name."""
        page = await self.choose(page, "country", "menu-all")
        groups = menu_of(page, "country")["options"]
        group = groups[1 + self.number % (len(groups) - 1)]["value"]
        page = await self.choose(page, "country", group)
        _none, *countries, _more = menu_of(page, "country")["options"]
        return await self.choose(page, "country", countries[self.number % len(countries)]["value"])

    async def take_along(self) -> None:
        """Open the page from a posted hub, refuse the copy, then take it, then delete it."""
        hub = self.discord.old_button(self.guild.channel, "amh:resources:open")
        page = (await self.press(hub, "open")).card
        warned = (await self.press(page, "dm:")).card
        page = (await self.press(warned, "page")).card
        warned = (await self.press(page, "dm:")).card
        sent = await (await self.press(warned, "dm_yes")).finished()
        private = self.discord.state.private_channel(self.user)
        assert private.last_message_id is not None, sent.said
        copy = self.discord.state.messages[private.last_message_id]
        await self.press(copy, "delete")
        await self.discord.wait(lambda: copy.deleted)

    async def point(self) -> None:
        """Open the page from the menu of a message, as one who may not share it there."""
        written = Message(self.guild.channel, self.user, content="where does a quokka turn?")
        self.discord.state.keep(written)
        self.secrets.add(str(written.id))
        begun = await self.discord.menu("Find help", self.user, written)
        await self._close((await self._kept(begun)).card)

    async def write(self) -> None:
        """Write to the bot instead of using a command; it answers with the way to both."""
        private = self.discord.state.private_channel(self.user)
        written = Message(private, self.user, content="where does a quokka find help?")
        self.discord.state.keep(written)
        self.secrets.add(str(written.id))
        for _ in range(2):
            await self.discord.gateway.dispatch("MESSAGE_CREATE", written.payload())
        await self.discord.wait(lambda: private.last_message_id != written.id)
        answer = self.discord.state.messages[private.last_message_id or 0]
        assert "</resources:" in answer.text
        self.secrets.add(str(answer.id))

    async def stumble(self) -> None:
        """Press what another release left behind."""
        old = self.discord.old_button(self.guild.channel, f"amh:resources:page:XX:{self.number}")
        stumbled = await self.press(old, "page")
        assert "112" in stumbled.text

    async def lose(self) -> None:
        """Ask, and have Discord refuse the answer; one at a time, for it is the next one."""
        status, code, complaint = 400, 50035, f"Invalid Form Body of {self.user.name}"
        self.discord.refuse("POST", "/interactions/*/callback", status, code, complaint)
        begun = await self.discord.slash("resources", self.user, self.guild.channel)
        self._note(await begun.answered())
        assert "112" in begun.text

    async def _close(self, page: Message) -> None:
        closing = await self.press(page, "leave" if self.number % 2 else "close")
        assert closing.answer is Answer.SILENT
        await self.discord.wait(lambda: page.deleted)

    def _place(self, place: int) -> Channel | None:
        return self.guild.channel if place == 0 else None


def menu_of(message: Message, menu: str) -> Json:
    """Return one of a message's menus, by its action."""
    parts = walk(message.components)
    beginning = f"amh:resources:{menu}:"
    return next(one for one in parts if str(one.get("custom_id", "")).startswith(beginning))
