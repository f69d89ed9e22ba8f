"""A shuffle in which nothing comes again before all was shown, and that knows nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256, shake_256
from typing import Final

_NONE: Final = 255
_MOST: Final = 255
_MARK: Final = 4
_HEAD: Final = _MARK + 2
_WIDTH: Final = 8


def _order(key: bytes, purpose: bytes, size: int) -> list[bytes]:
    """Return a sort key for each place, which nobody can tell without the secret key."""
    drawn = shake_256(key + purpose).digest(_WIDTH * size)
    return [drawn[at : at + _WIDTH] for at in range(0, len(drawn), _WIDTH)]


@dataclass(frozen=True, slots=True)
class DeckKey:
    """The key a deck is stored under, and the one (never stored) that orders it."""

    stored: bytes
    order: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Deck:
    """How often each passage was drawn beyond what all were, and which one last.

    Attributes:
        turn: how often all were drawn, modulo 256.
    """

    counts: tuple[int, ...]
    last: int | None = None
    turn: int = 0

    @classmethod
    def fresh(cls, size: int) -> Deck:
        """Return a deck of which nothing was drawn."""
        return cls((0,) * size)

    def after(self, place: int) -> Deck:
        """Return the deck after one draw of the passage at a place."""
        counts = list(self.counts)
        counts[place] = min(counts[place] + 1, _MOST)
        if all(counts):
            return Deck(tuple(count - 1 for count in counts), place, (self.turn + 1) % 256)
        return Deck(tuple(counts), place, self.turn)


class Shuffle:
    """Draws from the passages of one letter, named by their ids.

    A deck belongs to one reader or one server. It holds, for each passage, how often it was drawn,
    and which was drawn last. A draw takes, among those asked for (all, or those of a theme),

    1. not the one drawn last, if there is another: no round begins where the one before ended,
    2. those this reader has drawn least often: all are shown before one repeats,
    3. of these, the ones drawn least often in this server: it goes through all of them as well;
       where both cannot be had, the reader's own order wins,
    4. of what is left, the first in an order that only the holder of the secret can compute, and
       that is a different one in each round.

    A deck is stored under a keyed digest, without a time, and its counts stand in an order keyed by
    the same secret: who has the database alone learns neither who asked nor what was shown. When
    passages are added to the letter or taken out of it, every deck begins anew.
    """

    def __init__(self, ids: Sequence[str]) -> None:
        # By name, so that a passage which moves within the letter keeps its place in every deck.
        self._ids = tuple(sorted(ids))
        self._places = {id_: place for place, id_ in enumerate(self._ids)}
        self._mark = sha256("\0".join(self._ids).encode()).digest()[:_MARK]

    def fresh(self) -> Deck:
        """Return a deck of which nothing was drawn."""
        return Deck.fresh(len(self._ids))

    def draw(
        self, reader: Deck, server: Deck, *, key: DeckKey, among: Sequence[str]
    ) -> tuple[str, Deck, Deck]:
        """Return the id of the passage drawn, and both decks after it.

        Raises:
            ValueError: when nothing is asked for.
        """
        places = [self._places[id_] for id_ in among]
        if len(places) > 1:
            places = [place for place in places if place != reader.last]
        places = _least(reader.counts, places)
        places = _least(server.counts, places)
        turn = (reader.turn + reader.counts[places[0]]) % 256
        ranks = _order(key.order, b"turn%d" % turn, len(self._ids))
        place = min(places, key=ranks.__getitem__)
        return self._ids[place], reader.after(place), server.after(place)

    def after(self, id_: str, *decks: Deck) -> tuple[Deck, ...]:
        """Return decks after a passage was taken out of them that something else drew."""
        return tuple(deck.after(self._places[id_]) for deck in decks)

    def drawn(self, deck: Deck) -> dict[str, int]:
        """Return how often each passage was drawn in this turn, if at all."""
        return {id_: count for id_, count in zip(self._ids, deck.counts, strict=True) if count}

    def pack(self, deck: Deck, *, key: DeckKey) -> bytes:
        """Return a deck as it is stored: what it says is legible only with the order key."""
        order = self._hidden_order(key)
        last = _NONE if deck.last is None else order.index(deck.last)
        return self._mark + bytes([deck.turn, last, *(deck.counts[place] for place in order)])

    def understands(self, stored: bytes) -> bool:
        """Whether a stored deck is of this letter."""
        return stored[:_MARK] == self._mark

    def unpack(self, stored: bytes | None, *, key: DeckKey) -> Deck:
        """Return a stored deck; nothing stored, or one of another letter, is a fresh one."""
        if stored is None or not self.understands(stored):
            return self.fresh()
        order = self._hidden_order(key)
        counts = [0] * len(order)
        for place, count in zip(order, stored[_HEAD:], strict=True):
            counts[place] = count
        turn, last = stored[_MARK:_HEAD]
        return Deck(tuple(counts), None if last == _NONE else order[last], turn)

    def _hidden_order(self, key: DeckKey) -> list[int]:
        ranks = _order(key.order, b"place", len(self._ids))
        return sorted(range(len(ranks)), key=ranks.__getitem__)


def _least(counts: Sequence[int], places: Sequence[int]) -> list[int]:
    least = min(counts[place] for place in places)
    return [place for place in places if counts[place] == least]
