"""Campaigns with any id and any text, made from the shipped one."""

from __future__ import annotations

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
    id_: str, clock: Clock, *, version: str = "1", text: str = "I pledge."
) -> CampaignService:
    """Return a campaign whose text is in English alone."""
    shipped = _shipped()
    pledge = type(shipped.pledge).model_validate({"version": version, "texts": {"en": text}})
    return CampaignService(shipped.model_copy(update={"id": id_, "pledge": pledge}), clock)
