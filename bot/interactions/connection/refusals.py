"""Says what Discord's refusals mean: which end the bot, and which are waited out."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from itertools import chain, repeat
from typing import Final

import aiohttp
import discord

from bot.domain.clock import pause_in
from bot.exits import CannotStart, Exit
from bot.unreachable import NotDiscord, Reason, is_page, reason_of_network

STRANGE: Final = (TypeError, KeyError, ValueError, AttributeError)
"""How discord.py ends on an answer that is not Discord's, a page of a network for one."""
_API_VERSION: Final = 50041
"""Discord's code of a request in a version of its API that it does not speak any more."""
_PORTAL: Final = "https://discord.com/developers/applications"


_TOKEN: Final = (
    "Discord refuses DISCORD_TOKEN: press Reset Token on the Bot page of your application "
    f"({_PORTAL}) and put the new one into .env."
)
_FORBIDDEN: Final = (
    "Discord takes the token and forbids this bot everything (403): look at the application in the "
    f"developer portal ({_PORTAL}) and at the e-mails of its owner; Discord may have disabled it, "
    "or wants the account verified."
)
_FORBIDDEN_PAGE: Final = (
    "Instead of Discord a page forbids the request (403): a proxy or a firewall of this network, "
    "or Cloudflare, which does not want this machine's address. Let the bot reach discord.com and "
    "gateway.discord.gg, or move it to another address."
)
_REFUSED: Final = (
    "Discord, or what answers in its place, does not let this bot in and gives no reason that this "
    "release knows (status {status}, code {code!s:.8}). With code 0 it is hardly Discord: look for "
    "a proxy in between, and let the bot reach discord.com. Else start it again later, or install "
    "a newer release."
)
_WRONG_SHARD: Final = (
    "Discord does not take the number of the shard that the bot connects with (4010). Start it "
    "again: it asks Discord anew. If that stays so, a program between them changes what they say."
)
_MORE_SHARDS: Final = (
    "Discord wants the bot's servers on more connections, called shards, than it told the bot to "
    "make (4011). Start it again: it asks Discord anew."
)
_OUTDATED: Final = (
    "Discord does not speak the version of its protocol any more that this release uses: "
    "install a newer release."
)
_UNKNOWN_INTENTS: Final = (
    "Discord does not know what this release asks to be told of, its intents (4013): install a "
    "newer release."
)
_INTENTS: Final = (
    "Discord does not grant what this release asks to be told of, its intents (4014): it asks for "
    "servers and direct messages alone, which need no approval. Look at the application in the "
    f"developer portal ({_PORTAL}); if a changed release asks for more, switch that on on its Bot "
    "page."
)
_CLOSED: Final = {
    4004: (_TOKEN, Exit.TOKEN),
    4010: (_WRONG_SHARD, Exit.SHARDING),
    4011: (_MORE_SHARDS, Exit.SHARDING),
    4012: (_OUTDATED, Exit.OUTDATED),
    4013: (_UNKNOWN_INTENTS, Exit.INTENTS),
    4014: (_INTENTS, Exit.INTENTS),
}
"""https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes"""


def final(error: BaseException) -> CannotStart | None:
    """Return what ends the bot, where Discord refuses it for good; None where waiting may help."""
    refusal = None
    match _cause(error):
        case discord.PrivilegedIntentsRequired():
            refusal = _CLOSED[4014]
        case discord.ConnectionClosed() as closed:
            refusal = _CLOSED.get(closed.code)
        case discord.LoginFailure():
            refusal = _CLOSED[4004]
        case discord.HTTPException(status=HTTPStatus.UNAUTHORIZED) as answer if not _page(answer):
            refusal = _CLOSED[4004]
        case discord.HTTPException(code=code) if code == _API_VERSION:
            refusal = _CLOSED[4012]
        case discord.HTTPException(status=HTTPStatus.FORBIDDEN) as answer:
            refusal = (_FORBIDDEN_PAGE if _page(answer) else _FORBIDDEN, Exit.FORBIDDEN)
        case discord.HTTPException() as answer if not passing(answer):
            refusal = (_REFUSED.format(status=answer.status, code=answer.code), Exit.REFUSED)
        case _:
            pass
    return CannotStart(*refusal) if refusal else None


def token_refused(error: BaseException) -> bool:
    """Whether Discord itself refuses the token: then it refuses all that is asked with it."""
    error = _cause(error)
    return (
        isinstance(error, discord.HTTPException)
        and error.status == HTTPStatus.UNAUTHORIZED
        and not _page(error)
    )


def _cause(error: BaseException) -> BaseException:
    """Return the answer behind discord.py's own word for it, which does not say whose it was."""
    worded = isinstance(error, discord.GatewayNotFound | discord.LoginFailure)
    return error.__cause__ if worded and error.__cause__ is not None else error


def passing(error: BaseException) -> bool:
    """Whether an error is the network's or Discord's own, so that waiting can mend it."""
    error = _cause(error)
    if isinstance(error, discord.HTTPException):
        later = error.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT)
        return later or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR or _page(error)
    network = aiohttp.ClientError | OSError | discord.GatewayNotFound | NotDiscord
    return isinstance(error, network)


def answered(error: BaseException) -> bool:
    """Whether something answered: then it is left in peace for longer than a network is."""
    kinds = discord.HTTPException | discord.GatewayNotFound | aiohttp.ClientResponseError
    return isinstance(_cause(error), kinds)


def reason_of(error: BaseException) -> Reason:
    """Return in words why Discord could not be reached."""
    error = _cause(error)
    return _answer(error) if isinstance(error, discord.HTTPException) else reason_of_network(error)


def _answer(error: discord.HTTPException) -> Reason:
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        # Discord's own go through Google's front, which signs them; without that it is Cloudflare
        own = error.response.headers.get("Via") and not _page(error)
        return Reason.LIMITED if own else Reason.ADDRESS
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Reason.DOWN
    return Reason.REFUSES if error.code and not _page(error) else Reason.OTHER_PAGE


def _page(error: discord.HTTPException) -> bool:
    """Whether a page for people came instead of Discord's JSON."""
    return is_page(error.response.headers.get("Content-Type", ""))


def is_strange(error: BaseException | None) -> bool:
    """Whether discord.py failed at an answer, and not at the network.

    A certificate that fails is a ValueError as well, and the network's.
    """
    return isinstance(error, STRANGE) and not isinstance(error, aiohttp.ClientError)


@contextmanager
def from_discord() -> Generator[None]:
    """Read an answer in the block; where it is not one of Discord's, that is what is raised.

    Raises:
        NotDiscord: when discord.py cannot read it: a page of a network, for one, with status 200.
    """
    try:
        yield
    except STRANGE as error:
        if not is_strange(error):
            raise
        raise NotDiscord from None


def pauses(seconds: Sequence[float]) -> Iterator[float]:
    """Yield how long to wait before each further attempt: each of these, then ever the last."""
    return chain(seconds, repeat(seconds[-1]))


def retry_after(error: BaseException) -> float:
    """Return for how many seconds Discord, or Cloudflare before it, wants to be left in peace.

    0 where it says nothing of that. discord.py reads the header of its own limits alone.
    """
    error = _cause(error)
    if not isinstance(error, discord.HTTPException):
        return 0.0
    return pause_in(error.response.headers.get("Retry-After", ""))
