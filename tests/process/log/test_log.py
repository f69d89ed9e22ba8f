"""No record, however hostile, brings an id, a name or a token into the log, at any level."""

from __future__ import annotations

import io
import logging
import sqlite3
from collections.abc import Iterator
from typing import Any, cast

import pytest
import structlog
from discord import gateway
from discord.gateway import KeepAliveHandler
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pledges import Signing
from bot.log import FIELDS, SafeHandler, redact
from tests.process.conftest import TOKEN, Lines

USER = 123456789012345678
NAME = "Zoë Quillfeather"
ANSWER_TOKEN = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OmFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6"
PERSONAL = (str(USER), NAME, "Quillfeather", TOKEN, ANSWER_TOKEN, ANSWER_TOKEN[:30])

# outside the tree of loggers: pytest listens to that one, and formats what it hears
ours = logging.Logger("bot.tests", logging.DEBUG)  # noqa: LOG001
theirs = logging.Logger("discord.gateway", logging.DEBUG)  # noqa: LOG001
A_CONSTANT = "a constant of the module, %d of them"


def attached(*, as_json: bool) -> Iterator[Lines]:
    stream = io.StringIO()
    handler = SafeHandler(stream, as_json=as_json)
    for logger in (ours, theirs):
        logger.addHandler(handler)
    yield Lines(stream)
    for logger in (ours, theirs):
        logger.removeHandler(handler)


@pytest.fixture(params=[True, False], ids=["json", "plain"])
def text(request: pytest.FixtureRequest) -> Iterator[Lines]:
    yield from attached(as_json=request.param)


@pytest.fixture
def lines() -> Iterator[Lines]:
    yield from attached(as_json=True)


@pytest.fixture
def plain() -> Iterator[Lines]:
    yield from attached(as_json=False)


class Person:
    """An object whose every text names somebody."""

    def __repr__(self) -> str:
        return f"<Member id={USER} name={NAME!r}>"

    def __format__(self, _spec: str) -> str:
        return repr(self)


def hostile(logger: logging.Logger, level: int) -> None:
    """Log every way we know of a person at once."""
    person = Person()
    logger.log(level, "member %s has id %s and token %s", NAME, USER, ANSWER_TOKEN)
    logger.log(level, "member %(name)s %(id)d", {"name": NAME, "id": USER})
    logger.log(level, "%r", person)
    logger.log(level, f"{person} signed")  # noqa: G004
    logger.log(level, "Hello " + NAME)  # noqa: G003
    logger.log(level, "".join(["Hello ", NAME]))
    logger.log(level, person)
    logger.log(level, {"name": NAME})
    logger.log(level, f"{NAME} %s", 1)  # noqa: G004
    logger.log(level, "a %d b", NAME)
    logger.log(level, "fields", extra={"user": NAME, "guild_id": USER, "count": USER})
    logger.log(level, "fields", extra={"status": f"{USER} {TOKEN}", "kind": person})
    logger.log(
        level, "fields", extra={"found": f"https://discord.com/api/webhooks/1/{ANSWER_TOKEN}"}
    )
    try:
        raise_in_depth(person)
    except ExceptionGroup:
        logger.log(level, "it failed", exc_info=True, stack_info=True)


def raise_in_depth(person: Person) -> None:
    try:
        refuse(NAME)
    except sqlite3.IntegrityError as error:
        raise ExceptionGroup(f"{person}", [error, ValueError(USER)]) from None


def refuse(name: str) -> None:
    missing = KeyError(name)
    raise sqlite3.IntegrityError(f"{name} {USER} {TOKEN}") from missing


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.WARNING, logging.CRITICAL])
@pytest.mark.parametrize("logger", [ours, theirs], ids=["ours", "theirs"])
def test_a_hostile_record_says_nothing_of_a_person(
    text: Lines, logger: logging.Logger, level: int
) -> None:
    hostile(logger, level)
    assert [one for one in PERSONAL if one in text.text] == []
    shown = logger is ours or level >= logging.WARNING
    assert len(text.text.splitlines()) == (14 if shown else 0)


