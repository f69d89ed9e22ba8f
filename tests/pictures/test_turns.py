"""One picture at a time, and others before the same person again."""

from __future__ import annotations

import asyncio

from bot.pictures.pictures import WAITING
from bot.pictures.turns import Turns

MIRA, OTHERS = 1, range(2, 14)


class Drawing:
    """Takes turns and notes who had one, in which order."""

    def __init__(self, *, most: int = WAITING) -> None:
        self.turns = Turns(most=most)
        self.drawn: list[int | None] = []
        self.declined: list[int | None] = []
        self.at_once = 0

    async def ask(self, person: int | None) -> None:
        async with self.turns.turn(person) as given:
            if not given:
                self.declined.append(person)
                return
            self.at_once += 1
            assert self.at_once == 1
            self.drawn.append(person)
            await asyncio.sleep(0)
            self.at_once -= 1


async def test_thirty_requests_of_one_member_keep_nobody_from_a_picture() -> None:
    drawing = Drawing()
    await asyncio.gather(*(drawing.ask(one) for one in [*[MIRA] * 30, *OTHERS]))
    assert drawing.drawn == [MIRA, *OTHERS, MIRA], "one, then everyone else, then the second"
    assert drawing.declined == [MIRA] * 28


async def test_a_picture_after_another_waits_for_nobody_in_particular() -> None:
    drawing = Drawing()
    for _ in range(3):
        await drawing.ask(MIRA)
    assert drawing.drawn == [MIRA] * 3


async def test_only_so_many_wait() -> None:
    drawing = Drawing(most=3)
    await asyncio.gather(*(drawing.ask(one) for one in OTHERS))
    assert drawing.drawn == [2, 3, 4]
    assert len(drawing.declined) == len(OTHERS) - 3


async def test_who_goes_away_while_waiting_leaves_the_turn_to_others() -> None:
    drawing = Drawing()
    asked = [asyncio.ensure_future(drawing.ask(one)) for one in (1, 2, 3, 4)]
    await asyncio.sleep(0)
    asked[1].cancel()
    await asyncio.gather(*asked, return_exceptions=True)
    assert drawing.drawn == [1, 3, 4]
    await drawing.ask(5)
    assert drawing.drawn == [1, 3, 4, 5]


async def test_who_goes_away_as_the_turn_comes_passes_it_on() -> None:
    turns = Turns(most=WAITING)
    entered = asyncio.Event()

    async def hold() -> None:
        async with turns.turn(1):
            entered.set()
            await asyncio.sleep(0)

    async def wait() -> None:
        async with turns.turn(2):
            pass

    async def follow() -> bool:
        async with turns.turn(3) as given:
            return given

    holding, waiting = asyncio.ensure_future(hold()), asyncio.ensure_future(wait())
    following = asyncio.ensure_future(follow())
    await entered.wait()
    await holding  # the turn is the second one's now, who has not been told yet
    waiting.cancel()
    assert await asyncio.wait_for(following, 5) is True


async def test_nobody_is_remembered_afterwards() -> None:
    drawing = Drawing()
    await asyncio.gather(*(drawing.ask(one) for one in [*[MIRA] * 5, *OTHERS]))
    assert str(MIRA) not in repr(vars(drawing.turns)["_of"])
    assert not vars(drawing.turns)["_of"]
