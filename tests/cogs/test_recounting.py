"""Numbers that differ from their rows say so on every card until they are counted anew."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import Connection

from bot.db.maintenance.mending import mend_numbers
from bot.db.sql import run
from bot.db.transactions.work import Work
from bot.domain.clock import day_number, day_of
from tests.cogs.boards import board_in, placed
from tests.cogs.setup.using import opened
from tests.cogs.test_wall import put_on_the_wall
from tests.simulated import World, clock, press, said

WORDS = "The numbers are being recounted"


@dataclass(frozen=True)
class Break(Work[None]):
    """The campaign's number goes wrong, as no code of ours should ever let it."""

    def perform(self, connection: Connection) -> None:
        run(connection, "UPDATE numbers SET counted = counted + 7 WHERE length(scope) = 0")


@dataclass(frozen=True)
class Mend(Work[None]):
    """What `python -m bot recount` does."""

    def perform(self, connection: Connection) -> None:
        mend_numbers(connection, day=day_number(day_of(clock())))


async def compared(world: World) -> None:
    await world.services.tallies.discrepancies()
    world.bot.dispatch("numbers_published")
    await world.pass_time(600)


async def shown(world: World, command: str) -> str:
    return said(await world.organiser.slash(world.channel, command))


async def test_every_card_says_so_nothing_moves_and_nothing_is_quoted_until_it_is_done(
    world: World,
) -> None:
    await placed(world)
    await world.database.writer.submit(Break())
    await compared(world)
    await world.let_sign(5, world.other_guild)
    await world.restart()
    await world.pass_time()
    assert WORDS in board_in(world)
    for command in ("campaign", "tally show", "tally chart"):
        assert WORDS in await shown(world, command)
    assert WORDS in said(await opened(world, "check")), "moderators are told what is wrong"
    assert "10 people have signed." in await shown(world, "tally show"), "it does not move"
    assert "Nothing can be quoted until that is done" in await shown(world, "tally brief")
    signed = await world.sign(world.alice)
    assert "You have signed" in said(signed), "a press goes on as ever"

    await world.database.writer.submit(Mend())
    await world.pass_time()
    assert WORDS not in board_in(world)
    assert "16 people have signed." in board_in(world)
    assert "As of" in await shown(world, "tally brief")


async def test_the_wall_counts_its_own_rows_and_has_nothing_to_recount(world: World) -> None:
    await placed(world)
    for person in (world.alice, world.bob):
        await put_on_the_wall(world, person)
    await world.database.writer.submit(Break())
    await compared(world)
    assert WORDS in await shown(world, "tally show")
    wall = await shown(world, "pledge wall")
    assert "2 members chose to be listed here." in wall
    assert WORDS not in wall
    assert "Nothing can be quoted until that is done" in await shown(world, "tally export")
    await world.database.writer.submit(Mend())


async def test_a_later_comparison_that_finds_nothing_takes_the_words_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await placed(world)

    async def differ(**_: object) -> list[str]:
        return ["the campaign: the numbers differ"]

    with monkeypatch.context() as patched:
        patched.setattr(world.database.reconciliation, "differences", differ)
        await compared(world)
    card = await world.organiser.slash(world.channel, "tally show")
    assert WORDS in said(card)
    await press(world.organiser, card, "amh:tally:post")
    await compared(world)
    assert WORDS not in await shown(world, "tally show")
