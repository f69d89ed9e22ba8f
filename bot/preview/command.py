"""`python -m bot preview`: writes the page, says where it is, and opens it where one can look."""

from __future__ import annotations

import asyncio
import os
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from bot.config import Configuration, load
from bot.domain.clock import system_clock
from bot.exits import CannotStart, Exit
from bot.messages import Messages
from bot.outreach import phrases
from bot.pictures import Pictures
from bot.preview.content import entries, texts_alone
from bot.preview.page import BEGINNING, Contents, page
from bot.settings import Settings
from bot.terminal.browser import browser_is_likely
from bot.terminal.configured import configured
from bot.terminal.languages import Language

OUT: Final = Path("preview.html")

_PATIENCE: Final = 15.0
"""Seconds for one picture: nobody waits in Discord for these."""


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--locale",
    "locales",
    multiple=True,
    type=Language(),
    metavar="CODE",
    help="Show this language alone, for example pt-BR; can be given several times.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=OUT,
    show_default=True,
    help="The file to write.",
)
@click.option("--open/--no-open", "opens", default=None, help="Open it in a browser, or do not.")
@configured
def preview(
    settings: Settings,
    *,
    folder: Path | None,
    locales: tuple[str, ...],
    out: Path,
    opens: bool | None,
) -> None:
    """Write every card and picture in every language to one page that your browser can show.

    FOLDER holds a campaign; without it, it is the one of CAMPAIGN_CONFIG.
    """
    configuration = load(folder or settings.campaign_config, phrases())
    _must_be_free(out)
    click.echo("drawing every card and picture ...")
    html = asyncio.run(_page(configuration, locales))
    _write(out, html)
    address = out.resolve().as_uri()
    click.echo(f"the preview is written: {address}")
    if opens is None:
        opens = browser_is_likely(os.environ, sys.platform, interactive=sys.stdout.isatty())
    if opens and not _opened(address):
        click.echo("No browser could be opened: open this address in one.")


async def _page(configuration: Configuration, locales: Sequence[str]) -> str:
    now, pictures = system_clock(), Pictures(limit=_PATIENCE)
    beside = () if locales else texts_alone(configuration)
    locales = locales or configuration.languages
    try:
        found = await entries(configuration, locales, now=now, draw=pictures.draw, beside=beside)
    finally:
        await pictures.close()
    messages = Messages.of(configuration)
    return page(Contents(configuration, messages, locales, found, now, beside))


def _must_be_free(out: Path) -> None:
    """Check that the page can be written there, before it is made, and that no file is lost.

    Raises:
        CannotStart: when there is no such folder, or a file that is no preview.
    """
    try:
        with out.open("rb") as file:
            is_preview = file.read(len(BEGINNING)) == BEGINNING.encode("ascii")
    except OSError as failure:
        if isinstance(failure, FileNotFoundError) and out.parent.is_dir():
            return
        raise _cannot_write(out, failure) from None
    if not is_preview:
        sentence = f"{out} is there already and is no preview: name another file with --out."
        raise CannotStart(sentence, Exit.CONFIGURATION)


def _write(out: Path, html: str) -> None:
    try:
        out.write_text(html, encoding="utf-8", errors="replace")
    except OSError as failure:
        raise _cannot_write(out, failure) from None


def _cannot_write(out: Path, failure: OSError) -> CannotStart:
    sentence = f"{out} cannot be written ({failure.strerror}): name another file with --out."
    return CannotStart(sentence, Exit.CONFIGURATION)


def _opened(address: str) -> bool:
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
