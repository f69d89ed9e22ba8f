"""The people of the table, each in their place, and what becomes of what they try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
import simcord
from simcord.results import InteractionResult

from bot.domain.refusals import (
    ExportElsewhere,
    MayNotWrite,
    NotAllowed,
    OrganisersOnly,
    OutdatedControl,
    Refusal,
    ServerOnly,
)
from bot.domain.sentences import version_of
from bot.interactions.errors import PAGE_FAILED
from bot.services.pledges import DIGEST_SHOWN
from cogs.letter.comparison import ASKED
from cogs.setup.own_words.cards import DRAFT
from tests.components import text_of
from tests.db.reading import everything
from tests.rights.table import Entrance, Kind, May, Person
from tests.simulated import World, message_of, said

_ROLES = {
    Person.ADMINISTRATOR: discord.Permissions(administrator=True),
    Person.MODERATOR: discord.Permissions(manage_guild=True),
    Person.ORGANISER: discord.Permissions.none(),
    Person.STEWARD: discord.Permissions.none(),
    Person.FORMER: discord.Permissions.none(),
}
_REFUSALS: tuple[type[Refusal], ...] = (
    *(NotAllowed, OrganisersOnly, MayNotWrite),
    *(ServerOnly, ExportElsewhere, OutdatedControl),
)


@dataclass(repr=False)
class Stage:
    """One of the people, in their place; what they press is forged onto a private card of theirs.

    Attributes:
        known: what can stand in the arguments of a control.
    """

    world: World
    person: Person
    actor: simcord.MemberActor
    channel: simcord.ChannelHandle
    target: Any
    known: dict[str, Any]
    _forged: dict[str, Any] | None = None
    _submits: bool = False

    async def tried(self, entrance: Entrance) -> str:
        """Let the person try an entrance; return what is wrong, or nothing."""
        wanted = entrance.rights.of[self.person]
        if (wanted is May.ABSENT) is self._offered(entrance):
            return f"{entrance}: should be {'' if wanted is May.ABSENT else 'not '}absent"
        if wanted is May.ABSENT:
            if self.person is Person.DIRECT:
                return ""  # Discord takes none there, and neither does the simulator
            self._open_to_all(entrance)
        before, messages = await self._stored(), len(self.channel.history())
        refused = await self._refused(entrance)
        posted = len(self.channel.history()) - messages
        if self.person is Person.DIRECT and not refused:
            posted = 0  # what comes there is for them alone
        if refused is not (wanted is not May.DOES):
            return f"{entrance}: {'refused' if refused else 'not refused'}"
        if bool(posted) is not (entrance.posts and not refused):
            return f"{entrance}: {posted} public messages"
        changed = refused and before != await self._stored()
        return f"{entrance}: refused, and something is stored" if changed else ""

    async def _refused(self, entrance: Entrance) -> bool:
        if entrance.kind is Kind.COMPLETION:
            command, _, option = entrance.name.rpartition(" ")
            actor, channel = self.actor, self.channel
            return not await actor.autocomplete(channel, command, option, "")
        answer = await self._answer(entrance)
        if answer.response is None:
            return False  # a card that was put away
        assert message_of(answer).ephemeral or entrance.posts
        told = [
            said(answer),
            *(text_of({"components": one.components}) for one in answer.followups),
        ]
        return any(line in one for line in self._refusing for one in told)

    @property
    def _refusing(self) -> list[str]:
        return [self.world.say(one) for one in (*(each.phrase for each in _REFUSALS), PAGE_FAILED)]

    async def _answer(self, entrance: Entrance) -> InteractionResult:
        name = entrance.name
        match entrance.kind:
            case Kind.COMMAND:
                return await self._typed(name, **entrance.options)
            case Kind.MENU:
                return await self.actor.context_menu(self.channel, name, self.target)
            case _:
                args = entrance.args.format(**self.known)
                values = [one.format(**self.known) for one in entrance.values]
                modal = entrance.kind is Kind.MODAL
                return await self.pressed(
                    f"amh:{name}" + (args and f":{args}"), values, modal=modal
                )

    async def pressed(
        self, custom_id: str, values: list[str], *, modal: bool = False
    ) -> InteractionResult:
        """Press a control of any id, with any values, on a card that only the presser sees.

        A modal is submitted from there likewise; its values are a field and what is typed in it.
        """
        card = message_of(await self._typed("resources"))
        self._submits = modal
        if modal:
            field = {"type": 4, "custom_id": values[0], "value": values[1]}
            labels = [{"type": 18, "id": 1, "component": field}]
            self._forged = {"custom_id": custom_id, "components": labels}
        else:
            self._forged = {"custom_id": custom_id} | ({"values": values} if values else {})
        presser = self.actor.user if self.person is Person.DIRECT else self.actor
        try:
            return await presser.click(card, custom_id="amh:resources:close")
        finally:
            self._forged = None

    async def _typed(self, name: str, **options: Any) -> InteractionResult:
        if self.person is Person.DIRECT:
            return await self.actor.user.slash(name, **options)
        return await self.actor.slash(self.channel, name, **options)

    async def _stored(self) -> Any:
        return await self.world.database.reader.read(everything)

    def _offered(self, entrance: Entrance) -> bool:
        """Return whether Discord offers this to the person: a press is offered by an old card."""
        command = self._command(entrance)
        if command is None:
            return True
        root: Any = getattr(command, "root_parent", None) or command
        if self.person is Person.OUTSIDER:
            installs = root.allowed_installs
            return installs is not None and bool(installs.user)
        if self.person is Person.DIRECT:
            return not root.guild_only
        if entrance.kind is Kind.MENU:
            return root.default_permissions is None
        return command.qualified_name in self.actor.available_commands(self.channel)

    def _command(self, entrance: Entrance) -> Any:
        tree, name = self.world.bot.tree, entrance.name
        match entrance.kind:
            case Kind.PRESS | Kind.MODAL:
                return None
            case Kind.MENU:
                return tree.get_command(name, type=discord.AppCommandType.message)
            case Kind.COMPLETION:
                name = name.rpartition(" ")[0]
            case Kind.COMMAND:
                pass
        leaves = {one.qualified_name: one for one in tree.walk_commands()}
        return leaves[name]

    def _open_to_all(self, entrance: Entrance) -> None:
        """Open a command for moderators to everybody, as an administrator can."""
        if self.person is not Person.OUTSIDER:
            tree: Any = self.world.bot.tree
            guild = self.actor.guild
            root = entrance.name.split(maxsplit=1)[0]
            if root in ("setup", "moderation"):
                guild.set_command_permissions(tree.ids[root], {guild.default_role: True})

    def listen(self) -> None:
        """Give each press what was forged, and an outsider's the account that carries the bot."""
        emit = self.world.env.backend.emit

        def forged(event: str, payload: Any, *args: Any, **kwargs: Any) -> Any:
            if event == "INTERACTION_CREATE":
                if self.person is Person.OUTSIDER:
                    payload["authorizing_integration_owners"] = {"1": str(self.actor.id)}
                if self._forged is not None:
                    if self._submits:
                        payload |= {"type": 5, "data": {}}
                    payload["data"] |= self._forged
                    asked = {"type": 10, "id": ASKED, "content": "> Men are imperfect"}
                    draft = {"type": 10, "id": DRAFT, "content": "```\nSince then.\n```"}
                    payload["message"] |= {"components": [asked, draft]}
            return emit(event, payload, *args, **kwargs)

        self.world.env.backend.emit = forged  # type: ignore[method-assign]