def test_our_own_texts_keep_their_numbers_and_enums(lines: Lines) -> None:
    ours.info("%d of %s in %.1f s, now %s", 3, 4, 0.25, Signing.RENEWED)
    assert lines.last["event"] == "3 of 4 in 0.2 s, now renewed"
    ours.info(A_CONSTANT, 7)
    assert lines.last["event"] == "a constant of the module, 7 of them"


def test_vetted_fields_are_shown_and_others_left_out(lines: Lines) -> None:
    ours.info("ready", extra={"servers": 3, "seconds": 1.23456, "kind": "full", "who": "x"})
    assert {**lines.last, "at": ""} == {
        "at": "",
        "level": "info",
        "logger": "bot.tests",
        "event": "ready",
        "kind": "full",
        "seconds": 1.235,
        "servers": 3,
    }


def test_fields_do_not_collide_with_the_line_itself() -> None:
    record = logging.makeLogRecord({})
    assert not FIELDS & (
        {"at", "level", "logger", "event", "place", "errors"} | vars(record).keys()
    )


def test_another_library_is_quoted_by_template_and_place(lines: Lines) -> None:
    theirs.warning("rate limited in %s for %s s", "someone", 3)
    assert lines.last["event"] == "rate limited in … for … s"
    assert lines.last["place"].startswith("tests/process/log/test_log.py:")
    assert lines.last["place"].endswith(" test_another_library_is_quoted_by_template_and_place")


@pytest.mark.parametrize(
    ("template", "args", "shown"),
    [
        ("Error handling request from %s", ("203.0.113.7",), "Error handling request from …"),
        ("%(who)s: %5.1f%% of %-10r, %d", ({"who": NAME},), "…: …% of …, …"),
        ("%.*f of %+i", (2, 1.5, NAME), "… of …"),
    ],
)
def test_what_another_library_says_of_someone_is_left_out_in_plain_sight(
    lines: Lines, template: str, args: tuple[object, ...], shown: str
) -> None:
    theirs.error(template, *args)
    assert lines.last["event"] == shown


def test_another_library_keeps_numbers_that_are_nobodys(lines: Lines) -> None:
    theirs.error("Attempting a reconnect in %.2fs", 1.25)
    assert lines.last["event"] == "Attempting a reconnect in 1.25s"
    theirs.warning("shard ID %s is %.1fs behind", None, 12.0)
    assert lines.last["event"] == "shard ID None is 12.0s behind"
    for args in ((USER,), (NAME,), (1, USER), (1.5e17,), (123_456,)):
        theirs.warning("%s and " * (len(args) - 1) + "%s", *args)
        assert not [one for one in (*PERSONAL, "123456") if one in lines.text]


def test_of_a_text_with_a_stack_in_it_the_first_line_is_shown(lines: Lines) -> None:
    blocked = "Heartbeat blocked for more than %s seconds."
    theirs.warning(f"{blocked}\nTraceback: {NAME} 100%", 10)
    assert lines.last["event"] == "Heartbeat blocked for more than 10 seconds."


@pytest.mark.parametrize(
    ("attribute", "args", "shown"),
    [
        ("behind_msg", (None, 12.34), "Can't keep up, shard ID None websocket is 12.3s behind."),
        ("block_msg", (None, 10), "Shard ID None heartbeat blocked for more than 10 seconds."),
    ],
)
async def test_the_texts_of_discord_py_that_tell_of_a_busy_process_are_shown(
    lines: Lines, attribute: str, args: tuple[object, ...], shown: str
) -> None:
    class Socket:
        thread_id, _max_heartbeat_timeout = 0, 60.0

    handler = KeepAliveHandler(ws=cast("Any", Socket()))
    text = getattr(handler, attribute)
    path = gateway.__file__
    theirs.handle(logging.LogRecord("discord.gateway", logging.WARNING, path, 1, text, args, None))
    assert lines.last["event"] == shown


