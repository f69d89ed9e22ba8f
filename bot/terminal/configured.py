"""What every command of the operator begins and ends with: settings, log, and refusals in words."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import click

from bot.exits import CannotStart, Exit
from bot.log import set_up
from bot.running import prepare_process, sigterm_as_ctrl_c
from bot.settings import LogFormat, Settings, load_settings
from bot.terminal.plain_signs import write_plainly

P = ParamSpec("P")
T = TypeVar("T")


def configured(
    command: Callable[Concatenate[Settings, P], T],
) -> Callable[P, T]:
    """Hand the settings to a command, set the log up by them, and word every refusal."""

    @wraps(command)
    def run_it(*args: P.args, **kwargs: P.kwargs) -> T:
        set_up(level="info", as_json=False)  # whatever is wrong before the settings are known
        try:
            prepare_process()
            write_plainly()
            settings = load_settings()
            set_up(level=settings.log_level, as_json=settings.log_format is LogFormat.JSON)
            with sigterm_as_ctrl_c():
                return command(settings, *args, **kwargs)
        except CannotStart as refusal:
            click.echo(refusal.sentence, err=True)
            sys.exit(refusal.code)
        except KeyboardInterrupt:
            click.echo("Stopped before it was done: repeat the command.", err=True)
            sys.exit(Exit.STOPPED)

    return run_it
