"""Two bots on one database: no number of a log is given twice, and no change is lost unseen."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace

from bot.db import open_database
from bot.domain.sentences import version_of
from tests.db.people import HERE, choice, log_of


async def test_two_bots_on_one_database_give_no_number_of_the_log_twice(
    postgresql_url: str,
) -> None:
    keys = [("channel_rest", str(rest)) for rest in (0, 10, 60, 300, 900, 3600)]
    async with open_database(postgresql_url) as one, open_database(postgresql_url) as other:
        done = await asyncio.gather(
            *(bot.settings.change(choice(*key)) for key in keys for bot in (one, other))
        )
        told = [one.change.number for one in done if one.change]
        assert sorted(told) == list(range(1, len(told) + 1))
        log = await log_of(one)
        assert [entry[0] for entry in log] == sorted(told)
        for before, after in itertools.pairwise(log):
            assert after[4] == before[5], "each change begins with what the one before it made"


async def test_of_two_bots_that_saw_the_same_words_one_is_told_that_they_changed(
    postgresql_url: str,
) -> None:
    key, seen = "words.en.campaign.since", version_of(None)
    async with open_database(postgresql_url) as one, open_database(postgresql_url) as other:
        done = await asyncio.gather(
            one.settings.change(replace(choice(key, '"One."'), version=seen)),
            other.settings.change(replace(choice(key, '"Two."'), version=seen)),
            return_exceptions=True,
        )
        assert sorted(type(each).__name__ for each in done) == ["Changed", "ChangedSince"]
        assert len(await log_of(one)) == 1
        (kept,) = (await one.settings.get(guild_id=HERE)).values()
        assert kept in ("One.", "Two.")
