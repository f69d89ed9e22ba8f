"""A language as an operator names it to a command."""

from __future__ import annotations

import click

from bot.config.locales import is_language
from bot.config.yaml.language_names import code_meant


class Language(click.ParamType[str]):
    """The code of a language, such as pt-BR or ar."""

    name = "code"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code, or say that it is none, and which was probably meant."""
        if not is_language(value):
            self.fail(f"“{value}” is no language code{code_meant(value)}", param, ctx)
        return value
