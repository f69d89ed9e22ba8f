"""What moderators of a server will do to a signature there, done straight in the store."""

from __future__ import annotations

from simcord import GuildHandle, MemberActor

from bot.domain.clock import hour_of
from bot.domain.pledges import State
from tests.db.states import SetState
from tests.simulated import World, clock


async def set_state(
    world: World, actor: MemberActor, state: State, *, guild: GuildHandle | None = None
) -> None:
    """Change what a person's signature is in the first server, or in another."""
    work = SetState(
        keys=world.keys,
        signer=world.keys.signer(actor.id),
        server=world.keys.server((guild or world.guild).id),
        state=state,
        hour=hour_of(clock()),
    )
    assert await world.database.writer.submit(work)