def test_an_error_is_told_by_type_code_and_frames(lines: Lines) -> None:
    try:
        raise_in_depth(Person())
    except ExceptionGroup:
        ours.exception("it failed")
    told = cast("list[dict[str, Any]]", lines.last["errors"])
    assert [(one["how"], one["type"]) for one in told] == [
        ("raised", "ExceptionGroup"),
        ("in the group", "sqlite3.IntegrityError"),
        ("in the group", "ValueError"),
        ("caused by", "KeyError"),
    ]
    assert told[0]["frames"][0].endswith(" raise_in_depth")
    assert told[0]["frames"][0].startswith("tests/process/log/test_log.py:")


def test_an_error_keeps_the_code_of_the_system(lines: Lines) -> None:
    ours.error("no room", exc_info=OSError(28, f"no space for {NAME}"))
    assert lines.last["errors"][0]["codes"] == {"errno": 28}


def test_an_error_that_caused_itself_ends(lines: Lines) -> None:
    error = ValueError()
    error.__cause__ = error
    ours.error("a circle", exc_info=error)
    assert len(lines.last["errors"]) == 1


def test_one_thing_is_one_line(text: Lines) -> None:
    ours.info("first\nsecond\r\u2028\x1b[31mred\u202eder")
    assert len(text.text.splitlines()) == 1
    assert "\x1b" not in text.text
    assert "\u202e" not in text.text


def test_a_plain_line_reads_from_left_to_right(plain: Lines) -> None:
    ours.error("it failed", extra={"reference": "a1b2c3"}, exc_info=OSError(28, "x"))
    assert plain.text.partition(" ")[2] == (
        "error bot.tests: it failed reference=a1b2c3 | raised OSError errno=28 at no frame\n"
    )


def test_a_record_that_cannot_be_written_loses_only_its_values(
    text: Lines, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken(str):
        __slots__ = ()

        def __str__(self) -> str:
            raise ValueError(NAME)

    ours.error("broken", extra={"status": Broken("x")})
    assert text.text == "a log line of bot.tests could not be written\n"
    assert capsys.readouterr().err == ""


def test_structlog_goes_the_same_way(whole_process: Lines) -> None:
    logger = structlog.stdlib.get_logger("bot.somewhere")
    logger.info("signed", user=USER, count=2)
    assert (whole_process.last["event"], whole_process.last["count"]) == ("signed", 2)
    logger.info(f"{NAME} signed", user=USER)  # noqa: G004
    assert [one for one in PERSONAL if one in whole_process.text] == []


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (f"user {USER} left", "user [number] left"),
        (f"<@{USER}>", "<@[number]>"),
        (f"token {TOKEN}", "token [token]"),
        (f"answer {ANSWER_TOKEN}", "answer [token]"),
        (f"https://discord.com/api/webhooks/{USER}/{ANSWER_TOKEN}?a=b", "https://discord.com/…"),
        ("postgres://someone:hunter2@db.example/campaign", "postgres://db.example/…"),
        ("wss://gateway.discord.gg?v=10 closed", "wss://gateway.discord.gg/… closed"),
        ("14 digits stay: 12345678901234", "14 digits stay: 12345678901234"),
        ("bot/db/transactions/writer.py and 3 of 4", "bot/db/transactions/writer.py and 3 of 4"),
    ],
)
def test_the_last_resort(said: str, shown: str) -> None:
    assert redact(said) == shown


@given(st.text(max_size=5_000), st.text(max_size=3_000))
def test_the_last_resort_holds_in_any_company(before: str, after: str) -> None:
    shown = redact(f"{before}{USER}{after} {TOKEN} {ANSWER_TOKEN}")
    assert str(USER) not in shown
    assert TOKEN[30:] not in shown
    assert ANSWER_TOKEN[:40] not in shown
    assert len(shown.splitlines()) <= 1
