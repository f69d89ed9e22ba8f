"""`python -m bot moderation`: what is checked and set aside in each server, in counts alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

import click

from bot.config import load
from bot.db import OfServer, checked_in
from bot.domain.moderation.cases import in_steps
from bot.domain.moderation.holding import AsideReason, HoldReason
from bot.domain.pledges import State
from bot.outreach import phrases
from bot.settings import Settings
from bot.terminal.configured import configured

_STATES: Final = {State.HELD: "being checked", State.SET_ASIDE: "set aside"}
_REASONS: Final[dict[int, str]] = {
    HoldReason.NEW_ACCOUNT: "new accounts",
    HoldReason.JUST_JOINED: "signed moments after joining",
    HoldReason.MANY_AT_ONCE: "many in one hour",
    AsideReason.RAID: "looked like a raid",
    AsideReason.SEVERAL_ACCOUNTS: "several accounts of one person",
    AsideReason.AUTOMATED: "looked automated",
    AsideReason.OTHER: "another reason",
}


@click.command()
@configured
def moderation(settings: Settings) -> None:
    """Show what is being checked and set aside in each server: counts, and no people."""
    configuration = load(settings.campaign_config, phrases())
    url = settings.database_url.get_secret_value()
    found = asyncio.run(checked_in(url, campaign_id=configuration.campaign.id))
    for line in told(found):
        click.echo(line)


def told(found: Sequence[OfServer]) -> Iterator[str]:
    """Yield what is checked and set aside, server by server, in steps of five.

    A server is named by the beginning of its code: which one that is, its moderators know.
    """
    if not found:
        yield "nothing is being checked, and nothing is set aside"
    for server, ones in groupby(found, lambda one: one.server):
        yield f"server {server.hex()[:8]}"
        for one in ones:
            people = in_steps(one.people)
            size = f"at least {people:,}" if people else "fewer than 5"
            why = _REASONS.get(one.reason, "reason not kept")
            yield f"  {_STATES[one.state]}, {why}: {size}"
