"""Quotes the letter, each passage in its turn, also while the store does not answer."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.db.repositories.decks import DeckRepository
from bot.domain.clock import Clock, Soon
from bot.domain.decks import Deck, DeckKey, Shuffle
from bot.domain.identity import Keys
from bot.domain.languages import ENGLISH, text_in
from bot.domain.letter import Letter, Passage, Signatory
from bot.domain.paging import pages_of
from bot.domain.refusals import ChannelResting, NotInCampaign, OutdatedControl, Refusal
from bot.domain.text import search_form
from bot.domain.verify import Comparison, Verifier

SIGNATORIES_PAGE: Final = 6
"""Signatories on one page."""

_PATIENCE: Final = 0.7
"""Seconds a draw waits for the store; a stalled one must not make an answer late."""

_REMEMBERED: Final = 4_096
"""Decks kept in memory for when the store is away, and channels that rest, at most."""


@dataclass(frozen=True, slots=True)
class SignatoryPage:
    """One page of those who signed the letter when it was published.

    Attributes:
        total: how many there are on all pages.
        search: what was looked for; empty where they are all.
    """

    signatories: tuple[Signatory, ...]
    page: int
    pages: int
    total: int
    search: str = ""


class LetterService:
    """What members do with the letter."""

    def __init__(self, letter: Letter, decks: DeckRepository, keys: Keys) -> None:
        self.letter = letter
        self._decks = decks
        self._keys = keys
        self._shuffle = Shuffle([passage.id for passage in letter.passages])
        self._verifier = Verifier(letter)
        self._comparing = _one_thread()
        self._memory: OrderedDict[bytes, Deck] = OrderedDict()
        self._late: set[asyncio.Task[str]] = set()
        # Without the store nobody knows where a reader was: each start begins somewhere else.
        self._chance = secrets.token_bytes(16)

    async def draw(self, *, user_id: int, guild_id: int, theme: str | None) -> Passage:
        """Return the next passage for a member of a server, of a theme or of all.

        When the store is away or slow, the bot goes on from what it remembers since its start.

        Raises:
            OutdatedControl: when the letter has no such theme (any more).
        """
        among = [passage.id for passage in self.letter.about(theme)]
        if not among:
            raise OutdatedControl
        draw = _Draw(
            self._shuffle,
            self._keys.deck("reader", user_id),
            self._keys.deck("server", guild_id),
            among,
        )
        drawn = await self._drawn_in_store(draw)
        return self.letter.passage(drawn or self._drawn_in_memory(draw))

    async def _drawn_in_store(self, draw: _Draw) -> str | None:
        """Draw in the store, or return None when it cannot within `_PATIENCE`."""
        task = asyncio.ensure_future(self._decks.draw(keys=draw.keys, change=draw.change))
        await asyncio.wait({task}, timeout=_PATIENCE)
        if not task.done():
            self._late.add(task)  # it ends by itself, and keeps what is shown meanwhile
            task.add_done_callback(self._forget_late)
            return None
        try:
            drawn = task.result()
        except Refusal:
            return None
        self._remember(draw)
        return drawn

    def _drawn_in_memory(self, draw: _Draw) -> str:
        reader, server = (self._memory.get(key) or self._shuffle.fresh() for key in draw.keys)
        drawn = draw.decide(reader, server, chance=self._chance)
        self._remember(draw)
        return drawn

    def _remember(self, draw: _Draw) -> None:
        for key, deck in zip(draw.keys, draw.after, strict=True):
            self._memory[key] = deck
            self._memory.move_to_end(key)
        while len(self._memory) > _REMEMBERED:
            self._memory.popitem(last=False)

    def _forget_late(self, task: asyncio.Task[Any]) -> None:
        self._late.discard(task)
        if not task.cancelled():
            task.exception()

    async def verify(self, text: str) -> Comparison:
        """Return what a text is to the letter.

        It is compared beside the loop, one text after the other: a long letter that repeats itself
        takes seconds, and meanwhile everyone else is answered.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._comparing, self._verifier.verify, text)

    def close(self) -> None:
        """Compare nothing more of what waits, so that the process can end; a later text is."""
        waiting, self._comparing = self._comparing, _one_thread()
        waiting.shutdown(wait=False, cancel_futures=True)

    def signatories(self, *, page: int, search: str = "", locale: str = ENGLISH) -> SignatoryPage:
        """Return a page (from 0) of the signatories, or of those that `named` finds.

        Past the end, it is the last page.

        Raises:
            NotInCampaign: when the letter names nobody who signed it.
        """
        if not self.letter.signatories:
            raise NotInCampaign
        looked_for = " ".join(search.split()) if _words_of(search) else ""
        shown = self.named(looked_for, locale=locale)
        pages = pages_of(len(shown), SIGNATORIES_PAGE)
        page = min(page, pages - 1)
        start = page * SIGNATORIES_PAGE
        found = shown[start : start + SIGNATORIES_PAGE]
        return SignatoryPage(found, page, pages, len(shown), looked_for)

    def named(self, search: str, *, locale: str) -> tuple[Signatory, ...]:
        """Return the signatories in whose name or role a word begins with what is looked for.

        A role counts in the reader's language and in English. Who is withheld is never found.
        """
        wanted = f" {_words_of(search)}"
        return tuple(
            one
            for one in self.letter.shown_signatories
            if any(wanted in f" {_words_of(words)}" for words in _told_of(one, locale))
        )

    async def holds(self, *, user_id: int, campaign_id: str | None = None) -> dict[str, Any] | None:
        """Return what is stored about the passages of a campaign that a person was shown.

        Without `campaign_id`, it is this campaign. A deck of another letter is given as it is
        stored: nobody here knows its passages. The key of a deck is left out of both, since
        whoever has it can find the deck for good.

        Raises:
            StoreUnreadable: when it cannot be looked up.
        """
        key = self._reader_key(user_id, campaign_id)
        state = await self._decks.state(key=key.stored)
        if state is None:
            return None
        if not self._shuffle.understands(state):
            return {"stored": state.hex()}
        deck = self._shuffle.unpack(state, key=key)
        return {
            "all_shown": deck.turn,
            "shown_in_this_round": self._shuffle.drawn(deck),
        }

    async def forget(self, *, user_id: int, campaign_id: str | None = None) -> bool:
        """Erase what `holds` returns; return whether there was anything.

        Raises:
            NothingRecorded, OutcomeUnknown: when the store could not confirm it.
        """
        key = self._reader_key(user_id, campaign_id).stored
        self._memory.pop(key, None)
        return await self._decks.forget(key=key)

    def _reader_key(self, user_id: int, campaign_id: str | None) -> DeckKey:
        keys = self._keys if campaign_id is None else self._keys.of(campaign_id)
        return keys.deck("reader", user_id)


