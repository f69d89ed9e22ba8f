"""One line a thing, on stderr, and never an id, a name or a token, whoever wrote the record."""

from __future__ import annotations

import json
import logging
import sys
import time
from dataclasses import asdict
from typing import Final, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, WrappedLogger

from bot.log.traces import LoggedError
from bot.log.uncaught import install_hooks, new_reference, watch_loop
from bot.log.vetting import FIELDS, OURS, is_ours, redact, vetted
from bot.log.waiting import Wait, told_when_slow

__all__ = [
    "FIELDS",
    "SafeHandler",
    "Wait",
    "new_reference",
    "redact",
    "set_up",
    "told_when_slow",
    "watch_loop",
]

_SPARED: Final = 600.0
"""Seconds for which what discord.py says with every attempt to connect is not said again."""
_HEARTBEAT: Final = 41.25
"""Seconds between two heartbeats, as Discord asks for them."""
_BLOCKED: Final = 10.0
"""Seconds after which discord.py says that a heartbeat cannot be sent."""
_NOT_TOLD: Final = (("discord.client", "__init__"), ("discord.shard", "launch_shard"))


def set_up(*, level: str, as_json: bool, stream: TextIO | None = None) -> None:
    """Send every record, warning and uncaught error of the process to one safe stream.

    `level` is for our own records; those of other libraries are shown from WARNING up, always.
    """
    handler = SafeHandler(stream or sys.stderr, as_json=as_json)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.render_to_log_kwargs],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    install_hooks()


class SafeHandler(logging.StreamHandler[TextIO]):
    """Writes records of ours at any level, and those of others from WARNING up, each vetted."""

    def __init__(self, stream: TextIO, *, as_json: bool) -> None:
        super().__init__(stream)
        self._repeated: dict[tuple[str, str], float] = {}
        self.addFilter(_is_for_the_log)
        self.addFilter(self._is_news)
        self.setFormatter(
            ProcessorFormatter(
                processors=[vetted, _as_json if as_json else _as_plain],
                use_get_message=False,
                pass_foreign_args=True,
            )
        )

    def _is_news(self, record: logging.LogRecord) -> bool:
        """Whether a record is no mere repetition: discord.py tells of each attempt to connect."""
        if record.name != "discord.shard":
            return True
        place, now = (record.name, record.funcName or ""), time.monotonic()
        if now - self._repeated.get(place, -_SPARED) < _SPARED:
            return False
        self._repeated[place] = now
        return True

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say that a line was lost; the standard library would print the record's arguments."""
        if isinstance(sys.exception(), OSError):
            return  # the stream itself is gone: there is nowhere left to say it
        self.stream.write(f"a log line of {redact(record.name)} could not be written\n")


def _is_for_the_log(record: logging.LogRecord) -> bool:
    """Whether a record is for the log: ours, or a warning of another library.

    discord.py warns of each rate limit it waits for. Such a line may follow a single look at the
    support page, of which nothing is written down, so only its errors are told. While a client is
    made, it warns that voice lacks its libraries; the campaign has no voice channel. Why a shard
    cannot be connected at the start is told in our words.
    """
    if (record.name, record.funcName) in _NOT_TOLD or _is_a_false_delay(record):
        return False
    answering = record.name.startswith(("discord.http", "discord.webhook"))
    least = logging.ERROR if answering else logging.WARNING
    return is_ours(record.name) or record.levelno >= least


def _is_a_false_delay(record: logging.LogRecord) -> bool:
    """Whether discord.py tells of a late answer to a heartbeat that was not late.

    It notes when a heartbeat was sent in a thread of its own. Where the answer is sooner than that
    thread, as on a short way, it counts from the heartbeat before: an interval too many. A true
    delay is never told as that long: it is counted from the latest heartbeat, which is younger,
    unless the process could send none, and then its own line says so (`heartbeat blocked`).
    """
    if (record.name, record.funcName) != ("discord.gateway", "ack"):
        return False
    seconds = record.args[-1] if isinstance(record.args, tuple) and record.args else None
    return isinstance(seconds, float) and _HEARTBEAT <= seconds < _HEARTBEAT + _BLOCKED


def _as_json(_logger: WrappedLogger, _method: str, line: EventDict) -> str:
    return json.dumps(line, ensure_ascii=False, default=asdict)


def _as_plain(_logger: WrappedLogger, _method: str, line: EventDict) -> str:
    """Render for eyes: when, how grave, who, what; then the fields; then the errors."""
    head = [f"{line.pop(key)}" for key in ("at", "level")]
    head.append(f"{line.pop('logger')}: {line.pop('event')}")
    errors: list[LoggedError] = line.pop("errors", [])
    fields = [f"{name}={_quoted(value)}" for name, value in line.items()]
    return " ".join([*head, *fields, *map(_plain_error, errors)])


def _quoted(value: object) -> str:
    text = str(value)
    return f'"{text}"' if " " in text else text


def _plain_error(error: LoggedError) -> str:
    codes = [f"{name}={value}" for name, value in error.codes.items()]
    came = " < ".join(error.frames) or "no frame"
    return " ".join([f"| {error.how} {error.type}", *codes, f"at {came}"])
