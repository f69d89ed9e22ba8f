"""The doctor asks Discord what it knows of the bot, and no answer of Discord's can break it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from bot.services.doctor import Mark
from bot.services.doctor.commands import HeldCommand, digest_of
from bot.services.doctor.discord_side import ADMINISTRATOR, Seen, Wanted, examine
from bot.unreachable import Reason

SEND, EMBED = 1 << 11, 1 << 14
WANTED = Wanted(
    permissions=SEND | EMBED,
    names_of=lambda bits: [name for bit, name in ((SEND, "send"), (EMBED, "embed")) if bits & bit],
    command_ids={"pledge": 11, "help": 12},
)

Answer = Callable[[web.Request], web.Response]


def say(body: Any, status: int = 200) -> Answer:
    return lambda _: web.json_response(body, status=status)


def raw(body: bytes) -> Answer:
    return lambda _: web.Response(body=body)


def gateway(*, shards: int = 1, remaining: int = 990) -> dict[str, Any]:
    limit = {"total": 1000, "remaining": remaining, "reset_after": 7_200_000, "max_concurrency": 1}
    return {"url": "wss://gateway", "shards": shards, "session_start_limit": limit}


COMMANDS = [{"name": "pledge", "id": "11"}, {"name": "help", "id": "12"}]
WELL: Mapping[str, Answer] = {
    "/applications/@me": say({"id": "5", "interactions_endpoint_url": None}),
    "/gateway/bot": lambda _: web.json_response(gateway()),
    "/users/@me/guilds": say([{"id": "7", "name": "Riverside", "permissions": str(SEND | EMBED)}]),
    "/applications/5/commands": say(COMMANDS),
}


class Api:
    """A Discord of a few answers."""

    def __init__(self) -> None:
        self.answers = dict(WELL)
        self.base = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        assert request.headers["Authorization"] == "Bot the-token"
        return self.answers[request.path](request)

    async def findings(self, wanted: Wanted = WANTED) -> list[tuple[Mark, str]]:
        seen = await examine("the-token", wanted, base=self.base)
        assert "Riverside" not in str(seen)
        return [(one.mark, one.words) for one in seen.findings]

    async def seen(self) -> Seen:
        return await examine("the-token", WANTED, base=self.base)


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    answers = Api()
    app = web.Application()
    app.router.add_get("/{path:.*}", answers.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    answers.base = f"http://{host}:{port}"
    yield answers
    await runner.cleanup()


async def test_all_is_well(api: Api) -> None:
    assert await api.findings() == [
        (Mark.OK, "Discord accepts it"),
        (Mark.OK, "Discord asks for one connection; of 1,000 sessions in a day 990 are left"),
        (Mark.OK, "the bot has what it needs in 1 of 1"),
        (Mark.OK, "Discord holds the 2 that the bot sent"),
    ]


async def test_discords_clock_comes_back_with_any_answer(api: Api) -> None:
    api.answers["/applications/@me"] = lambda _: web.json_response(
        {}, status=401, headers={"Date": "Tue, 01 Dec 2026 12:00:00 GMT"}
    )
    assert (await api.seen()).date == datetime(2026, 12, 1, 12, tzinfo=UTC)


async def test_a_refused_token(api: Api) -> None:
    api.answers["/applications/@me"] = say({"message": "401: Unauthorized", "code": 0}, 401)
    ((mark, words),) = await api.findings()
    assert mark is Mark.MEND
    assert "refuses it" in words


async def test_a_page_in_discords_place_says_nothing_of_the_token(api: Api) -> None:
    page = web.Response(text="<html>", status=401, content_type="text/html")
    api.answers["/applications/@me"] = lambda _: page
    assert await api.findings() == [(Mark.UNSEEN, Reason.OTHER_PAGE)]


async def test_servers_are_numbered_and_what_they_lack_is_named(api: Api) -> None:
    api.answers["/users/@me/guilds"] = say(
        [
            {"id": "7", "name": "Riverside", "permissions": str(SEND | EMBED)},
            {"id": "8", "name": "Riverside 2", "permissions": str(SEND)},
            {"id": "9", "name": "Riverside 3", "permissions": str(ADMINISTRATOR)},
        ]
    )
    found = (await api.findings())[2:5]
    assert [mark for mark, _ in found] == [Mark.MEND, Mark.MEND, Mark.OK]
    assert found[0][1] == "in server 2 of 3 the bot lacks: embed"
    assert "in server 3 of 3 the bot is an administrator" in found[1][1]
    assert found[2][1] == "the bot has what it needs in 1 of 3"


async def test_every_page_of_servers_is_read(api: Api) -> None:
    servers = [{"id": str(number), "permissions": str(SEND | EMBED)} for number in range(1, 402)]

    def page(request: web.Request) -> web.Response:
        after, limit = int(request.query["after"]), int(request.query["limit"])
        return web.json_response([one for one in servers if int(one["id"]) > after][:limit])

    api.answers["/users/@me/guilds"] = page
    assert (Mark.OK, "the bot has what it needs in 401 of 401") in await api.findings()


async def test_a_bot_in_no_server_is_told_the_way(api: Api) -> None:
    api.answers["/users/@me/guilds"] = say([])
    assert "python -m bot invite" in (await api.findings())[2][1]


async def test_an_endpoint_that_takes_the_commands_away_is_found(api: Api) -> None:
    api.answers["/applications/@me"] = say({"id": "5", "interactions_endpoint_url": "https://x"})
    assert "Interactions Endpoint URL" in (await api.findings())[1][1]


@pytest.mark.parametrize(
    ("held", "mark"),
    [
        (COMMANDS, Mark.OK),
        (COMMANDS[:1], Mark.MEND),
        ([], Mark.MEND),
        ([*COMMANDS, {"name": "other", "id": "13"}], Mark.MEND),
        ([COMMANDS[0], {"name": "help", "id": "99"}], Mark.MEND),
    ],
    ids=["as sent", "one missing", "none", "one more", "made anew"],
)
async def test_commands_are_compared_with_what_was_sent(api: Api, held: Any, mark: Mark) -> None:
    api.answers["/applications/5/commands"] = say(held)
    assert (await api.findings())[-1][0] is mark


def in_letter(*names: str, forms: tuple[str, ...] = ("text",)) -> dict[str, Any]:
    choices = [{"name": one, "value": one} for one in forms]
    form = {"type": 3, "name": "as", "description": "…", "choices": choices}
    subcommands = [
        {"type": 1, "name": name, "description": "…", "options": [form] if name == "quote" else []}
        for name in names
    ]
    return {"id": "11", "name": "letter", "type": 1, "options": subcommands}


@pytest.mark.parametrize(
    ("held", "mark"),
    [
        (in_letter("quote", "read"), Mark.OK),
        (in_letter("read", "quote"), Mark.OK),
        (in_letter("quote", "read", "signatories"), Mark.MEND),
        (in_letter("quote"), Mark.MEND),
        (in_letter("quote", "read", forms=("text", "picture")), Mark.MEND),
        (in_letter(), Mark.MEND),
        ({"id": "11", "name": "letter", "options": None}, Mark.MEND),
    ],
    ids=["as sent", "in another order", "one more", "one less", "a choice more", "none", "null"],
)
async def test_what_is_in_a_command_is_compared_too(api: Api, held: Any, mark: Mark) -> None:
    sent = digest_of([HeldCommand.model_validate(in_letter("quote", "read"))])
    api.answers["/applications/5/commands"] = say([held])
    wanted = replace(WANTED, command_ids={"letter": 11}, commands_held=sent)
    assert (await api.findings(wanted))[-1][0] is mark


async def test_commands_that_were_never_sent_are_no_fault(api: Api) -> None:
    found = await api.findings(Wanted(permissions=0, names_of=lambda _: []))
    assert found[-1] == (Mark.UNSEEN, "none were sent yet: the first start sends them")


@pytest.mark.parametrize(
    "answer",
    [
        say({}, 500),
        say({}, 429),
        say({}),
        say(None),
        say("words"),
        raw(b"<html>a page of the hotel's</html>"),
        raw(b"\xff\xfe"),
    ],
)
@pytest.mark.parametrize("path", sorted(WELL))
async def test_strange_answers_are_said_to_be_strange(api: Api, path: str, answer: Answer) -> None:
    api.answers[path] = answer
    marks = {mark for mark, _ in await api.findings()}
    assert Mark.UNSEEN in marks


async def test_no_network_is_no_fault_of_the_bots() -> None:
    seen = await examine("the-token", WANTED, base="http://127.0.0.1:9")
    assert [one.mark for one in seen.findings] == [Mark.UNSEEN]
    assert seen.date is None


async def test_a_bot_over_several_connections_is_told_how_many(api: Api) -> None:
    api.answers["/gateway/bot"] = say(gateway(shards=3))
    asked = "Discord asks for 3 connections (shards); of 1,000 sessions in a day 990 are left"
    assert (Mark.OK, asked) in await api.findings()


async def test_sessions_that_run_out_are_found_before_they_do(api: Api) -> None:
    api.answers["/gateway/bot"] = say(gateway(remaining=100))
    mark, words = (await api.findings())[1]
    assert mark is Mark.MEND
    assert words.startswith("of 1,000 sessions in a day 100 are left, for 2 hours")


async def test_of_many_servers_that_lack_something_a_few_are_named(api: Api) -> None:
    api.answers["/users/@me/guilds"] = say(
        [{"id": str(number), "permissions": "0"} for number in range(1, 31)]
    )
    found = [words for mark, words in await api.findings() if mark is Mark.MEND]
    assert len(found) == 11
    assert "in 20 more" in found[-1]


async def test_a_short_limit_is_waited_for_and_a_long_one_is_told(api: Api) -> None:
    asked: list[str] = []

    def limited(wait: str) -> Answer:
        def answer(request: web.Request) -> web.Response:
            asked.append(request.path)
            if len(asked) > 1:
                return WELL["/gateway/bot"](request)
            return web.json_response({}, status=429, headers={"Retry-After": wait})

        return answer

    api.answers["/gateway/bot"] = limited("0")
    assert Mark.UNSEEN not in {mark for mark, _ in await api.findings()}
    asked.clear()
    api.answers["/gateway/bot"] = limited("600")
    assert (Mark.UNSEEN, "it answered with status 429: try again later") in await api.findings()
    assert len(asked) == 1


async def test_a_bot_that_is_forbidden_everything_is_told(api: Api) -> None:
    api.answers["/applications/@me"] = say({"message": "no", "code": 0}, 403)
    ((mark, words),) = await api.findings()
    assert mark is Mark.MEND
    assert "(403)" in words
