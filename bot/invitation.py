"""The link that adds the bot to a server or to one's own account."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

import discord

from bot.exits import CannotStart, Exit
from bot.interactions.permissions import INVITED_PERMISSIONS

_SERVER_INSTALL: Final = 0
"""Discord's integration type for a bot that is added to a server."""
_ACCOUNT_INSTALL: Final = 1
"""Discord's integration type for a bot that someone adds to their own account."""


def invitation(token: str, *, personal: bool) -> str:
    """Return the link, with exactly the permissions the bot uses in a server.

    Raises:
        CannotStart: with `Exit.TOKEN` when this is no token.
    """
    application = application_id_in(token)
    if personal:
        link = discord.utils.oauth_url(application, scopes=("applications.commands",))
        return f"{link}&integration_type={_ACCOUNT_INSTALL}"
    link = discord.utils.oauth_url(
        application,
        permissions=discord.Permissions(INVITED_PERMISSIONS),
        scopes=("bot", "applications.commands"),
    )
    return f"{link}&integration_type={_SERVER_INSTALL}"


def application_id_in(token: str) -> int:
    """Return the application's id, which a token carries in its first part.

    Raises:
        CannotStart: with `Exit.TOKEN` when this is no token.
    """
    part = token.partition(".")[0]
    try:
        number = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        number = b""
    if not re.fullmatch(rb"\d{15,20}", number):
        raise CannotStart(
            "DISCORD_TOKEN is not a bot's token: copy it whole from the Bot page of your "
            "application (the client secret and the public key are something else).",
            Exit.TOKEN,
        )
    return int(number)
