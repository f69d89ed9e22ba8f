"""Sees a server as it is now, for the card of whoever sets it up."""

from __future__ import annotations

from bot.domain.refusals import NotAllowed, Refusal
from bot.interactions.response import Response
from bot.services import ServerService
from cogs.setup.place import Place


async def place_now(
    response: Response,
    servers: ServerService,
    *,
    changed: bool = False,
    refusal: Refusal | None = None,
) -> Place:
    """Return the server as it is now; `refusal` is why the campaign takes no signatures today.

    Where it was `changed` by this press, what that came to is known, and the store is not asked:
    if it fell silent meanwhile, what was done is said all the same.

    Raises:
        NotAllowed: the bot is not in this server.
        StoreUnreadable: when its settings cannot be looked up.
    """
    guild = response.interaction.guild
    if guild is None:
        raise NotAllowed
    look_up = servers.glance if changed else servers.with_sources
    reading = look_up(guild_id=response.guild_id)
    return Place(
        await response.wait(reading),
        roles=frozenset(role.id for role in guild.roles if not role.is_default()),
        channels=frozenset(channel.id for channel in guild.channels),
        languages=servers.languages,
        own_language=str(response.interaction.guild_locale or guild.preferred_locale),
        refusal=refusal,
    )
