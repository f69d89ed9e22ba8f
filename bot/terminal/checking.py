"""`python -m bot check`: the faults of the configuration, and what is worth a look."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.config import attention, load, misnamed, speaking, undrawable, untranslated
from bot.domain.clock import day_of, system_clock
from bot.outreach import phrases
from bot.pictures import sign_without_font
from bot.services.texts import refuse_changed_texts
from bot.settings import Settings
from bot.terminal.configured import configured
from bot.terminal.lacking import lacking_words
from bot.terminal.languages import Language


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--locale",
    type=Language(),
    metavar="CODE",
    help="List what a language still lacks, for example pt-BR.",
)
@configured
def check(settings: Settings, *, folder: Path | None, locale: str | None) -> None:
    """Check a campaign: every fault as file:line:column, or that it is valid.

    FOLDER holds a campaign; without it, it is the one of CAMPAIGN_CONFIG.
    """
    folder = folder or settings.campaign_config
    configuration = load(folder, phrases())
    unknown = asyncio.run(refuse_changed_texts(settings, configuration))
    click.echo("configuration is valid")
    remarks = attention(folder, day_of(system_clock()))
    remarks += undrawable(folder, sign_without_font, phrases())
    remarks += misnamed(configuration, phrases())
    remarks += untranslated(configuration)
    for remark in sorted(remarks):
        click.echo(str(remark))
    if unknown:
        click.echo(unknown)
    if locale is None:
        return
    for line in lacking_words(speaking(configuration, locale, phrases()), locale):
        click.echo(line)
