"""The doctor at the terminal: what is checked on this machine, or what the bot at work says."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator

import click
import discord

from bot.domain.clock import system_clock
from bot.exits import Exit
from bot.interactions.internals import api_address
from bot.interactions.permissions import REQUIRED_PERMISSIONS
from bot.outreach import phrases
from bot.services.doctor import DoctorContext, Finding, Mark, examine
from bot.services.doctor.live import ask
from bot.settings import Settings
from bot.terminal.configured import configured

_FROM_PORT = "PORT"


@click.command()
@click.option(
    "--live",
    is_flag=False,
    flag_value=_FROM_PORT,
    metavar="[URL]",
    help="Ask only the bot at work how it is: at PORT on this machine, or at an address.",
)
@configured
def doctor(settings: Settings, *, live: str | None) -> None:
    """Look at everything the bot relies on, and say what to mend; changes nothing."""
    if live is not None:
        findings = ask(settings, None if live == _FROM_PORT else live)
    else:
        findings = examine(settings, _context())
    if asyncio.run(_tell(findings)):
        click.echo("there is something to mend")
        sys.exit(Exit.DOCTOR)
    click.echo("nothing to mend")


def _context() -> DoctorContext:
    return DoctorContext(
        phrases=phrases(),
        permissions=REQUIRED_PERMISSIONS,
        names_of=lambda bits: [name for name, wanted in discord.Permissions(bits) if wanted],
        api=api_address(),
        clock=system_clock,
    )


async def _tell(findings: AsyncIterator[Finding]) -> int:
    """Print findings as they come; return how many are to be mended."""
    to_mend = 0
    async for finding in findings:
        click.echo(str(finding))
        to_mend += finding.mark is Mark.MEND
    return to_mend
