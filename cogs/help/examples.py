"""The list of commands in a server, in a direct message and too long, and the word to who wrote."""

from __future__ import annotations

from typing import Final

from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.interactions.commands import description_of
from bot.messages import Voice
from cogs.help.cards import Heading, HelpLine, help_card, written_card
from cogs.help.cog import heading_of


def _help(say: Voice, samples: Samples, *, in_server: bool) -> Card:
    listed = [
        HelpLine(heading_of(one.command), one.mention, description_of(one.command))
        for one in samples.commands
        if in_server or one.in_dm
    ]
    return help_card(listed, say, in_server=in_server)


def _too_long(say: Voice, samples: Samples) -> Card:
    """Return a list under every heading that a card has no room for."""
    first = samples.commands[0]
    met = [one for one in Heading if one is not Heading.SUPPORT or samples.has("resources")]
    few = [HelpLine(one, first.mention, description_of(first.command)) for one in met]
    return help_card(few + few[-1:] * 100, say, in_server=True)


def _written(say: Voice, samples: Samples) -> Card:
    mentions = {one.command.qualified_name: one.mention for one in samples.commands}
    return written_card([say], command=mentions["help"], support=mentions.get("resources"))


EXAMPLES: Final = (
    Example("help", help_card, lambda say, of: _help(say, of, in_server=True)),
    Example("help_in_dm", help_card, lambda say, of: _help(say, of, in_server=False)),
    Example("help_too_long", help_card, _too_long),
    Example("written", written_card, _written),
)
