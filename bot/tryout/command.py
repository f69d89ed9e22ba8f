"""`python -m bot tryout`: says what it is about to do, does it, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from typing import Final

import click
import discord

from bot.config import Configuration, load
from bot.domain.clock import system_clock
from bot.exits import CannotStart, Exit
from bot.interactions.connection.refusals import final, from_discord
from bot.outreach import phrases
from bot.pictures import Pictures
from bot.settings import Settings
from bot.terminal.configured import configured
from bot.terminal.languages import Language
from bot.tryout.cards import trials
from bot.tryout.commands import send_commands
from bot.tryout.packing import Batch, packed
from bot.tryout.place import Place, Rights, find, rights_in
from bot.tryout.posting import A_MESSAGE, Ended, Outcome, Posting
from bot.tryout.requests import LONGEST_WAIT, NO_ANSWER, asks_for_a_pause, gave_no_answer
from bot.tryout.threads import Threads, threads_for

_PATIENCE: Final = 15.0
"""Seconds for one picture."""


@click.command()
@click.option("--channel", type=int, required=True, metavar="ID", help="Where to post.")
@click.option(
    "--locale",
    "locales",
    multiple=True,
    type=Language(),
    metavar="CODE",
    help="Try this language alone, for example pt-BR; can be given several times.",
)
@click.option("--yes", is_flag=True, help="Begin without asking.")
@configured
def tryout(settings: Settings, *, channel: int, locales: tuple[str, ...], yes: bool) -> None:
    """Post every card on Discord, in every language, and say what it refuses; delete them again.

    It also sends the commands, as a start of the bot does, and looks at the bot's rights. Every
    card shows example values, nothing on it can be pressed, and nobody is notified.
    """
    configuration = load(settings.campaign_config, phrases())
    asked = locales or configuration.languages
    taken = asyncio.run(tried(settings.token(), configuration, channel, asked, yes=yes))
    if taken is None:
        click.echo("Nothing was posted or sent.")
    elif taken:
        click.echo("Discord takes everything.")
    else:
        sys.exit(Exit.TRYOUT)


async def tried(
    token: str, configuration: Configuration, channel_id: int, locales: Sequence[str], *, yes: bool
) -> bool | None:
    """Try everything; return whether Discord takes it all, and nothing is left.

    None where whoever was asked did not want it: then nothing was tried.

    Raises:
        CannotStart: when Discord refuses the token, the bot or the channel, or is out of reach.
    """
    intents = discord.Intents(guilds=True)  # discord.py warns of fewer; it connects to nothing
    async with discord.Client(intents=intents, max_ratelimit_timeout=LONGEST_WAIT) as client:
        try:
            with from_discord():
                await client.login(token)
                place = await find(client, channel_id)
                rights = await rights_in(client, place)
            bot_id = client.user.id if client.user else 0
            cards = packed(trials(configuration, locales, now=system_clock(), bot_id=bot_id))
            if not _agreed(cards, len(locales), rights, yes=yes):
                return None
            for one in rights.lacking:
                click.echo(one)
            commands = await send_commands(client, configuration)
            _tell_of_commands(commands)
        except (discord.DiscordException, *NO_ANSWER) as error:
            raise _refusal(error) from None
        outcome = await _posted(place, cards, _threads(cards, rights))
    return not (rights.lacking or commands or outcome.refused or outcome.left)


def _threads(batches: Sequence[Batch], rights: Rights) -> int:
    return 0 if rights.no_threads else threads_for(len(batches))


def _agreed(batches: Sequence[Batch], languages: int, rights: Rights, *, yes: bool) -> bool:
    """Say how much it will be, and ask."""
    messages, threads = len(batches), _threads(batches, rights)
    cards = sum(len(one.trials) for one in batches)
    where = f"{_so_many(threads, 'private thread')} of " if threads else ""
    click.echo(
        f"This posts {_so_many(cards, 'card')} in {_so_many(languages, 'language')}, laid into "
        f"{_so_many(messages, 'message')}, into {where}that channel, and deletes each at once: "
        f"{_time(messages, threads)}. It also sends the commands to Discord."
    )
    if rights.no_threads and threads_for(messages):
        click.echo(f"It takes {_time(messages, threads_for(messages))} {rights.no_threads}.")
    try:
        return yes or click.confirm("Begin?")
    except click.Abort:
        sentence = "There is nobody to ask: give --yes to begin without."
        raise CannotStart(sentence, Exit.TRYOUT) from None


def _time(messages: int, threads: int) -> str:
    minutes = max(round(messages * A_MESSAGE / max(threads, 1) / 60), 1)
    return f"about {_so_many(minutes, 'minute')}"


def _so_many(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _tell_of_commands(faults: Sequence[str]) -> None:
    for one in faults:
        click.echo(f"commands: refused: {one}")
    if not faults:
        click.echo("commands: taken")


async def _posted(place: Place, batches: Sequence[Batch], count: int) -> Outcome:
    """Post the cards; whatever ends it, what was posted is deleted before this returns."""
    pictures = Pictures(limit=_PATIENCE)
    threads = Threads(place, click.echo)
    posting = Posting(pictures, click.echo)
    try:
        await posting.all(batches, await threads.places(count))
    except Ended as ended:
        posting.outcome.refused.append(str(ended))
        click.echo(str(ended))
    except asyncio.CancelledError:
        click.echo("Stopping: what stands is deleted first.")
        raise
    finally:
        await posting.end()
        posting.outcome.left += await threads.close()
        await pictures.close()
        _tell(posting.outcome)
    return posting.outcome


def _tell(outcome: Outcome) -> None:
    for feature, taken in outcome.taken.items():
        click.echo(f"{feature}: {taken:,} taken")
    click.echo(f"{outcome.taken.total():,} taken, {len(outcome.refused):,} refused")
    for title in outcome.left:
        click.echo(f"{title}: may still stand: delete it by hand")


def _refusal(error: Exception) -> CannotStart:
    refusal = final(error)
    if refusal is not None:
        return refusal
    if isinstance(error, discord.RateLimited):
        return CannotStart(asks_for_a_pause(error.retry_after), Exit.TRYOUT)
    return CannotStart(gave_no_answer(error), Exit.TRYOUT)