async def staged(world: World, person: Person) -> Stage:
    """Return one of the people in a server where an organiser's role was chosen, after another."""
    env = world.env
    owner, someone = env.create_user("owner"), env.create_user("someone")
    guild = env.create_guild("Rights", owner=owner)
    roles = {one: guild.create_role(one, permissions=held) for one, held in _ROLES.items()}
    channel = guild.create_text_channel("rights")
    for chosen in (Person.FORMER, Person.ORGANISER):
        await world.choose(guild, organiser_roles=[roles[chosen].id])
    await world.choose(guild, channel_rest=0, steward_roles=[roles[Person.STEWARD].id])
    if person is Person.STEWARD:  # as an administrator does for the role
        commands: Any = world.bot.tree
        guild.set_command_permissions(commands.ids["moderation"], {roles[person]: True})
    if person is Person.OWNER:
        actor = guild.add_member(owner)
    elif person is Person.OUTSIDER:  # who manages that other server themselves
        managing = world.other_guild.create_role("Theirs", permissions=_ROLES[Person.MODERATOR])
        actor, channel = (
            world.other_guild.add_member(someone, roles=[managing]),
            world.other_channel,
        )
    else:
        role = roles.get(Person.MODERATOR if person is Person.DIRECT else person)
        actor = guild.add_member(someone, roles=[role] if role else [])
    if person is Person.DIRECT:
        channel = actor.user.dm_channel
        target = await actor.user.send_dm("Is this true?")
    else:
        target = await actor.send(channel, "Is this true?")
    stage = Stage(world, person, actor, channel, target, await _known(world, guild))
    stage.known |= {"me": actor.id, "channel": channel.id, "message": target.id}
    stage.listen()
    return stage


async def _known(world: World, guild: simcord.GuildHandle) -> dict[str, Any]:
    text = world.services.campaign.signing_text("en")
    entries, _ = await world.database.settings.log(guild_id=guild.id, limit=1, offset=0)
    return {
        "passage": world.configuration.letter.passages[0].id,
        "text": f"{text.version}:{text.locale}:{text.digest[:DIGEST_SHOWN]}",
        "server": guild.id,
        "change": entries[0].change.number,
        "version": version_of(None),
    }
