"""Takes no more interactions at once than can be answered in time, and turns the others away."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final

from discord import InteractionType

_log: Final = logging.getLogger(__name__)

AT_ONCE: Final = 1_500
"""Interactions that are answered at once. One process answers about a thousand a second (`make
bench`) and Discord waits for three, so that the last of these is in time, with half of it to spare.
What is let in past that makes every answer late, and takes 20 kB of memory each."""
AT_LEAST: Final = 100
"""Interactions that are let in at once in a rush, on however slow a machine."""
TOLD: Final = 10
"""One in so many is told to come again: that is work for the same processor. What comes past that
is left to Discord, which says that the application did not respond."""
LONGEST: Final = 30.0
"""Seconds after which who is still being answered takes no place from others. They wait for Discord
(a long export does so for minutes) and hardly for the processor; enough of them would else keep
everybody out."""
QUIET: Final = 10.0
"""Seconds without anybody turned away after which a rush is over."""
AGAIN: Final = 60.0
"""Seconds within which Discord may send an interaction again, when a connection was resumed."""

_ANSWERED: Final = frozenset(
    one.value
    for one in (
        InteractionType.application_command,
        InteractionType.component,
        InteractionType.autocomplete,
        InteractionType.modal_submit,
    )
)


class Slots:
    """The interactions that are being answered, and those that are being turned away.

    The first rush of `at_once` is let in whole. Then, while it goes on, as many at once as this
    machine answered in the last second: so whoever is let in waits for about one.

    Attributes:
        at_once: how many are let in at once at most.
        full_at: when somebody was turned away last, in seconds of the monotonic clock; None when
            that is `QUIET` ago.
        remembers: whether who was turned away stays so for `AGAIN` seconds, should Discord send the
            interaction twice: the person has read that nothing was recorded.
    """

    def __init__(self, at_once: int, *, remembers: bool = True) -> None:
        self.at_once = at_once
        self.remembers = remembers
        self.full_at: float | None = None
        self._taken: dict[int, float] = {}  # since when, the first ones first
        self._refused: set[int] = set()
        self._told: dict[int, float] = {}  # since when, the first ones first
        self._limit = at_once
        self._left = 0
        self._counted_at = time.monotonic()

    def enter(self, key: int) -> bool:
        """Let an interaction in, and return whether there was a place."""
        now = time.monotonic()
        self._count(now)
        self._forget_told(now)
        if key in self._taken or self.refuses(key):  # Discord sent it twice
            return True
        if self.full_at is not None and now - self.full_at >= QUIET:
            self.full_at = None
        limit = self.at_once if self.full_at is None else self._limit
        if len(self._taken) >= limit:
            self._forget_long_ones(now)
        if len(self._taken) < limit:
            self._taken[key] = now
            return True
        self.full_at = now
        return False

    def refuse(self, key: int) -> bool:
        """Take an interaction in to turn it away; return whether it can be told so."""
        told = len(self._refused) < max(self._limit // TOLD, 1)
        if told:
            self._refused.add(key)
        return told

    def refuses(self, key: int) -> bool:
        """Whether an interaction was taken in to be turned away."""
        return key in self._refused or key in self._told

    def leave(self, key: int) -> None:
        """Give a place free."""
        if key in self._refused:
            self._refused.remove(key)
            if self.remembers:
                self._told[key] = time.monotonic()
        if self._taken.pop(key, None) is not None:
            self._left += 1
            self._count(time.monotonic())

    def _forget_told(self, now: float) -> None:
        long_ago = takewhile(lambda one: now - one[1] >= AGAIN, self._told.items())
        for key, _ in list(long_ago):
            del self._told[key]

    def _forget_long_ones(self, now: float) -> None:
        """Give free the places of those who are answered for longer than others can wait."""
        long_ago = takewhile(lambda one: now - one[1] >= LONGEST, self._taken.items())
        for key, _ in list(long_ago):
            del self._taken[key]

    def _count(self, now: float) -> None:
        """Once a second, find out how many were answered in one."""
        if (seconds := now - self._counted_at) >= 1:
            self._limit = min(self.at_once, max(AT_LEAST, round(self._left / seconds)))
            self._left, self._counted_at = 0, now


@dataclass(frozen=True, slots=True)
class Rushes:
    """Whether people are turned away now, and how many were, in all rushes that have ended."""

    now: bool = False
    turned_away: int = 0
    unanswered: int = 0


class Admission:
    """Decides of each interaction, before anything is made of it, what becomes of it.

    It is answered, or turned away with a word, or left unanswered. Those that must leave no trace
    have places of their own: they move nothing that is logged, counted or told.

    Attributes:
        leaves_no_trace: whether an interaction, as Discord sent it, is one of those.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self.leaves_no_trace: Callable[[Mapping[str, Any]], bool] = lambda _: False
        self._slots = Slots(at_once)
        self._traceless = Slots(at_once, remembers=False)
        self._began: float | None = None
        self._turned_away = self._unanswered = 0  # in the rush of now
        self._ended = Rushes()

    def admit(self, parse: Callable[[Any], None], interaction: Mapping[str, Any]) -> None:
        """Have an interaction read, as Discord sent it, unless there is no place for it."""
        if interaction["type"] not in _ANSWERED:
            parse(interaction)
            return
        key = int(interaction["id"])
        if not self._enter(key, traceless=self.leaves_no_trace(interaction)):
            return
        try:
            parse(interaction)
        except BaseException:
            self.leave(key)  # nothing will answer it
            raise

    def turns_away(self, key: int) -> bool:
        """Whether an interaction that was read is only told to come again."""
        return self._slots.refuses(key) or self._traceless.refuses(key)

    def leave(self, key: int) -> None:
        """Give a place free: the interaction was answered, or never will be."""
        self._slots.leave(key)
        self._traceless.leave(key)

    def rushes(self) -> Rushes:
        """Return how it stands; the counts move when a rush has ended, never with a single act."""
        return Rushes(self._began is not None, self._ended.turned_away, self._ended.unanswered)

    def close(self) -> None:
        """Say that a rush is over, where there is one, and give every place free."""
        self._slots = Slots(self._slots.at_once)
        self._traceless = Slots(self._traceless.at_once, remembers=False)
        if self._began is not None:
            self._end(self._began)

    def _enter(self, key: int, *, traceless: bool) -> bool:
        slots = self._traceless if traceless else self._slots
        if slots.enter(key):
            return True
        told = slots.refuse(key)
        if not traceless:
            self._turned_away += told
            self._unanswered += not told
            self._begin()
        return told

    def _begin(self) -> None:
        if self._began is not None:
            return
        self._began = time.monotonic()
        _log.warning(
            "more people press than can be answered: some are told to come again, or not answered",
            extra={"under_way": self._slots.at_once},
        )
        asyncio.get_running_loop().call_later(QUIET, self._look, self._began)

    def _look(self, began: float) -> None:
        """End this rush once nobody was turned away for a while."""
        if began != self._began:
            return
        left = (self._slots.full_at or 0) + QUIET - time.monotonic()
        if left > 0:
            asyncio.get_running_loop().call_later(left, self._look, began)
        else:
            self._end(began)

    def _end(self, began: float) -> None:
        _log.warning(
            "everybody who presses is answered again",
            extra={
                "seconds": round(time.monotonic() - began),
                "turned_away": self._turned_away,
                "unanswered": self._unanswered,
            },
        )
        self._ended = Rushes(
            turned_away=self._ended.turned_away + self._turned_away,
            unanswered=self._ended.unanswered + self._unanswered,
        )
        self._began, self._turned_away, self._unanswered = None, 0, 0
