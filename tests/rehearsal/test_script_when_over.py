"""Of a campaign that is over the script plays what stays, and finds out where it would not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.exits import Exit
from bot.rehearsal import play_script
from bot.services.campaign import CampaignService
from tests.rehearsal.test_script import found_out


async def test_of_a_campaign_that_is_over_what_stays_is_rehearsed_and_the_rest_named(
    config_root: Path,
) -> None:
    campaign = config_root / "campaign.yaml"
    text = campaign.read_text()
    assert "  launched: 2018-03-02\n" in text
    closed = "  launched: 2018-03-02\n  closes: 2018-03-04\n"
    campaign.write_text(text.replace("  launched: 2018-03-02\n", closed))
    told: list[str] = []
    assert await play_script(config_root=config_root, say=told.append) == Exit.OK, told[-3:]
    transcript = "\n".join(told)
    over = transcript.index("This campaign closed on 2018-03-04")
    assert over < transcript.index("1. A moderator shares the campaign")
    assert "about signatures cannot be rehearsed" in transcript
    assert "| This campaign closed on 4 March 2018." in transcript
    assert "[I pledge]" not in transcript
    assert "4. Elif reads the letter" in transcript
    assert transcript.endswith("Every step came out as told.")


async def test_a_campaign_that_is_over_and_still_takes_signatures_is_found_out(
    config_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = config_root / "campaign.yaml"
    opened = "  launched: 2018-03-02\n"
    campaign.write_text(campaign.read_text().replace(opened, f"{opened}  closes: 2018-03-04\n"))

    def open_still(_: CampaignService) -> None:
        """Refuse nobody."""

    monkeypatch.setattr(CampaignService, "must_be_open", open_still)
    assert "✗ nobody should be able to sign any more" in await found_out(config_root)
