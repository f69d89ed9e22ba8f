"""The secret is found before anything is changed, and a database is tied to its secret once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.db import MetaRepository, migrate_database, open_database
from bot.db.engine.problems import Problem, StoreFailure
from bot.domain.refusals import NothingRecorded, Refusal, StoreUnreadable
from bot.domain.signer_secret import SECRET_CHECK, check_value, fits
from bot.exits import CannotStart, Exit
from bot.services.unlocking import remember_secret, secret_to_migrate, secret_to_run
from bot.settings import Settings
from tests.db.old_stores import SECRET, make_old

ANOTHER = "another-secret-of-thirty-two-characters"


class Memory(MetaRepository):
    """A meta table in memory, whose store may fail."""

    def __init__(
        self, *, unreadable: Refusal | None = None, unwritable: Refusal | None = None
    ) -> None:
        self.held: dict[str, str] = {}
        self._unreadable, self._unwritable = unreadable, unwritable

    async def get(self, key: str) -> str | None:
        if self._unreadable:
            raise self._unreadable
        return self.held.get(key)

    async def set(self, key: str, value: str) -> None:
        if self._unwritable:
            raise self._unwritable
        self.held[key] = value

    async def set_first(self, key: str, value: str) -> str:
        await self.set(key, self.held.get(key, value))
        return self.held[key]


class Raced(Memory):
    """A meta table that another first start writes to between the look and the note."""

    def __init__(self, theirs: str) -> None:
        super().__init__()
        self._theirs = theirs

    async def set_first(self, key: str, value: str) -> str:
        self.held[key] = self._theirs
        return self.held[key]


def url() -> str:
    return Settings().database_url.get_secret_value()


async def refused_to_run() -> str:
    with pytest.raises(CannotStart) as refusal:
        await secret_to_run(Settings())
    assert refusal.value.code is Exit.SECRET
    return refusal.value.sentence


async def test_of_two_first_starts_one_secret_stays(place: Path) -> None:
    theirs = check_value(b"the other one's")
    memory = Raced(theirs)
    with pytest.raises(CannotStart) as refusal:
        await remember_secret(memory, SECRET)
    assert refusal.value.code is Exit.SECRET
    assert memory.held == {SECRET_CHECK: theirs}


async def test_two_first_starts_with_one_secret_both_start(place: Path) -> None:
    await remember_secret(Raced(check_value(SECRET)), SECRET)


async def test_the_first_start_ties_them_together(place: Path) -> None:
    secret = await secret_to_run(Settings())
    async with open_database(url(), secret=secret) as database:
        await remember_secret(database.meta, secret)
        assert fits(secret, await database.meta.get(SECRET_CHECK) or "")
        await remember_secret(database.meta, secret)
    assert await secret_to_run(Settings()) == secret
    assert await secret_to_migrate(Settings()) == secret


async def test_another_secret_is_refused_and_changes_nothing(place: Path) -> None:
    secret = await secret_to_run(Settings())
    async with open_database(url(), secret=secret) as database:
        await remember_secret(database.meta, secret)
    before = (place / "data/outreach.sqlite3").read_bytes()
    (place / "data/signer.secret").write_text(ANOTHER)
    assert "is not the secret" in await refused_to_run()
    (place / "data/signer.secret").unlink()
    assert "signer.secret is missing" in await refused_to_run()
    assert not (place / "data/signer.secret").exists()
    assert (place / "data/outreach.sqlite3").read_bytes() == before


async def test_an_older_database_with_people_never_gets_a_new_secret(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "data").mkdir()
    await make_old(url())
    before = (place / "data/outreach.sqlite3").read_bytes()
    assert "signer.secret is missing" in await refused_to_run()
    monkeypatch.setenv("SIGNER_SECRET", ANOTHER)
    for find in (secret_to_run, secret_to_migrate):
        with pytest.raises(CannotStart, match="SIGNER_SECRET is not the secret"):
            await find(Settings())
    monkeypatch.setenv("SIGNER_SECRET", SECRET.decode())
    for find in (secret_to_run, secret_to_migrate):
        assert await find(Settings()) == SECRET
    assert (place / "data/outreach.sqlite3").read_bytes() == before
    assert not (place / "data/signer.secret").exists()


async def test_migrating_needs_no_secret_where_nobody_is(place: Path) -> None:
    assert await secret_to_migrate(Settings()) is None
    await migrate_database(url())
    assert await secret_to_migrate(Settings()) is None
    assert not (place / "data/signer.secret").exists()


async def test_why_a_store_fails_is_what_the_start_ends_with(place: Path) -> None:
    unreadable = StoreUnreadable()
    unreadable.__cause__ = StoreFailure(Problem.CROWDED)
    with pytest.raises(CannotStart, match="has no connection left") as refusal:
        await remember_secret(Memory(unreadable=unreadable), SECRET)
    assert refusal.value.code is Exit.DATABASE


@pytest.mark.parametrize(
    "memory", [Memory(unreadable=StoreUnreadable()), Memory(unwritable=NothingRecorded())]
)
async def test_a_store_that_fails_ends_the_start_in_a_sentence(place: Path, memory: Memory) -> None:
    with pytest.raises(CannotStart) as refusal:
        await remember_secret(memory, SECRET)
    assert refusal.value.code is Exit.DATABASE
