"""The scripted visit proves what it tells: it fails when what it tells does not come true."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.pledges import Signed
from bot.exits import Exit
from bot.interactions.response import Response
from bot.rehearsal import play_script
from bot.rehearsal.script import UnexpectedError, Visit, expect
from bot.rehearsal.stage import Stage
from bot.services import PledgeService


async def test_the_visit_comes_out_as_told(config_root: Path) -> None:
    told: list[str] = []
    assert await play_script(config_root=config_root, say=told.append) == 0
    transcript = "\n".join(told)
    assert transcript.endswith("Every step came out as told.")
    for line in ("Maya presses [I pledge]", "→ the store counts 2", "only Maya sees:"):
        assert line in transcript


async def test_the_visit_reads_the_same_each_time_but_for_the_clock(config_root: Path) -> None:
    first: list[str] = []
    second: list[str] = []
    await play_script(config_root=config_root, say=first.append)
    await play_script(config_root=config_root, say=second.append)
    assert [_timeless(line) for line in first] == [_timeless(line) for line in second]


def _timeless(line: str) -> str:
    return "a line with a time" if " UTC" in line else line


async def test_a_bot_that_says_signed_and_keeps_nothing_is_found_out(
    config_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = PledgeService.sign

    async def sign_and_forget(
        self: PledgeService, *, user_id: int, guild_id: int, **shown: str
    ) -> Signed:
        signed = await sign(self, user_id=user_id, guild_id=guild_id, **shown)
        await self.withdraw(user_id=user_id, guild_id=guild_id, everywhere=True)
        return signed

    monkeypatch.setattr(PledgeService, "sign", sign_and_forget)
    told: list[str] = []
    assert await play_script(config_root=config_root, say=told.append) == Exit.REHEARSAL
    assert "✗ Maya's pledge should be stored" in "\n".join(told)


async def test_a_bot_that_is_silent_is_found_out(
    config_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(self: Response, *_: object, **__: object) -> None:
        return

    monkeypatch.setattr(Response, "show", silent)
    told: list[str] = []
    assert await play_script(config_root=config_root, say=told.append) == Exit.REHEARSAL
    assert "✗ the bot did not answer" in "\n".join(told)


async def test_a_closed_campaign_is_named_as_the_reason(config_root: Path, tmp_path: Path) -> None:
    campaign = config_root / "campaign.yaml"
    text = campaign.read_text()
    assert "  launched: 2018-03-02\n" in text
    closed = "  launched: 2018-03-02\n  closes: 2018-03-04\n"
    campaign.write_text(text.replace("  launched: 2018-03-02\n", closed))
    told: list[str] = []
    assert await play_script(config_root=config_root, say=told.append) == Exit.REHEARSAL
    assert "no signatures today" in "\n".join(told)


async def test_a_missing_button_names_those_that_are_there(stage: Stage) -> None:
    played = Visit(stage, lambda _: None)
    hub = await played.type("maya", "campaign")
    expected = "amh:pledge:sign, amh:letter:open, amh:resources:open, amh:pledge:mine"
    with pytest.raises(UnexpectedError, match=expected):
        hub.button("amh:nothing:here")


def test_a_fact_that_holds_is_no_news() -> None:
    expect(True, "never said")
    with pytest.raises(UnexpectedError, match="said"):
        expect(False, "said")
