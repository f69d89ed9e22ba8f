"""The shuffle goes through all before one repeats, and tells nobody anything."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.decks import Deck, DeckKey, Shuffle
from bot.domain.identity import Keys

IDS = tuple(f"p{at}" for at in range(7))
SHUFFLE = Shuffle(IDS)
KEYS = Keys(b"s" * 32, "campaign")


def draw_many(
    count: int, *, user_id: int = 1, guild_id: int = 2, among: tuple[str, ...] = IDS
) -> list[str]:
    key = KEYS.deck("reader", user_id)
    reader, server = SHUFFLE.fresh(), SHUFFLE.fresh()
    drawn: list[str] = []
    for _ in range(count):
        one, reader, server = SHUFFLE.draw(reader, server, key=key, among=among)
        # A restart after every draw: only what is stored goes on.
        reader = SHUFFLE.unpack(SHUFFLE.pack(reader, key=key), key=key)
        drawn.append(one)
    return drawn


@given(st.integers(0, 2**64 - 1), st.integers(1, 300))
def test_a_reader_sees_all_before_one_repeats(user_id: int, turns: int) -> None:
    drawn = draw_many(turns * 2, user_id=user_id)
    for start in range(0, len(drawn) - 6, 7):
        assert sorted(drawn[start : start + 7]) == sorted(IDS)
    assert all(one != two for one, two in pairwise(drawn))


def test_a_reader_may_draw_from_one_theme_for_ever() -> None:
    assert draw_many(300, among=IDS[:1]) == ["p0"] * 300


def test_each_round_and_each_reader_has_an_order_of_its_own() -> None:
    drawn = draw_many(7 * 20)
    rounds = {tuple(drawn[start : start + 7]) for start in range(0, len(drawn), 7)}
    readers = {tuple(draw_many(7, user_id=user_id)) for user_id in range(20)}
    assert len(rounds) > 15
    assert len(readers) > 15


@given(st.lists(st.integers(0, 5), min_size=1, max_size=80))
def test_a_server_sees_all_before_one_repeats(readers: list[int]) -> None:
    """Several people in one server: as long as nobody has seen them elsewhere, all come first."""
    server = SHUFFLE.fresh()
    decks: dict[int, Deck] = {}
    seen: list[str] = []
    for user_id in readers[:7]:
        key = KEYS.deck("reader", user_id)
        one, decks[user_id], server = SHUFFLE.draw(
            decks.get(user_id, SHUFFLE.fresh()), server, key=key, among=IDS
        )
        seen.append(one)
    assert len(set(seen)) == len(seen)


@given(
    st.lists(
        st.lists(st.sampled_from(IDS), min_size=1, max_size=7, unique=True),
        min_size=1,
        max_size=60,
    )
)
def test_nothing_comes_again_while_another_asked_for_was_shown_less(
    themes: list[list[str]],
) -> None:
    key = KEYS.deck("reader", 9)
    reader, server, shown = SHUFFLE.fresh(), SHUFFLE.fresh(), dict.fromkeys(IDS, 0)
    last = None
    for among in themes:
        one, reader, server = SHUFFLE.draw(reader, server, key=key, among=among)
        assert one in among
        rest = [shown[other] for other in among if other != last] or [shown[one]]
        assert shown[one] == min(rest)
        shown[one] += 1
        last = one


@given(st.lists(st.sampled_from(IDS), max_size=600), st.integers(0, 2**63))
def test_a_stored_deck_is_read_as_it_was(draws: list[str], user_id: int) -> None:
    key = KEYS.deck("reader", user_id)
    deck = SHUFFLE.fresh()
    for one in draws:
        deck = deck.after(IDS.index(one))
    assert SHUFFLE.unpack(SHUFFLE.pack(deck, key=key), key=key) == deck


def test_a_stored_deck_says_nothing_without_the_secret() -> None:
    """The same draws are stored differently for each reader, and the keys have nothing shared."""
    deck = SHUFFLE.fresh().after(0).after(3)
    stored = {SHUFFLE.pack(deck, key=KEYS.deck("reader", one)) for one in range(40)}
    assert len(stored) > 20
    key, order = KEYS.deck("reader", 5), KEYS.deck("reader", 5).order
    assert len(key.stored) == 16
    for other in (KEYS.signer(5), KEYS.deck("server", 5).stored, order):
        assert key.stored not in other
    assert repr(order) not in repr(key)


def test_another_letter_begins_a_new_deck() -> None:
    key = DeckKey(b"k" * 16, b"o" * 32)
    stored = SHUFFLE.pack(SHUFFLE.fresh().after(0), key=key)
    assert Shuffle((*IDS, "new")).unpack(stored, key=key) == Deck.fresh(8)
    assert SHUFFLE.unpack(None, key=key) == SHUFFLE.fresh()


def test_what_was_drawn_can_be_told_to_the_reader() -> None:
    assert SHUFFLE.drawn(SHUFFLE.fresh().after(2).after(2)) == {"p2": 2}


def test_a_passage_that_something_else_drew_counts_as_drawn() -> None:
    decks = SHUFFLE.after("p2", SHUFFLE.fresh(), SHUFFLE.fresh().after(2))
    assert [SHUFFLE.drawn(deck) for deck in decks] == [{"p2": 1}, {"p2": 2}]
