"""A real PgBouncer before the PostgreSQL server of the tests, where the machine has one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

_PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
WITHOUT = pytest.mark.skipif(_PROGRAM is None, reason="there is no PgBouncer on this machine")


class Mode(StrEnum):
    """For how long a client has a connection to the server for itself."""

    SESSION = "session"
    TRANSACTION = "transaction"


@contextmanager
def pooler_to(
    url: str, mode: str, *, connections: int = 20, more: str = "", port: int = 5432
) -> Generator[str]:
    """Run a pooler as Debian ships it, with no setting in favour of the bot; give its URL."""
    assert _PROGRAM is not None
    parts = urlsplit(url)
    server = Path(parse_qs(parts.query)["host"][0])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)  # as root it runs as the server's user
        (folder / "pgbouncer.ini").write_text(
            "[databases]\n"
            f"* = host={server} port=5432 user=postgres\n"
            "[pgbouncer]\n"
            f"pool_mode = {mode}\nauth_type = any\ndefault_pool_size = {connections}\n"
            f"unix_socket_dir = {folder}\nlisten_port = {port}\nlogfile = {folder}/log\n{more}"
        )
        (folder / "pgbouncer.ini").chmod(0o644)
        as_other = ["-u", server.owner()] if os.geteuid() == 0 else []
        process = subprocess.Popen(  # noqa: S603 - nothing of it comes from outside
            [_PROGRAM, "-q", *as_other, folder / "pgbouncer.ini"]
        )
        try:
            while not (folder / f".s.PGSQL.{port}").exists():
                assert process.poll() is None, "PgBouncer did not start"
            yield f"postgresql://postgres:@{parts.path}?host={folder}&port={port}"
        finally:
            process.terminate()
            process.wait()
