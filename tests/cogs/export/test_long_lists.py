"""A list that takes longer than one answer may comes in parts, and says so before and after."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import simcord
from simcord.results import InteractionResult

from bot.interactions.lookups.members import MemberLookup
from bot.services.tallies import exports
from cogs.tally.cog import TallyCog
from tests.cogs.export.taken import files, rows
from tests.cogs.test_wall import crowd
from tests.simulated import World, ids, message_of, press, said

NEXT = "amh:tally:export"


def hasty(world: World, monkeypatch: pytest.MonkeyPatch, *, longest: float = 0.0) -> None:
    """Let two people be asked about at once, and an answer take no longer than that."""
    monkeypatch.setattr(exports, "PEOPLE_A_QUESTION", 2)
    tally = world.bot.get_cog("TallyCog")
    assert isinstance(tally, TallyCog)
    monkeypatch.setattr(tally._exporter, "longest", longest)  # pyright: ignore[reportPrivateUsage]


def named(world: World, answer: InteractionResult) -> dict[str, list[str]]:
    """Return the names in each file of members."""
    return {
        name: [row[1] for row in rows(content)[1:]]
        for name, content in files(world, answer).items()
        if "members" in name
    }


async def take(world: World) -> InteractionResult:
    return await world.organiser.slash(world.channel, "tally export")


def leave(world: World, people: Sequence[simcord.MemberActor]) -> None:
    for one in people:
        world.guild.remove_member(one)


async def test_a_long_list_comes_in_parts_each_asked_for_and_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty(world, monkeypatch)
    people = await crowd(world, 7)
    leave(world, [people[1], people[4], people[5]])
    first = await take(world)
    part = {"askmoreofhim-members-part-1-2026-01-01.csv": ["m-0"]}
    assert named(world, first) == part
    assert "This is part 1 of the list, and there is more of it." in said(first)
    assert ids(first) == [f"{NEXT}:{people[0].id}:2"], "whoever left is not named by the button"

    second = await press(world.organiser, first, NEXT)
    assert named(world, second) == {"askmoreofhim-members-part-2-2026-01-01.csv": ["m-2", "m-3"]}
    assert message_of(second).id != message_of(first).id, "the first part keeps its files"
    assert named(world, first) == part
    assert "No number" not in said(second), "published days came with the first part"

    third = await press(world.organiser, second, NEXT)
    assert named(world, third) == {}
    assert "nobody is on the wall and a member now" in said(third)
    last = await press(world.organiser, third, NEXT)
    assert named(world, last) == {"askmoreofhim-members-part-4-2026-01-01.csv": ["m-6"]}
    assert "part 4 of the list, the last one" in said(last)
    assert ids(last) == []
    kept = await world.services.exports.latest(guild_id=world.guild.id)
    assert [one.rows.members for one in kept] == [1, 2, 1]


async def test_where_the_wall_is_off_meanwhile_there_is_no_further_part(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty(world, monkeypatch)
    people = await crowd(world, 3)
    first = await take(world)
    await world.choose(features_off=["wall"])
    off = await press(world.organiser, first, NEXT)
    assert named(world, off) == {}
    assert "The wall is switched off" in said(off)
    await world.choose(features_off=[])
    again = await press(world.organiser, first, NEXT)
    assert named(world, again) == {
        "askmoreofhim-members-part-2-2026-01-01.csv": [people[2].user.name]
    }


async def test_where_the_wall_goes_off_while_the_list_is_made_there_is_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await crowd(world, 1)
    members = MemberLookup.in_turn

    async def found(lookup: MemberLookup, guild_id: int, user_ids: Sequence[int]) -> object:
        await world.choose(features_off=["wall"])
        return await members(lookup, guild_id, user_ids)

    monkeypatch.setattr(MemberLookup, "in_turn", found)
    answer = await take(world)
    assert "The wall is switched off" in said(answer)
    assert files(world, answer) == {}
    assert await world.services.exports.latest(guild_id=world.guild.id) == ()


async def test_one_question_that_is_not_answered_loses_nothing_of_what_was_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty(world, monkeypatch, longest=60.0)
    await crowd(world, 4)
    ask, asked = MemberLookup.in_turn, 0

    async def once(lookup: MemberLookup, guild_id: int, user_ids: Sequence[int]) -> object:
        nonlocal asked
        asked += 1
        return None if asked == 2 else await ask(lookup, guild_id, user_ids)

    monkeypatch.setattr(MemberLookup, "in_turn", once)
    first = await take(world)
    assert list(named(world, first).values()) == [["m-0", "m-1"]]
    rest = await press(world.organiser, first, NEXT)
    assert list(named(world, rest).values()) == [["m-2", "m-3"]]
    assert ids(rest) == []


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (9.9, []),
        (61.0, ["about 2 minutes"]),
        (900.0, ["about 15 minutes", "after 12 minutes you get the first part"]),
    ],
)
async def test_it_says_before_how_long_a_list_takes(
    world: World, monkeypatch: pytest.MonkeyPatch, seconds: float, told: list[str]
) -> None:
    await crowd(world, 1)
    monkeypatch.setattr(MemberLookup, "lasting", lambda _lookup, _people: seconds)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    answer = await take(world)
    assert list(named(world, answer).values()) == [["m-0"]], "the files take its place"
    assert "takes about" not in said(answer)
    sent = [str(one.json) for one in world.env.http_requests if "callback" in one.path]
    assert all(words in sent[-1] for words in told)
    assert ("takes about" in sent[-1]) is bool(told)


def test_how_long_it_takes_is_what_the_questions_wait_for() -> None:
    assert MemberLookup.lasting(0) == MemberLookup.lasting(2_000) == 0
    assert MemberLookup.lasting(2_001) == 1
    assert MemberLookup.lasting(92_000) == 900