def _one_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="comparing")


def _words_of(text: str) -> str:
    """Return the words of a text as they are compared: letters and digits, a space between."""
    apart = "".join(sign if sign.isalnum() else " " for sign in search_form(text))
    return " ".join(apart.split())


def _told_of(one: Signatory, locale: str) -> tuple[str, ...]:
    return (one.name, text_in(one.role, locale), text_in(one.role)) if one.role else (one.name,)


class _Draw:
    """One draw, from stored decks or from remembered ones; `after` holds both decks after it.

    It is decided once: the store, where it is late or begins its transaction again, keeps the
    passage that was drawn before, so that none is skipped and none comes twice.
    """

    def __init__(
        self, shuffle: Shuffle, reader: DeckKey, server: DeckKey, among: list[str]
    ) -> None:
        self._shuffle = shuffle
        self._reader = reader
        self._server = server
        self._among = among
        self._decided: str | None = None
        self._deciding = threading.Lock()  # SQLite's thread, or the loop that lost its patience
        self.keys = (reader.stored, server.stored)
        self.after: tuple[Deck, ...] = ()

    def change(self, states: tuple[bytes | None, ...]) -> tuple[str, tuple[bytes, ...]]:
        """Take the passage out of decks as they are stored, and draw it if need be."""
        shuffle, keys = self._shuffle, (self._reader, self._server)
        with self._deciding:
            known = self._decided
            reader, server = (
                shuffle.unpack(state, key=key) for state, key in zip(states, keys, strict=True)
            )
            if known is None:
                drawn = self._step(reader, server)
            else:
                drawn, self.after = known, shuffle.after(known, reader, server)
            packed = (shuffle.pack(one, key=key) for one, key in zip(self.after, keys, strict=True))
            return drawn, tuple(packed)

    def decide(self, reader: Deck, server: Deck, *, chance: bytes) -> str:
        """Return what the store has drawn, or draw from these decks in this process's own order."""
        with self._deciding:
            return self._decided or self._step(reader, server, chance=chance)

    def _step(self, reader: Deck, server: Deck, *, chance: bytes = b"") -> str:
        key = DeckKey(self._reader.stored, self._reader.order + chance)
        drawn, *after = self._shuffle.draw(reader, server, key=key, among=self._among)
        self._decided, self.after = drawn, tuple(after)
        return drawn


class ChannelRest:
    """Keeps quotations in a channel apart; it knows the channel and the time, and nobody."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: OrderedDict[int, datetime] = OrderedDict()

    def begin(self, *, channel_id: int, seconds: int) -> None:
        """Let one quotation through; after it the channel rests for so many seconds.

        How long is asked at the next one, so that what a server chooses holds at once.

        Raises:
            ChannelResting: while it rests.
        """
        now = self._clock()
        last = self._last.get(channel_id)
        until = last and last + timedelta(seconds=seconds)
        if until is not None and now < until:
            raise ChannelResting(until=Soon(until))
        self._last[channel_id] = now
        self._last.move_to_end(channel_id)
        while len(self._last) > _REMEMBERED:
            self._last.popitem(last=False)

    def undo(self, *, channel_id: int) -> None:
        """End a rest whose quotation was not posted after all."""
        self._last.pop(channel_id, None)
