from __future__ import annotations

from datetime import date

import pytest

from bot.config import attention
from bot.config.models.campaign import PublishCampaign, PublishServers
from tests.config.folder import Folder

TODAY = date(2026, 3, 26)


def remarks(folder: Folder, rules: str) -> list[str]:
    path = folder.root / "campaign.yaml"
    path.write_text(path.read_text(encoding="utf-8") + rules, encoding="utf-8")
    return [str(one) for one in attention(folder.root, TODAY) if one.path.endswith("campaign.yaml")]


def test_the_defaults_give_nobody_away(folder: Folder) -> None:
    assert remarks(folder, "") == []
    assert remarks(folder, "\ntally: {publish: {every_minutes: 30}}\n") == []


LIVE = "{at_least: 1, every_minutes: 0}"


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (
            f"publish: {LIVE}",
            "tally.publish: shows each change at once: whoever watches the number",
        ),
        (f"publish: {LIVE}", "learns when someone signs, and beside a server of their own whether"),
        (
            "publish: {at_least: 1}",
            "tally.publish: publishes every change, however small, each time",
        ),
        ("publish: {at_least: 1}", "whether that person had signed elsewhere before"),
        ("publish: {at_least: 2}", "tally.publish: moves for 2 people, fewer than 3"),
        (
            f"servers: {LIVE}",
            "tally.servers: shows each change at once: whoever watches a server’s",
        ),
        ("servers: {at_least: 1}", "tally.servers: publishes every change, however small"),
        ("servers: {at_least: 4}", "tally.servers: moves for 4 people, fewer than 5"),
    ],
)
def test_what_watching_the_numbers_would_tell_is_said(
    folder: Folder, rules: str, said: str
) -> None:
    (remark,) = remarks(folder, f"\ntally: {{{rules}}}\n")
    assert said in remark


@pytest.mark.parametrize("rules", [f"publish: {LIVE}", "publish: {at_least: 1}"])
def test_only_what_is_live_is_said_to_show_at_once(folder: Folder, rules: str) -> None:
    (remark,) = remarks(folder, f"\ntally: {{{rules}}}\n")
    assert ("at once" in remark) == (LIVE in rules)


@pytest.mark.parametrize("fewer", [0, 1])
@pytest.mark.parametrize("scope", [PublishCampaign, PublishServers])
def test_the_defaults_are_the_least_that_is_not_remarked_on(
    folder: Folder, scope: type[PublishCampaign], fewer: int
) -> None:
    name = "servers" if scope is PublishServers else "publish"
    default = scope().at_least
    said = remarks(folder, f"\ntally: {{{name}: {{at_least: {default - fewer}}}}}\n")
    assert [f"fewer than {default}" in one for one in said] == [True] * fewer


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ("publish: {at_least: 3, every_minutes: 0}", "47: tally.publish.every_minutes: is 0"),
        ("publish: {every_minutes: 0, at_least: 2}", "34: tally.publish.every_minutes: is 0"),
        ("publish: {every_minutes: 0}", "34: tally.publish.every_minutes: is 0"),
        ("servers: {every_minutes: 0}", "34: tally.servers.every_minutes: is 0"),
    ],
)
def test_a_number_that_waits_for_several_may_not_move_in_the_act_of_the_last(
    folder: Folder, rules: str, fault: str
) -> None:
    folder.campaign("pledge:\n", f"tally: {{{rules}}}\npledge:\n")
    (told,) = folder.faults()
    assert told.startswith(f"config/campaign.yaml:18:{fault}")
    assert "it should be 1 or more (or at_least 1, which shows each change at once)" in told
