"""Starts the command line; who stops it while it is still being imported is heard as well."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType


def _stop_at_once(sign: int, frame: FrameType | None) -> None:
    """End before anything has begun: `run` as it was asked to, any other command undone."""
    del sign, frame
    os._exit(0 if sys.argv[1:2] == ["run"] else 130)


def _announce_start(arguments: list[str]) -> None:
    """Say it to who starts a rehearsal, apart from what it prints: it may be the first they try."""
    if arguments[:1] == ["rehearse"] and not {"-h", "--help"}.intersection(arguments):
        sys.stderr.write("Loading the bot; this takes some seconds.\n")


if __name__ == "__main__":
    # The first process of a container has no handler of the system's own, and importing all the
    # rest takes a second; what must hold then is this short.
    signal.signal(signal.SIGTERM, _stop_at_once)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop_at_once)
    _announce_start(sys.argv[1:])

from bot.command_line import main  # noqa: E402 - only now, see above

if __name__ == "__main__":
    if signal.getsignal(signal.SIGINT) is _stop_at_once:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    main(prog_name="python -m bot")
