"""`python -m bot new FOLDER`: asks what a campaign needs, and writes its folder."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import click
from babel import Locale

from bot.config import load, missing
from bot.config.messages import MESSAGES
from bot.domain.clock import day_of, system_clock
from bot.exits import CannotStart, Exit, typed
from bot.messages import Messages
from bot.new_campaign.answers import (
    CARRIED,
    Answers,
    Unfit,
    languages_from,
    name_from,
    pledge_from,
)
from bot.new_campaign.folder import must_be_free, write
from bot.outreach import phrases
from bot.settings import Settings
from bot.terminal.configured import configured

T = TypeVar("T")

_NOTHING: Final = "Nothing was written."
_YES: Final = frozenset(["y", "yes", "j", "ja", "o", "oui", "s", "si", "sí", "sim"])
_NO: Final = frozenset(["", *["n", "no", "nein", "non", "não", "nao"]])


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="What people call the campaign.")
@click.option("--languages", help="Its languages, the own first, such as en,es.")
@click.option("--pledge", help="The words that people sign.")
@click.option(
    "--with",
    "carried",
    multiple=True,
    type=click.Choice([*CARRIED, "nothing"]),
    help="What it has besides the pledge; can be given several times.",
)
@configured
def new(
    settings: Settings,
    *,
    folder: Path,
    name: str | None,
    languages: str | None,
    pledge: str | None,
    carried: tuple[str, ...],
) -> None:
    """Write the FOLDER of a new campaign, ready to be rehearsed; asks for what no option says."""
    del settings
    must_be_free(folder)
    asked = _Asking(everything_given=None not in (name, languages, pledge) and bool(carried))
    answers = Answers(
        name=asked.for_("Name of the campaign", name_from, name),
        languages=asked.for_("Languages, your own first", languages_from, languages, default="en"),
        carried=asked.what_to_carry(carried),
        pledge=asked.for_(
            "What people sign (one line here; more lines later, in the file)", pledge_from, pledge
        ),
        today=day_of(system_clock()),
        folder=folder.resolve().name,
    )
    write(folder, answers, phrases())
    _tell(folder, answers)


class _Asking:
    """Takes what an option says, and asks for the rest as long as there is somebody to ask."""

    def __init__(self, *, everything_given: bool) -> None:
        if not everything_given:
            click.echo("A new campaign. Everything can be changed later, in its folder.\n")

    def for_(
        self,
        question: str,
        read: Callable[[str], T],
        given: str | None,
        *,
        default: str | None = None,
    ) -> T:
        """Return what an option says, or what is answered; what does not fit is asked again.

        Raises:
            CannotStart: an option does not fit, or nobody answers.
        """
        if given is not None:
            try:
                return read(given)
            except Unfit as why:
                raise CannotStart(f"{_sentence(why)} {_NOTHING}", Exit.CONFIGURATION) from None
        while True:
            try:
                return read(self._answer(question, default))
            except Unfit as why:
                click.echo(f"  {_sentence(why)}")

    def what_to_carry(self, given: tuple[str, ...]) -> tuple[str, ...]:
        """Return the files that the campaign has besides its own."""
        if given:
            return tuple(one for one in CARRIED if one in given)
        return tuple(one for one, what in CARRIED.items() if self._agrees(f"Have {what}?"))

    def _answer(self, question: str, default: str | None) -> str:
        def prompt() -> str:
            return click.prompt(question, default=default or "", show_default=bool(default))

        return self._asked(prompt)

    def _agrees(self, question: str) -> bool:
        def agreement(answer: str) -> bool:
            word = answer.strip().casefold()
            if word not in _YES | _NO:
                raise Unfit("please answer y for yes or n for no; Enter alone is no")
            return word in _YES

        return self.for_(f"{question} (y/n)", agreement, None, default="n")

    @staticmethod
    def _asked(ask: Callable[[], T]) -> T:
        try:
            return ask()
        except click.Abort:
            click.echo()
            if sys.stdin.isatty():
                raise CannotStart(_NOTHING, Exit.STOPPED) from None
            sentence = "There is nobody to ask: give --name, --languages, --pledge and --with."
            raise CannotStart(f"{sentence} {_NOTHING}", Exit.CONFIGURATION) from None


def _sentence(why: Unfit) -> str:
    said = str(why)
    return f"{said[:1].upper()}{said[1:]}."


def _written(folder: Path) -> tuple[str, str]:
    """Return a folder as it is typed, and what to type before a command that is to use it."""
    if sys.platform == "win32":  # as PowerShell has it
        path = "'" + str(folder).replace("'", "''") + "'"
        return path, f"$env:CAMPAIGN_CONFIG = {path}; "
    path = shlex.quote(str(folder))
    return path, f"CAMPAIGN_CONFIG={path} "


def _tell(folder: Path, answers: Answers) -> None:
    """Say what was written, and the next steps as they can be copied."""
    path, chosen = _written(folder)
    there = ", ".join(f"{one}.yaml" for one in ("campaign", *answers.carried))
    click.echo(f"\n{folder} is written: {there}. It can be rehearsed as it is:\n")
    for about, command in (
        ("try it in your browser", f"{chosen}{typed('rehearse')}"),
        ("see every card", typed(f"preview {path}")),
        ("after each change", typed(f"check {path}")),
    ):
        click.echo(f"  {about}:\n    {command}")
    click.echo(
        f"\nEverything is stored under its id, {answers.id}: change it now if you like, in "
        f"{folder / 'campaign.yaml'}.\nOnce people have signed, it stays."
    )
    configuration = load(folder, phrases())
    for locale in answers.languages:
        if lacking := len(missing(configuration, locale)):
            language = Locale.parse(locale, sep="-").english_name
            told = Messages.of(configuration).instead_of(locale)
            instead = Locale.parse(told, sep="-").english_name
            click.echo(
                f"\nOf the bot’s own sentences {lacking} are not in {language} yet: they are said "
                f"in {instead}.\nWrite yours into {folder / MESSAGES / f'{locale}.yaml'}; this "
                f"lists them:\n    {typed(f'check {path} --locale {locale}')}"
            )
