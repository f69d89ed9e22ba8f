from __future__ import annotations

from datetime import date

import pytest

from bot.config import attention
from tests.config.folder import Folder

TODAY = date(2026, 11, 26)


def remarks(folder: Folder, rules: str) -> list[str]:
    path = folder.root / "campaign.yaml"
    path.write_text(path.read_text(encoding="utf-8") + rules, encoding="utf-8")
    return [str(one) for one in attention(folder.root, TODAY) if one.path.endswith("campaign.yaml")]


def test_the_defaults_give_nobody_away(folder: Folder) -> None:
    assert remarks(folder, "") == []
    assert remarks(folder, "\ntally: {publish: {every_minutes: 30}}\n") == []


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("tally: {publish: {at_least: 1, every_minutes: 0}}", "learns when someone signs"),
        ("tally: {servers: {every_minutes: 0}}", "tally.servers: shows each change at once"),
        ("tally: {publish: {at_least: 2}}", "by fewer than 3 people"),
        ("tally: {servers: {at_least: 4}}", "by fewer than 5 people"),
    ],
)
def test_what_watching_the_numbers_would_tell_is_said(
    folder: Folder, rules: str, said: str
) -> None:
    (remark,) = remarks(folder, f"\n{rules}\n")
    assert said in remark
