"""Changes a setting as somebody saw it; what another did to it meanwhile is not lost unseen."""

from __future__ import annotations

from typing import Any

from bot.domain.refusals import ChangedSince
from bot.interactions.response import Response
from bot.services import ServerService
from cogs.setup.cards import Done


async def change(
    response: Response, servers: ServerService, key: str, value: Any, *, version: str
) -> Done:
    """Put a value in the place of the one of this version; of another that stands there, tell.

    Raises:
        NoSuchChoice: there is no such setting, or it cannot have this value.
        NothingRecorded, OutcomeUnknown: when the store could not confirm it.
    """
    changing = servers.change(
        guild_id=response.guild_id,
        actor=response.user_id,
        key=key,
        value=value,
        version=version,
    )
    try:
        return Done(await response.wait(changing))
    except ChangedSince:
        return Done(meanwhile=key)
