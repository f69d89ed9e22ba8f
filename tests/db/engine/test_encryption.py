"""A connection is encrypted, and its certificate judged, as the address says; else it is told."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.db import open_database
from bot.db.maintenance.inspect import inspect_store
from bot.exits import CannotStart, Exit
from bot.log.vetting import vetted
from tests.certificates import self_signed
from tests.db.engine.pooler import WITHOUT, Mode, pooler_to
from tests.db.fixtures import PostgresForTests
from tests.ports import free_port


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that no authority of this system has signed; with its key."""
    return self_signed(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def encrypted(postgres: PostgresForTests, certificate: Path) -> Generator[str]:
    """The address, without words, of a server that takes encrypted connections alone."""
    port = free_port()
    url = postgres.url("postgres")
    place = urlsplit(url)
    handed_over = Path(place.query.removeprefix("host=")) / f"tls-for-tests-{os.getpid()}"
    handed_over.write_text(certificate.read_text())
    handed_over.chmod(0o644)
    more = (
        "listen_addr = 127.0.0.1\nclient_tls_sslmode = require\n"
        f"client_tls_cert_file = {handed_over}\nclient_tls_key_file = {handed_over}\n"
    )
    with pooler_to(url, Mode.SESSION, more=more, port=port):
        yield f"postgres://postgres:hunter2@localhost:{port}{place.path}"
    handed_over.unlink()


async def sentence(url: str) -> str:
    with pytest.raises(CannotStart) as refused:
        await inspect_store(url)
    assert refused.value.code is Exit.DATABASE
    assert "hunter2" not in refused.value.sentence
    return refused.value.sentence


@WITHOUT
@pytest.mark.parametrize(
    "words",
    [
        "sslmode=require",
        "sslmode=prefer",
        "sslmode=no-verify",
        "ssl=true",
        "ssl=no-verify",
        "sslmode=verify-full&sslrootcert={own}",
        "sslmode=verify-ca&sslrootcert={own}",
    ],
)
async def test_it_connects_in_every_form(encrypted: str, certificate: Path, words: str) -> None:
    found = await inspect_store(f"{encrypted}?{words.format(own=certificate)}")
    assert found is not None
    assert found.engine.startswith("PostgreSQL")


@WITHOUT
@pytest.mark.parametrize(
    "words",
    ["sslmode=verify-full", "sslmode=verify-full&sslrootcert=system", "sslrootcert=system"],
)
async def test_a_certificate_that_nobody_known_signed_is_called_that(
    encrypted: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert "certificate of the database server cannot be verified" in await sentence(
        f"{encrypted}?{words}"
    )


@WITHOUT
async def test_an_own_authority_in_the_users_folder_is_taken_without_being_named(
    encrypted: str, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".postgresql").mkdir()
    shutil.copy(certificate, tmp_path / ".postgresql/root.crt")
    assert await inspect_store(f"{encrypted}?sslmode=verify-full") is not None


@WITHOUT
async def test_a_certificate_for_another_name_is_called_that(
    encrypted: str, certificate: Path
) -> None:
    url = encrypted.replace("localhost", "127.0.0.1")
    said = await sentence(f"{url}?sslmode=verify-full&sslrootcert={certificate}")
    assert "made out to another name" in said


async def test_a_certificate_file_that_is_not_there_is_called_that() -> None:
    url = "postgres://ada:hunter2@127.0.0.1:1/name?sslmode=verify-full&sslrootcert=/none/at/all"
    assert "A file that DATABASE_URL names (sslrootcert" in await sentence(url)


@pytest.mark.parametrize(
    "words", ["sslrootcert={}", "sslrootcert={}&sslmode=verify-ca", "sslcert={}&sslkey={}"]
)
async def test_a_certificate_file_that_holds_none_is_called_that(
    tmp_path: Path, words: str
) -> None:
    (tmp_path / "letter.txt").write_text("Dear all, this is not a certificate.")
    named = words.format(*2 * [tmp_path / "letter.txt"])
    said = await sentence(f"postgres://ada:hunter2@127.0.0.1:1/name?sslmode=verify-full&{named}")
    assert "holds no certificate or key" in said


async def test_a_server_that_does_not_encrypt_is_called_that() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(8)
        writer.write(b"N")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        said = await sentence(f"postgres://ada:hunter2@127.0.0.1:{port}/name?sslmode=require")
    assert "takes no encrypted connection" in said


@pytest.mark.parametrize("asked", [0, 8])
async def test_what_closes_the_connection_at_once_is_not_said_to_be_a_server(asked: int) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(asked)
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        said = await sentence(f"postgres://ada:hunter2@127.0.0.1:{port}/name?sslmode=require")
    assert "does not answer" in said or "something before it closes the connection" in said


async def test_of_several_hosts_the_first_that_answers_is_taken(postgresql_url: str) -> None:
    place = urlsplit(postgresql_url)
    folder = place.query.removeprefix("host=")
    several = f"postgres://postgres:@{place.path}?host=127.0.0.1,/none,{folder}&port=1,2,5432"
    async with open_database(several, migrate=False):
        pass
    assert "does not answer" in await sentence("postgres://ada:hunter2@127.0.0.1:1,127.0.0.1:2/x")


async def test_an_unknown_word_is_left_out_with_a_warning(
    postgresql_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_database(f"{postgresql_url}&flavour=hunter2&schema=public", migrate=False):
        pass
    (warning,) = [record for record in caplog.records if record.levelname == "WARNING"]
    line = vetted(None, "", {"_record": warning})
    assert line["event"] == "DATABASE_URL has a word that is not known here and is left out"
    assert line["word"] == "flavour"
    assert "hunter2" not in str(line)


async def test_a_setting_that_the_server_does_not_know_is_called_that(postgresql_url: str) -> None:
    for words in ("options=-c%20flavour=hunter2", "schema=hunter2%00", "options=-c%20jit=%00"):
        assert "does not know a setting" in await sentence(f"{postgresql_url}&{words}")


async def test_a_search_path_is_where_the_tables_are(
    postgresql_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    for word in ("schema=nowhere", "options=-c%20search_path%3Dnowhere"):
        said = await sentence(f"{postgresql_url}&{word}")
        assert "The schema that DATABASE_URL names (schema= or search_path)" in said
        assert "CREATE SCHEMA IF NOT EXISTS" in said
