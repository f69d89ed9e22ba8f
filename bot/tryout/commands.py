"""Sends the commands as a start of the bot does, and says what Discord refuses of them."""

from __future__ import annotations

import discord

from bot.config import Configuration
from bot.interactions.commands import OutreachTree
from bot.interactions.connection.refusals import passing, token_refused
from bot.interactions.sync import faults_of, sent
from bot.messages import Messages
from bot.outreach import carried, cogs_of


async def send_commands(client: discord.Client, configuration: Configuration) -> list[str]:
    """Send them; return a line for each refusal.

    Raises:
        RateLimited: when Discord lets them wait.
        HTTPException: when it refuses the token, or a page or a fault of its own answers.
        NotDiscord, ClientError, OSError: when they do not reach Discord.
    """
    tree = OutreachTree(client)
    tree.messages = Messages.of(configuration)
    for feature in carried(configuration):
        for cog in cogs_of(feature):
            for command in cog.copied_commands():
                tree.add_command(command)
    await tree.fit(configuration)
    try:
        await sent(tree)
    except discord.HTTPException as refusal:
        if passing(refusal) or token_refused(refusal):
            raise
        faults = await faults_of(refusal, tree.get_commands())
        told = [f"{one.command}: {one.field}: {one.reason}" for one in faults]
        return told or [f"status {refusal.status}, code {refusal.code}"]
    return []
