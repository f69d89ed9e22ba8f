"""A second start in a folder says where the first one is, and ends it only if it may."""

from __future__ import annotations

import asyncio
import signal
import stat
import sys
from pathlib import Path

import click
import pytest

from bot.exits import CannotStart, Exit
from bot.rehearsal.address import Address, with_the_folder_free
from bot.rehearsal.local_bot import LocalBot
from bot.rehearsal.pages.lobby import Lobby
from bot.rehearsal.stage import Stage

FIRST = asyncio.FIRST_COMPLETED


@pytest.fixture
def address(lobby: Lobby, local_bot: LocalBot) -> Address:
    kept = Address(local_bot.folder)
    kept.keep(lobby.url)
    return kept


async def test_without_a_terminal_it_is_refused_with_the_address(
    address: Address, lobby: Lobby, local_bot: LocalBot
) -> None:
    with pytest.raises(CannotStart, match="already running in this folder") as refused:
        await with_the_folder_free(local_bot.check_free, address)
    assert refused.value.code is Exit.SECOND_COPY
    assert lobby.url in refused.value.sentence


async def test_one_that_is_just_starting_is_waited_for_until_it_has_an_address(
    lobby: Lobby, local_bot: LocalBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, said, told = Address(local_bot.folder), list[str](), asyncio.Event()

    def echo(words: str) -> None:
        said.append(words)
        told.set()

    monkeypatch.setattr(click, "echo", echo)
    second = asyncio.create_task(with_the_folder_free(local_bot.check_free, address))
    await asyncio.wait({second, waiting := asyncio.create_task(told.wait())}, return_when=FIRST)
    assert waiting.done()
    assert not second.done()
    address.keep(lobby.url)
    with pytest.raises(CannotStart, match="already running in this folder") as refused:
        await second
    assert lobby.url in refused.value.sentence
    assert said == ["Another rehearsal is starting in this folder: waiting for its address."]


async def test_who_says_no_leaves_the_first_one_as_it_is(
    address: Address, lobby: Lobby, local_bot: LocalBot, stage: Stage
) -> None:
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    with pytest.raises(CannotStart, match="It goes on") as refused:
        await with_the_folder_free(local_bot.check_free, address, ask=no)
    assert refused.value.code is Exit.SECOND_COPY
    assert asked == ["End it and begin here?"]
    assert stage.must_run()


async def test_ctrl_c_at_the_question_is_a_no_at_once(
    address: Address, local_bot: LocalBot, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(question: str, *, default: bool) -> bool:
        assert not default
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise click.Abort from None
        return True

    monkeypatch.setattr(click, "confirm", interrupted)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(CannotStart, match="It goes on"):
        await with_the_folder_free(local_bot.check_free, address)
    assert signal.getsignal(signal.SIGINT) is before
    assert stage.must_run()


async def test_who_says_yes_begins_once_the_first_one_has_ended(local_bot: LocalBot) -> None:
    stop = asyncio.Event()
    address = Address(local_bot.folder)
    begun = asyncio.Event()

    async def first() -> None:
        async with Stage(local_bot) as stage, Lobby(stage, port=0, stop=stop) as lobby:
            address.keep(lobby.url)
            begun.set()
            await stop.wait()

    running = asyncio.create_task(first())
    await begun.wait()
    await with_the_folder_free(local_bot.clear, address, ask=lambda _: True)
    await running
    assert not local_bot.store.exists()


async def test_what_comes_of_the_act_is_handed_on(address: Address) -> None:
    async def act() -> str:
        return "begun"

    assert await with_the_folder_free(act, address) == "begun"


async def test_another_lock_than_a_rehearsals_is_told_as_that(
    stage: Stage, local_bot: LocalBot
) -> None:
    Address(local_bot.folder).keep("http://127.0.0.1:9/a-rehearsal-that-ended-long-ago/")
    kept = Address(local_bot.folder)
    with pytest.raises(CannotStart, match="Another program works with the rehearsal's store"):
        await with_the_folder_free(local_bot.check_free, kept, patience=0)


def test_the_address_stays_the_same_and_belongs_to_its_owner(tmp_path: Path) -> None:
    address = Address(tmp_path)
    assert address.secret is None
    address.keep("http://127.0.0.1:8430/Ojj0udKHacuqDqroTOYBy1-_/")
    assert address.secret == "Ojj0udKHacuqDqroTOYBy1-_"
    assert stat.S_IMODE((tmp_path / "address").stat().st_mode) == 0o600
    address.forget()
    assert address.kept is None


@pytest.mark.parametrize(
    "held", [b"", b"http://127.0.0.1:8430/short/", b"\xff\xfe", b"ftp://x/" + b"a" * 30]
)
def test_an_address_that_was_spoilt_is_no_address(tmp_path: Path, held: bytes) -> None:
    (tmp_path / "address").write_bytes(held)
    assert Address(tmp_path).kept is None


def test_a_folder_that_takes_no_files_costs_the_address_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Address(tmp_path / "file").keep("http://127.0.0.1:8430/Ojj0udKHacuqDqroTOYBy1-_/")
    assert Address(tmp_path / "file").kept is None
