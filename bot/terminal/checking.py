"""`python -m bot check`: the faults of the configuration, and what is worth a look."""

from __future__ import annotations

import asyncio

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
@click.option(
    "--locale",
    type=Language(),
    metavar="CODE",
    help="List what a language still lacks, for example pt-BR.",
)
@configured
def check(settings: Settings, *, locale: str | None) -> None:
    """Check the configuration: every fault as file:line:column, or that it is valid."""
    configuration = load(settings.campaign_config, phrases())
    folder = settings.campaign_config
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
