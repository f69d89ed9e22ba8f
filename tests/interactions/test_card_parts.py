from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.interactions.cards import (
    Card,
    button,
    custom_id,
    disabled,
    link,
    panel,
    plain,
    text,
    turning,
)
from tests.components import walk


@pytest.mark.parametrize(
    "hostile",
    [
        "**loud**",
        "@everyone",
        "<@123456789012345678>",
        "https://evil.example",
        "discord.gg/abc",
        "evil.example",
        "[click](https://evil.example)",
        "a\u202eb",
        "a\u200bb",
        "line\nbreak",
        "||spoiler||",
    ],
)
def test_a_name_can_only_be_read(hostile: str) -> None:
    shown = plain(hostile)
    assert "\n" not in shown
    assert "\u202e" not in shown
    assert "\u200b" not in shown
    for live in ("**", "||", "<@1", "https:", "](", "@everyone", "evil.example", "discord.gg"):
        assert live not in shown


def test_an_ordinary_name_stays_readable() -> None:
    assert plain("Zoë  Ångström") == "Zoë Ångström"
    assert plain("x" * 100, limit=10) == "x" * 9 + "…"


@given(st.text(max_size=300))
def test_no_name_outgrows_its_place(name: str) -> None:
    assert len(plain(name).replace("\\", "").replace("\u2060", "")) <= 80


def test_a_custom_id_fits_discord() -> None:
    assert custom_id("pledge", "confirm", "2018-1", "en") == "amh:pledge:confirm:2018-1:en"
    with pytest.raises(ValueError, match="longer than 100"):
        custom_id("pledge", "confirm", "x" * 100)


async def test_a_button_carries_its_state_in_its_id() -> None:
    made = button("Sign", "pledge", "sign", style=discord.ButtonStyle.success)
    assert made.custom_id == "amh:pledge:sign"


async def test_a_card_to_look_at_has_nothing_to_press() -> None:
    beside = ui.Section[ui.LayoutView](text("Who"), accessory=link("Site", "https://example.org"))
    menus: list[Any] = [
        ui.Select,
        ui.UserSelect,
        ui.RoleSelect,
        ui.MentionableSelect,
        ui.ChannelSelect,
    ]
    rows = [ui.ActionRow[ui.LayoutView](menu(custom_id=menu.__name__)) for menu in menus]
    card = disabled(Card(panel(beside, ui.ActionRow(button("Sign", "pledge", "sign"))), *rows))
    pressed = [part for part in walk(card.to_components()) if part["type"] in (2, 3, 5, 6, 7, 8)]
    assert len(pressed) == 7
    assert all(part["disabled"] for part in pressed)


def test_pages_turn_one_at_a_time_and_no_two_ids_are_one() -> None:
    def ids(page: int, pages: int) -> list[tuple[str | None, bool]]:
        shown = turning(("Before", "After"), page, pages, "setup", "log", "all", after=("x",))
        return [(one.custom_id, one.disabled) for one in shown]

    assert ids(0, 1) == []
    assert ids(0, 2) == [
        ("amh:setup:log:all:0:earlier:x", True),
        ("amh:setup:log:all:1:later:x", False),
    ]
    assert ids(1, 3) == [
        ("amh:setup:log:all:0:earlier:x", False),
        ("amh:setup:log:all:2:later:x", False),
    ]
    assert ids(2, 3)[1] == ("amh:setup:log:all:2:later:x", True)
