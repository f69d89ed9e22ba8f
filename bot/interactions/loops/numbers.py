"""Has numbers published on the clock, tells whoever shows them, and has them compared."""

from __future__ import annotations

import logging
from typing import Final

import discord
from discord.ext import tasks

from bot.domain.refusals import NothingRecorded, OutcomeUnknown, StoreUnreadable
from bot.services import TallyService

_log = logging.getLogger(__name__)

PUBLISHED: Final = "numbers_published"
"""The event after which a card may say something else: at the start, when numbers are published or
compared, and when a day begins. A cog listens as `on_numbers_published`, and asks what is new."""


class Numbers:
    """Looks after the numbers beside serving.

    Whoever shows them is told only once Discord has let the bot in: a start that it refuses ends
    before anybody reads the store.
    """

    def __init__(self, client: discord.Client, tallies: TallyService) -> None:
        self._client = client
        self._tallies = tallies
        self._serves = False
        self._news = True  # at the start whatever a card shows may be old

    def start(self) -> None:
        """Begin to publish and to compare."""
        self.compare.start()
        self.publish.start()

    def serve(self) -> None:
        """Tell of what is new from now on."""
        self._serves = True
        self._tell(news=False)

    def cancel(self) -> None:
        """Publish, compare and tell no more."""
        self._serves = False
        self.compare.cancel()
        self.publish.cancel()

    @tasks.loop(minutes=1)
    async def publish(self) -> None:
        """Publish the numbers that are due on their clock grid."""
        other = False
        try:
            other = await self._tallies.publish_due()
        except (NothingRecorded, OutcomeUnknown):
            _log.warning("numbers could not be published; the next time makes it good")
        except Exception:  # noqa: BLE001 - a loop that ends would leave the numbers standing for ever
            _log.exception("publishing numbers failed; it is tried again")
        self._tell(news=other)

    @tasks.loop(hours=6)
    async def compare(self) -> None:
        """Compare the numbers with the rows; an alarm is raised, nothing is mended in silence.

        Not at the start: it walks every pledge, and a bot that restarts often would do little else.
        """
        if self.compare.current_loop == 0:
            return
        try:
            differences = await self._tallies.discrepancies()
        except StoreUnreadable:
            _log.warning("the counters could not be compared: the store cannot be read")
            return
        except Exception:  # noqa: BLE001 - a loop that ends would never raise an alarm again
            _log.exception("comparing the counters failed; it is tried again")
            return
        self._tell(news=True)
        for difference in differences:
            _log.error("counters and rows differ", extra={"difference": difference})

    def _tell(self, *, news: bool) -> None:
        self._news |= news
        if self._serves and self._news:
            self._news = False
            self._client.dispatch(PUBLISHED)
