"""A language as an operator names it to a command."""

from __future__ import annotations

import click

from bot.config.locales import LOCALES, is_language
from bot.config.yaml.faults import did_you_mean


class Language(click.ParamType[str]):
    """The code of a language, such as pt-BR or ar."""

    name = "code"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code, or say that it is none, and which was probably meant."""
        if not is_language(value):
            self.fail(f"“{value}” is no language code{did_you_mean(value, LOCALES)}", param, ctx)
        return value
