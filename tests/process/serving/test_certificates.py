"""A certificate of Discord's that fails is told as that, by the bot and by the doctor."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.services.doctor.discord_side import Wanted, examine
from bot.unreachable import Reason
from tests.certificates import self_signed
from tests.loopback.server import Discord
from tests.process.serving.test_running import starting

UNTRUSTED = "its certificate is not one that this machine trusts"


@asynccontextmanager
async def encrypted(certificate: Path) -> AsyncGenerator[str]:
    """Give the address of a server with this certificate, which nobody gets past."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = await asyncio.start_server(
        lambda _, writer: writer.close(), "localhost", 0, ssl=context
    )
    async with server:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize("at", ["login", "gateway"])
async def test_the_bot_says_that_it_is_the_certificate(
    loopback: Discord, place: Path, tmp_path: Path, at: str
) -> None:
    async with encrypted(self_signed(tmp_path)) as url:
        elsewhere = {"Location": url}
        if at == "gateway":
            loopback.answer_with_a_page("GET", "/gateway/bot", 307, headers=elsewhere, times=9)
        async with starting(loopback, place, api=url if at == "login" else None) as bot:
            await loopback.wait((place / "log").exists)
            await loopback.wait(lambda: UNTRUSTED in bot.log, timeout=60)
            await bot.stop()
    assert Reason.OTHER_PAGE not in bot.log


async def test_the_doctor_says_it_too(tmp_path: Path) -> None:
    async with encrypted(self_signed(tmp_path)) as url:
        seen = await examine("the-token", Wanted(0, lambda _: []), base=url)
    assert UNTRUSTED in str(seen.findings)
