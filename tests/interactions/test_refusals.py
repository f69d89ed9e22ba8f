"""Each way in which Discord cannot be reached has its own words, and what is final its own code."""

from __future__ import annotations

import errno
import ssl
from itertools import islice
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.exits import Exit
from bot.interactions.connection.refusals import (
    answered,
    final,
    passing,
    pauses,
    reason_of,
    retry_after,
)
from bot.log import redact
from bot.unreachable import NotDiscord, Reason

_KEY: Any = SimpleNamespace(host="discord.com", port=443, ssl=True, is_ssl=True)
JSON, PAGE = "application/json", "text/html; charset=UTF-8"


def answer(
    status: int, kind: str = JSON, *, code: int = 0, pause: str = "", **headers: str
) -> discord.HTTPException:
    sent = {"Content-Type": kind, **headers} | ({"Retry-After": pause} if pause else {})
    response: Any = SimpleNamespace(status=status, reason="", headers=sent)
    body = {"message": "no", "code": code} if kind == JSON else "<html>no</html>"
    return discord.HTTPException(response, body)


def behind(cause: Exception) -> discord.GatewayNotFound:
    error = discord.GatewayNotFound()
    error.__cause__ = cause
    return error


def refused_at_login(cause: Exception) -> discord.LoginFailure:
    error = discord.LoginFailure()
    error.__cause__ = cause
    return error


def certificate(number: int) -> Exception:
    fault = ssl.SSLCertVerificationError()
    fault.verify_code = number
    return aiohttp.ClientConnectorCertificateError(_KEY, fault)


def os_error(number: int) -> OSError:
    return OSError(number, "no")


REASONS: list[tuple[Exception, Reason]] = [
    (aiohttp.ClientConnectorDNSError(_KEY, os_error(errno.EIO)), Reason.NAME),
    (aiohttp.ClientConnectorError(_KEY, os_error(errno.ECONNREFUSED)), Reason.REFUSED),
    (os_error(errno.ENETUNREACH), Reason.REFUSED),
    (aiohttp.ConnectionTimeoutError(), Reason.SILENT),
    (TimeoutError(), Reason.SILENT),
    (aiohttp.ServerDisconnectedError(), Reason.CUT),
    (ConnectionResetError(), Reason.CUT),
    (aiohttp.ClientOSError(errno.ECONNRESET, "no"), Reason.CUT),
    (certificate(9), Reason.CLOCK),
    (certificate(10), Reason.CLOCK),
    (certificate(20), Reason.CERTIFICATE),
    (aiohttp.ClientConnectorSSLError(_KEY, ssl.SSLError()), Reason.TLS),
    (aiohttp.ClientProxyConnectionError(_KEY, os_error(errno.EIO)), Reason.PROXY),
    (NotDiscord(), Reason.OTHER_PAGE),
    (answer(404, PAGE), Reason.OTHER_PAGE),
    (answer(408), Reason.OTHER_PAGE),
    (refused_at_login(answer(401, PAGE)), Reason.OTHER_PAGE),
    (aiohttp.InvalidURL("http://["), Reason.OTHER_PAGE),
    (answer(500), Reason.DOWN),
    (answer(502, PAGE), Reason.DOWN),
    (answer(504, PAGE), Reason.DOWN),
    (behind(answer(503)), Reason.DOWN),
    (answer(429, JSON, Via="1.1 google"), Reason.LIMITED),
    (answer(429, JSON), Reason.ADDRESS),
    (answer(429, PAGE, Via="1.1 google"), Reason.ADDRESS),
    (aiohttp.ClientPayloadError(), Reason.OTHER),
]


@pytest.mark.parametrize(("error", "reason"), REASONS, ids=lambda one: type(one).__name__)
def test_what_waiting_may_mend_has_its_reason(error: Exception, reason: Reason) -> None:
    assert reason_of(error) is reason
    assert passing(error)
    assert final(error) is None


def test_a_failed_handshake_with_the_gateway_has_its_reason() -> None:
    info: Any = SimpleNamespace(real_url="wss://gateway.discord.gg")
    for status, reason in (
        (502, Reason.DOWN),
        (200, Reason.OTHER_PAGE),
        (403, Reason.OTHER_PAGE),
        (429, Reason.ADDRESS),
    ):
        error = aiohttp.WSServerHandshakeError(info, (), status=status)
        assert reason_of(error) is reason


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (answer(401), Exit.TOKEN),
        (behind(answer(401)), Exit.TOKEN),
        (discord.LoginFailure(), Exit.TOKEN),
        (refused_at_login(answer(401)), Exit.TOKEN),
        (answer(403), Exit.FORBIDDEN),
        (answer(403, PAGE), Exit.FORBIDDEN),
        (behind(answer(403)), Exit.FORBIDDEN),
        (answer(400, code=50041), Exit.OUTDATED),
        (discord.PrivilegedIntentsRequired(0), Exit.INTENTS),
        (answer(400), Exit.REFUSED),
        (answer(404), Exit.REFUSED),
        (behind(answer(405)), Exit.REFUSED),
    ],
)
def test_what_waiting_cannot_mend_has_its_code(error: Exception, code: Exit) -> None:
    refusal = final(error)
    assert refusal is not None
    assert refusal.code is code
    assert refusal.sentence.endswith(".")


def test_a_page_that_forbids_is_told_from_discord_that_forbids() -> None:
    page, own = final(answer(403, PAGE)), final(answer(403))
    assert page is not None
    assert own is not None
    assert "Cloudflare" in page.sentence
    assert "developer portal" in own.sentence


def test_a_refusal_that_nobody_knows_is_told_with_its_status_and_its_code() -> None:
    refusal = final(answer(418, code=777))
    assert refusal is not None
    assert "(status 418, code 777)" in refusal.sentence


def test_what_is_neither_stays_unexpected() -> None:
    assert final(ValueError()) is None
    assert not passing(ValueError())


def test_what_discord_itself_refuses_is_told_from_a_page() -> None:
    assert reason_of(answer(400, code=30034)) is Reason.REFUSES
    assert reason_of(answer(400, PAGE)) is Reason.OTHER_PAGE


@pytest.mark.parametrize("reason", Reason)
def test_the_log_leaves_each_reason_whole(reason: Reason) -> None:
    assert redact(reason) == reason


def test_only_what_answered_is_left_in_peace_for_long() -> None:
    assert answered(answer(502))
    assert answered(behind(answer(502)))
    assert not answered(aiohttp.ClientConnectorError(_KEY, os_error(errno.ECONNREFUSED)))
    assert not answered(TimeoutError())


def test_the_pause_that_is_asked_for_is_read_whoever_asks() -> None:
    assert retry_after(answer(429, PAGE, pause="310")) == 310
    assert retry_after(behind(answer(429, JSON, pause="7"))) == 7
    assert retry_after(answer(429)) == 0
    assert retry_after(TimeoutError()) == 0


def test_further_attempts_come_after_each_pause_and_then_ever_after_the_last() -> None:
    assert list(islice(pauses((1.0, 5.0, 60.0)), 5)) == [1.0, 5.0, 60.0, 60.0, 60.0]
