"""Commands over real sockets, beside a bare bot's: how many a second are answered."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.load import WAITING, Crowd
from tests.benchmarks.stage import Contestant, bare_bot, campaign_bot
from tests.benchmarks.table import Aim, Row
from tests.loopback import interactions
from tests.loopback.exchange import Exchange
from tests.loopback.server import Discord
from tests.loopback.world import Channel, User

_WORD, _PAGE = "word", "page"
"""What the bare bot offers: an answer of two words, and one of the support page's shape."""


class Askers(Crowd):
    """New people, each of whom uses the same command once."""

    def __init__(self, discord: Discord, channel: Channel, command: str) -> None:
        super().__init__(discord, discord.old_button(channel, "bare:word"), "bare:word")
        self._channel = channel
        self._command = command

    def _press(self) -> Exchange:
        user = User("someone")
        guild = self._channel.guild
        assert guild is not None, "the channel is a guild's"
        guild.join(user)
        state = self._discord.state
        payload = interactions.command(state, self._command, user, self._channel, {})
        del guild.members[user.id]  # the next thousands need not carry this one
        return Exchange(payload, user, self._channel)


async def command_rows(folder: Path, *, rounds: int, burst: int) -> list[Row]:
    """Measure `/resources` and the bare bot's commands turn by turn; return the rows."""
    rates: dict[str, list[float]] = {"resources": [], _WORD: [], _PAGE: []}
    async with (
        campaign_bot(folder / "commands") as ours,
        bare_bot(folder / "bare-commands", "--with-commands") as bare,
        ours.running(),
        bare.running(),
    ):
        askers = {
            "resources": _askers(ours, "resources"),
            _WORD: _askers(bare, _WORD),
            _PAGE: _askers(bare, _PAGE),
        }
        for crowd in askers.values():  # connections and caches, before the clock
            await crowd.burst(WAITING * 2, waiting=WAITING)
        for _ in range(rounds):
            for command, crowd in askers.items():
                rates[command].append(burst / await crowd.burst(burst, waiting=WAITING))
    return [
        _row("/resources answered / bare, two words", rates, _WORD),
        _row("/resources answered / bare, a like page", rates, _PAGE),
    ]


def _askers(contestant: Contestant, command: str) -> Askers:
    return Askers(contestant.discord, contestant.channel, command)


def _row(what: str, rates: Mapping[str, list[float]], beside: str) -> Row:
    ours, other = statistics.median(rates["resources"]), statistics.median(rates[beside])
    return Row(what, ours, other, "/s", Aim(">=", 0.8), 0)
