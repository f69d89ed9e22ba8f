"""The scripted visit proves what it tells: it fails when what it tells does not come true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.pledges import Signed
from bot.domain.tallies import Counts, Tally
from bot.exits import Exit
from bot.interactions.response import Response
from bot.rehearsal import play_script
from bot.rehearsal.stage import Stage
from bot.rehearsal.visit import UnexpectedError, Visit, expect
from bot.services import PledgeService, TallyService

pytestmark = pytest.mark.sampled


async def test_the_visit_comes_out_as_told(config_root: Path) -> None:
    told: list[str] = []
    assert await play_script(config_root=config_root, say=told.append) == 0
    transcript = "\n".join(told)
    assert transcript.endswith("Every step came out as told.")
    for line in (
        "Maya presses [I pledge]",
        "→ pledges stored: 10, published number: 0 (the difference waits)",
        "→ pledges stored: 9, published number: 10 (the difference waits)",
        "only Maya sees:",
        "| As of ",
        "| The tally now stands in this channel.",
        "→ askmoreofhim-members-",
        "| - @Sam, in the hour from ",
    ):
        assert line in transcript


async def test_the_visit_reads_the_same_each_time_but_for_the_clock(config_root: Path) -> None:
    first: list[str] = []
    second: list[str] = []
    await play_script(config_root=config_root, say=first.append)
    await play_script(config_root=config_root, say=second.append)
    assert [_timeless(line) for line in first] == [_timeless(line) for line in second]


def _timeless(line: str) -> str:
    timed = " UTC" in line or "discord.com/channels/" in line  # a message's id holds its time
    return "a line with a time" if timed else line


async def found_out(config_root: Path) -> str:
    """Return what a visit told that did not come out."""
    told: list[str] = []
    assert await play_script(config_root=config_root, say=told.append) == Exit.REHEARSAL
    return "\n".join(told)


async def test_a_bot_that_says_signed_and_keeps_nothing_is_found_out(
    config_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = PledgeService.sign

    async def sign_and_forget(
        self: PledgeService, *, user_id: int, guild_id: int, **shown: Any
    ) -> Signed:
        signed = await sign(self, user_id=user_id, guild_id=guild_id, **shown)
        await self.withdraw(user_id=user_id, guild_id=guild_id, everywhere=True)
        return signed

    monkeypatch.setattr(PledgeService, "sign", sign_and_forget)
    assert "✗ Maya's pledge should be stored" in await found_out(config_root)


@pytest.mark.parametrize(
    "rules", ["at_least: 1, every_minutes: 0", "at_least: 20, every_minutes: 90"]
)
async def test_the_visit_comes_out_by_the_rules_of_another_campaign(
    config_root: Path, rules: str
) -> None:
    campaign = config_root / "campaign.yaml"
    shipped = "publish: {at_least: 3, every_minutes: 10}"
    assert shipped in campaign.read_text()
    campaign.write_text(campaign.read_text().replace(shipped, f"publish: {{{rules}}}"))
    told: list[str] = []
    assert await play_script(config_root=config_root, say=told.append) == 0, told[-3:]


async def test_a_number_that_is_not_the_published_one_is_found_out(
    config_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = TallyService.show

    async def show_one_more(self: TallyService, *, guild_id: int | None) -> Tally:
        shown = await show(self, guild_id=guild_id)
        return replace(shown, campaign=Counts(shown.campaign.counted + 1))

    monkeypatch.setattr(TallyService, "show", show_one_more)
    assert "✗ the published number should be 0, and is 1" in await found_out(config_root)


async def test_a_bot_that_publishes_nothing_is_found_out(
    config_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_: TallyService) -> None:
        return

    monkeypatch.setattr(TallyService, "publish_due", nothing)
    assert "✗ the published number should be 10, and is 0" in await found_out(config_root)


async def test_a_bot_that_is_silent_is_found_out(
    config_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(self: Response, *_: object, **__: object) -> None:
        return

    monkeypatch.setattr(Response, "show", silent)
    assert "✗ the bot did not answer" in await found_out(config_root)


async def test_a_missing_button_names_those_that_are_there(stage: Stage) -> None:
    played = Visit(stage, lambda _: None)
    hub = await played.type("maya", "campaign")
    expected = (
        r"amh:pledge:sign:\+campaign, amh:letter:open:\+campaign, amh:resources:open, "
        r"amh:pledge:mine:\+campaign"
    )
    with pytest.raises(UnexpectedError, match=expected):
        hub.control("amh:nothing:here")


def test_a_fact_that_holds_is_no_news() -> None:
    expect(True, "never said")
    with pytest.raises(UnexpectedError, match="said"):
        expect(False, "said")
