"""The one answer to any error: worded for the member, logged only when it was not expected."""

from __future__ import annotations

import contextlib
import logging
from typing import Any, Final

import aiohttp
import discord
from discord import app_commands, ui

from bot.config import IN_DANGER, NO_DANGER
from bot.domain.phrases import phrase
from bot.domain.refusals import NOT_POSTED, MessageGone, NotAllowed, NotInCampaign, Refusal
from bot.domain.settings import ALWAYS_ON
from bot.log import new_reference
from bot.messages import Messages, Voice
from bot.services.servers import ServerService

_log = logging.getLogger(__name__)

OUTDATED_COMMAND = phrase("errors.outdated_command")
UNEXPECTED = phrase("errors.unexpected", "reference")
PAGE_FAILED = phrase("errors.page_failed", needs=IN_DANGER)
PAGE_NOT_SHOWN = phrase("errors.page_not_shown", needs=NO_DANGER)

TRACELESS: Final = frozenset({"resources"})
"""Features of which nothing is written down, not even that something failed there."""

UNKNOWN_MESSAGE: Final = 10008
UNKNOWN_INTERACTION: Final = 10062
ALREADY_ACKNOWLEDGED: Final = 40060


def voice_for(
    interaction: discord.Interaction[Any],
    messages: Messages,
    servers: ServerService,
    feature: str | None,
) -> Voice:
    """Return the voice for a private answer: the member's language, the server's, English.

    Where the feature is one that no server has a say in, such as help, it has no server's words.
    """
    server = interaction.guild_locale
    own = str(interaction.locale)
    say = messages.voice(own, str(server) if server else None, commands_in=own)
    if feature in ALWAYS_ON:
        return say
    return say.with_words(servers.words(guild_id=interaction.guild_id))


async def report(
    interaction: discord.Interaction[Any],
    error: BaseException,
    say: Voice,
    *,
    feature: str | None = None,
) -> None:
    """Answer an error privately and truthfully; log it, with a reference, only if unexpected.

    An interaction that Discord calls unknown or already acknowledged has been answered, or never
    can be: nothing is said twice. Of a traceless feature nothing is logged, whatever it was.
    """
    error = _cause(error)
    if _answered(error):
        if _too_late(error) and feature not in TRACELESS:
            _log.warning("an answer came too late for Discord")
        return
    if feature in TRACELESS:
        await _report_nowhere(interaction, error, say)
        return
    if isinstance(error, Refusal):
        words = " ".join(say(one, **error.values) for one in error.phrases)
    elif isinstance(error, app_commands.CheckFailure):
        words = say(NotAllowed.phrase)
    elif isinstance(error, app_commands.CommandSignatureMismatch | app_commands.CommandNotFound):
        words = say(OUTDATED_COMMAND)
    elif isinstance(error, discord.NotFound) and error.code == UNKNOWN_MESSAGE:
        words = say(MessageGone.phrase)
    else:
        reference = new_reference()
        _log.error("unexpected error", exc_info=error, extra={"reference": reference})
        words = say(UNEXPECTED, reference=reference)
    await _tell(interaction, words)


async def _report_nowhere(
    interaction: discord.Interaction[Any], error: BaseException, say: Voice
) -> None:
    """Answer an error of a traceless feature; whatever becomes of it, nothing is written down."""
    # Who cannot share the page here is told why, and that there is none; all else leads back to it.
    told = isinstance(error, (*NOT_POSTED, NotInCampaign))
    failed = PAGE_FAILED if say.says(PAGE_FAILED) else PAGE_NOT_SHOWN
    words = error.phrase if told else failed
    with contextlib.suppress(Exception):  # an error told anywhere would tell that someone looked
        await _deliver(interaction, say(words))


def _cause(error: BaseException) -> BaseException:
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    return error


def _answered(error: BaseException) -> bool:
    if isinstance(error, discord.InteractionResponded):
        return True
    return isinstance(error, discord.HTTPException) and error.code in (
        UNKNOWN_INTERACTION,
        ALREADY_ACKNOWLEDGED,
    )


def _too_late(error: BaseException) -> bool:
    return isinstance(error, discord.HTTPException) and error.code == UNKNOWN_INTERACTION


def notice(words: str) -> ui.LayoutView:
    """Return a plain card with one text; it holds no state and is never kept in memory."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(ui.TextDisplay(words)))
    view.stop()
    return view


async def _tell(interaction: discord.Interaction[Any], words: str) -> None:
    """Show a private notice; a lost one is only logged."""
    try:
        await _deliver(interaction, words)
    except (discord.HTTPException, discord.InteractionResponded, aiohttp.ClientError) as failure:
        if not _answered(failure):
            _log.warning(
                "an answer could not be delivered", extra={"error": type(failure).__name__}
            )


async def _deliver(interaction: discord.Interaction[Any], words: str) -> None:
    """Show a private notice in whatever state the interaction is."""
    card = notice(words)
    response = interaction.response
    if not response.is_done():
        await response.send_message(view=card, ephemeral=True)
    elif response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(view=card)
    else:
        await interaction.followup.send(view=card, ephemeral=True)
