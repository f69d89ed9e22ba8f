"""One line a thing, on stderr, and never an id, a name or a token, whoever wrote the record."""

from __future__ import annotations

import json
import logging
import sys
import time
from dataclasses import asdict
from typing import TextIO

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, WrappedLogger

from bot.log.of_discord import SPARED, is_needless, least_level, repeated
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
        """Whether a record is no mere repetition."""
        place, now = repeated(record), time.monotonic()
        if place is None:
            return True
        if now - self._repeated.get(place, -SPARED) < SPARED:
            return False
        self._repeated[place] = now
        return True

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say that a line was lost; the standard library would print the record's arguments."""
        if isinstance(sys.exception(), OSError):
            return  # the stream itself is gone: there is nowhere left to say it
        self.stream.write(f"a log line of {redact(record.name)} could not be written\n")


def _is_for_the_log(record: logging.LogRecord) -> bool:
    """Whether a record is for the log: ours, or a warning of another library that is of use."""
    if is_ours(record.name):
        return True
    return record.levelno >= least_level(record) and not is_needless(record)


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
