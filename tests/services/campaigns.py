"""Campaigns with any id and any text, made from the shipped one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.config import Campaign, load
from bot.domain.clock import Clock
from bot.outreach import phrases
from bot.services import CampaignService
from tests.simulated import ROOT


@cache
def _shipped() -> Campaign:
    return load(ROOT / "config", phrases()).campaign


def campaign_of(
    id_: str,
    clock: Clock,
    *,
    version: str = "1",
    text: str = "I pledge.",
    tally: Mapping[str, Mapping[str, int]] | None = None,
) -> CampaignService:
    """Return a campaign whose text is in English alone, with the tally's rules or the defaults."""
    shipped = _shipped()
    pledge = type(shipped.pledge).model_validate({"version": version, "texts": {"en": text}})
    rules = type(shipped.tally).model_validate(tally or {})
    update = {"id": id_, "pledge": pledge, "tally": rules}
    return CampaignService(shipped.model_copy(update=update), clock)
