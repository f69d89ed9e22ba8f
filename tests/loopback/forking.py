"""Starts processes of the bot as forks of one that has read all: each costs two seconds less.

`python -m tests.loopback.forking SOCKET` is that one. It runs no thread and only what is
the same in every process, so a fork is what `python -m` would have become, only sooner.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
_serving: list[str] = []
"""The address of the process to fork, while there is one."""


def environment() -> dict[str, str]:
    """Return what every process of the bot finds set: nothing that is this machine's own."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return {**kept, "PYTHONPATH": str(REPOSITORY)}


@contextmanager
def forking() -> Generator[None]:
    """Let the bots of the block be forks, where the system can: elsewhere they start anew."""
    if sys.platform != "linux":
        yield
        return
    with tempfile.TemporaryDirectory(prefix="forking-") as folder:
        address = f"{folder}/socket"
        command = [sys.executable, "-m", "tests.loopback.forking", address]
        with subprocess.Popen(  # noqa: S603 - our own interpreter
            command,
            cwd=REPOSITORY,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            _serving.append(address)
            try:
                yield
            finally:
                _serving.pop()
                process.stdin.close()  # it ends by that


def available() -> bool:
    """Whether a bot can be a fork."""
    return bool(_serving)


class Fork:
    """One forked process, to be used like asyncio's own `Process`."""

    def __init__(
        self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._writer = writer
        self._ended = asyncio.create_task(self._end(reader))

    @classmethod
    async def start(
        cls, arguments: Sequence[str], folder: Path, settings: Mapping[str, str], log: Path
    ) -> Fork:
        """Start `python -m MODULE …` in a folder, with its streams in a file."""
        python, option, module, *rest = arguments
        assert (python, option) == (sys.executable, "-m"), arguments
        reader, writer = await asyncio.open_unix_connection(_serving[-1])
        wanted = (module, rest, str(folder), dict(settings), str(log))
        writer.write(json.dumps(wanted).encode() + b"\n")
        return cls(int(await reader.readline()), reader, writer)

    async def _end(self, reader: asyncio.StreamReader) -> int:
        self.returncode = int(await reader.readline())
        self._writer.close()
        return self.returncode

    async def wait(self) -> int:
        """Wait until it has ended; return its exit code, or the signal's number below zero."""
        return await asyncio.shield(self._ended)

    def send_signal(self, sign: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, sign)

    def kill(self) -> None:
        """End it at this very moment."""
        self.send_signal(signal.SIGKILL)


def _nothing(*_: object) -> None:
    """Let a signal be only what wakes."""


class _Forks:
    """The side that forks: one process for each connection, whose end it tells there."""

    def __init__(self, address: str) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(address)
        self._listener.listen()
        self._running: dict[int, socket.socket] = {}
        self._woken, waking = os.pipe()
        os.set_blocking(waking, False)
        signal.set_wakeup_fd(waking)
        signal.signal(signal.SIGCHLD, _nothing)  # the system wakes nobody of a signal it drops

    def serve(self) -> tuple[str, list[str]] | None:
        """Fork until the input ends; in a fork, return the module to run and its arguments."""
        with selectors.DefaultSelector() as selector:
            for one in (sys.stdin, self._listener, self._woken):
                selector.register(one, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select()}
                if self._woken in ready:
                    os.read(self._woken, 4096)
                    self._tell_ends()
                if self._listener in ready and (found := self._fork()):
                    return found
                if sys.stdin in ready:
                    return None

    def _fork(self) -> tuple[str, list[str]] | None:
        assert threading.active_count() == 1
        connection, _ = self._listener.accept()
        with connection.makefile("rb") as asked:
            module, rest, folder, settings, log = json.loads(asked.readline())
        pid = os.fork()
        if pid:
            self._running[pid] = connection
            connection.sendall(f"{pid}\n".encode())
            return None
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for one in (connection, self._listener, *self._running.values()):
            one.close()
        with open(os.devnull, "rb") as nothing, open(log, "ab") as written:  # noqa: PTH123
            for stream, source in enumerate((nothing, written, written)):
                os.dup2(source.fileno(), stream)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(settings)
        sys.path[0] = folder
        return module, rest

    def _tell_ends(self) -> None:
        with suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return
                with self._running.pop(pid) as connection, suppress(BrokenPipeError):
                    connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def main(address: str) -> None:
    """Read the modules of the bot and the campaign that most tests carry, say so, and fork."""
    from bot.command_line import load, phrases
    from bot.domain.verify import Verifier
    from tests.pure import find_once

    find_once()
    Verifier(load(REPOSITORY / "config", phrases()).letter)
    forks = _Forks(address)
    gc.collect()
    gc.freeze()  # or each fork would walk, and by that copy, all that was read
    print("ready", flush=True)  # noqa: T201
    wanted = forks.serve()
    if wanted is not None:
        module, rest = wanted
        sys.argv = [module, *rest]
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1])
