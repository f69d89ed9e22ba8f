"""A thief of the file: in which servers someone signed who was erased, or is listed in another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from hashlib import blake2b, md5, sha1, sha256
from itertools import permutations
from pathlib import Path

import pytest

from bot.db.engine import sqlite
from tests.attacks.history import PEOPLE, SERVERS, History, history
from tests.attacks.scores import is_chance
from tests.attacks.stolen import StolenFile
from tests.db.people import KEYS, Person

pytestmark = pytest.mark.long

SERVER_KEYS = [KEYS.server(guild_id) for guild_id in SERVERS]
HALF = len(SERVERS) // 2


def half(servers: Iterable[bytes]) -> set[bytes]:
    """Return the first half of servers in a thief's order: they are guessed."""
    return set([one for one in servers if one in SERVER_KEYS][:HALF])


def guesses(stolen: StolenFile) -> dict[str, set[bytes]]:
    """Return the servers that a thief thinks an erased person signed in, by what they look at."""
    numbers = stolen.newest_first("numbers")
    written = [row[1] for row in reversed(numbers)]
    counted = {row[1]: row[2] for row in numbers}
    signed = Counter(row[2] for row in stolen.newest_first("attributions"))
    lately = [row[2] for row in stolen.newest_first("attributions")]
    return {
        "whose numbers were first": half(written),
        "whose numbers are small": half(sorted(SERVER_KEYS, key=lambda one: counted.get(one, 0))),
        "whose rows are few": half(sorted(SERVER_KEYS, key=lambda one: signed[one])),
        "whose rows are new": half(dict.fromkeys(lately)),
    }


def hits(guess: set[bytes], servers: Iterable[int]) -> list[bool]:
    """Return of each server whether the guess is right."""
    truth = {KEYS.server(one) for one in servers}
    return [(one in guess) == (one in truth) for one in SERVER_KEYS]


async def erased_first_of_many(played: History) -> list[int]:
    """Let someone sign before all others, and be erased after them; return where it was."""
    erased = await played.anyone_signs()
    for _ in range(PEOPLE):
        await played.anyone_signs()
    assert await erased.erase()
    return played.servers[erased.key]


async def test_the_servers_of_the_erased_are_not_in_the_file(
    sqlite_template: Path, tmp_path: Path, seeds: range
) -> None:
    scores: defaultdict[str, list[bool]] = defaultdict(list)
    for seed in seeds:
        async with history(sqlite_template, tmp_path, seed) as played:
            servers = await erased_first_of_many(played)
        assert_no_gap(played)
        for name, guess in guesses(played.stolen()).items():
            scores[name] += hits(guess, servers)
    wrong = {name: found for name, found in scores.items() if not is_chance(found, chance=0.5)}
    assert wrong == {}


def assert_no_gap(played: History) -> None:
    """Check that numbers and rows agree, so that none of them tells where somebody is missing."""
    stolen = played.stolen()
    signed = Counter(row[2] for row in stolen.newest_first("attributions"))
    numbers = {row[1]: row[2] for row in stolen.newest_first("numbers") if row[1]}
    assert numbers == {one: signed[one] for one in numbers}
    assert signed.keys() <= numbers.keys()
    assert {row[1] for row in stolen.newest_first("pledges")} == {
        person.key for person in played.people[1:]
    }


async def test_this_attack_finds_the_servers_where_the_order_tells(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the vacuum the first one's servers are those whose numbers were written first."""
    monkeypatch.setattr(sqlite, "SMALL", 0)
    found: list[bool] = []
    for seed in range(8):
        async with history(sqlite_template, tmp_path, seed) as played:
            servers = await erased_first_of_many(played)
        found += hits(guesses(played.stolen())["whose numbers were first"], servers)
    assert sum(found) / len(found) > 0.7


async def listed_in_one_of_several(played: History) -> list[Person]:
    """Let everyone sign in several servers and be listed in the first at once."""
    for _ in range(PEOPLE):
        person = await played.anyone_signs()
        await person.list(played.servers[person.key][0])
    return played.people


def place_by_place(stolen: StolenFile) -> dict[int, bytes]:
    """Return whose pledge a thief thinks each listed person's is: that in the same place."""
    listed = [row[2] for row in stolen.newest_first("listings")]
    pledges = [row[1] for row in stolen.newest_first("pledges")]
    return dict(zip(listed, pledges, strict=True))


async def test_a_listed_persons_other_servers_are_not_in_the_file(
    sqlite_template: Path, tmp_path: Path, seeds: range
) -> None:
    whose: list[bool] = []
    where: list[bool] = []
    for seed in seeds:
        async with history(sqlite_template, tmp_path, seed) as played:
            people = await listed_in_one_of_several(played)
        guessed = place_by_place(played.stolen())
        for person in people:
            guess = guessed[person.user_id]
            listed_in = played.servers[person.key][0]
            others = [one for one in SERVERS if one != listed_in]
            whose.append(guess == person.key)
            where += [
                (one in played.servers[guess]) == (one in played.servers[person.key])
                for one in others
            ]
    assert is_chance(whose, chance=1 / PEOPLE)
    # Whoever guesses one of so many at random is right about all servers of that one.
    assert is_chance(where, chance=0.5 + 0.5 / PEOPLE)


async def test_this_attack_finds_whose_listing_it_is_where_the_order_tells(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "SMALL", 0)
    async with history(sqlite_template, tmp_path, 0) as played:
        people = await listed_in_one_of_several(played)
    guessed = place_by_place(played.stolen())
    assert all(guessed[person.user_id] == person.key for person in people)


async def test_no_key_is_made_of_others_without_the_secret(
    sqlite_template: Path, tmp_path: Path
) -> None:
    """Whoever tries every pair of keys with any plain digest finds no listing and no mark."""
    async with history(sqlite_template, tmp_path, 0) as played:
        people = await listed_in_one_of_several(played)
        await people[0].erase()
    stolen = played.stolen()
    listings = {value for row in stolen.newest_first("listings") for value in row[:2]}
    listings |= {row[0] for row in stolen.newest_first("erasures")}
    known = {value for row in stolen.newest_first("attributions") for value in row[1:3]}
    known |= {people[0].key, *(str(one.user_id).encode() for one in people)}
    assert listings
    assert not listings & known
    for parts in (*((one,) for one in known), *permutations(known, 2)):
        together = b"".join(parts)
        made = {digest(together).digest()[:16] for digest in (sha256, sha1, md5, blake2b)}
        assert not made & listings


async def test_who_came_off_and_withdrew_is_not_in_a_later_copy(
    sqlite_template: Path, tmp_path: Path
) -> None:
    async with history(sqlite_template, tmp_path, 0) as played:
        ada, *_ = await listed_in_one_of_several(played)
        earlier = played.path.read_bytes() + played.log().content
        await ada.unlist(played.servers[ada.key][0])
        await ada.withdraw(None, everywhere=True)
    later = played.path.read_bytes() + played.log().content
    traces = [ada.user_id.to_bytes(8, "big")]
    traces += [
        KEYS.listing(signer=ada.key, server=KEYS.server(one)) for one in played.servers[ada.key]
    ]
    assert traces[0] in earlier
    assert [trace for trace in traces if trace in later] == []
    rows = played.stolen().newest_first("attributions")
    assert ada.key not in {row[1] for row in rows}
