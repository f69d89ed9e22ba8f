"""Each part of a card is drawn as what it is; its words are never taken for more than words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import discord
import pytest
from discord import ui

from bot.interactions.cards import Card, button, link, panel, quote, row, rule, small, text, title
from bot.preview.components import Drawing
from bot.preview.markdown import Viewer
from tests.preview.conftest import PNG
from tests.preview.reading import Reading

HOSTILE = '"><script>alert(1)</script><img src=x onerror=y>\u202e'
VIEWER = Viewer("en", datetime(2026, 11, 26, tzinfo=UTC))


def drawn(*parts: ui.Item[Any], picture: bytes | None = None) -> str:
    return Drawing(VIEWER).message(Card(*parts).to_components(), picture)


def menu(*labels: str, chosen: str = "", words: str = "Choose") -> ui.ActionRow[Any]:
    one: ui.Select[Any] = ui.Select(custom_id="m", placeholder=words)
    for label in labels:
        one.add_option(label=label, value=label, description=f"of {label}", default=label == chosen)
    return ui.ActionRow(one)


async def test_a_card_reads_in_its_order() -> None:
    parts = title("A"), text("**b**"), rule(), quote("c"), small("d"), row([button("e", "f", "g")])
    shown = Reading.of(drawn(panel(*parts)))
    assert shown.text == "Abcde"
    tags = ["div", "div", "div", "h5", "div", "p", "strong", "hr"]
    tags += ["div", "blockquote", "p", "div", "p", "div", "bdi"]
    assert shown.tags == tags
    assert "border-inline-start-color:#3a6ea5" in shown.values("style")


@pytest.mark.parametrize("style", list(discord.ButtonStyle)[:4])
async def test_a_button_is_to_be_looked_at(style: discord.ButtonStyle) -> None:
    shown = Reading.of(drawn(ui.ActionRow(button("Sign", "pledge", "sign", style=style))))
    assert shown.tags == ["div", "div", "bdi"]
    assert shown.values("class")[-1] == f"button style-{style.value}"


async def test_a_button_that_cannot_be_pressed_looks_so() -> None:
    shown = Reading.of(drawn(ui.ActionRow(button("Next", "pledge", "wall", disabled=True))))
    assert shown.values("class")[-1].endswith(" disabled")


async def test_a_link_leads_where_it_says() -> None:
    shown = Reading.of(drawn(ui.ActionRow(link("Site", "https://example.org/?a=1&b=2"))))
    assert shown.values("href") == ["https://example.org/?a=1&b=2"]
    assert shown.values("rel") == ["noopener noreferrer"]


async def test_a_menu_lists_what_it_offers_once_open() -> None:
    drawing = Drawing(VIEWER)
    card = Card(menu("One", "Two")).to_components()
    first, second = (Reading.of(drawing.message(card)) for _ in range(2))
    assert first.text == second.text == "ChooseOneof OneTwoof Two"
    assert ("open", "") in first.attributes
    assert ("open", "") not in second.attributes


async def test_a_chosen_option_stands_in_the_menu_and_its_question_below() -> None:
    assert Reading.of(drawn(menu("One", "Two", chosen="Two"))).text == (
        "TwoChooseOneof OneTwoof Two"
    )


@pytest.mark.parametrize("kind", [ui.UserSelect, ui.RoleSelect, ui.ChannelSelect])
async def test_a_menu_of_what_a_server_has_shows_its_question(kind: type[ui.Item[Any]]) -> None:
    one: Any = kind
    assert Reading.of(drawn(ui.ActionRow(one(placeholder="Which?")))).text == "Which?"


async def test_an_entry_has_its_link_beside_it() -> None:
    shown = Reading.of(drawn(ui.Section(text("Who"), accessory=link("a.org", "https://a.org"))))
    assert shown.text == "Whoa.org"
    assert "section" in shown.values("class")


async def test_a_picture_is_inside_the_page_with_its_description() -> None:
    gallery: ui.MediaGallery[Any] = ui.MediaGallery(
        discord.MediaGalleryItem("attachment://quote.png", description=HOSTILE)
    )
    shown = Reading.of(drawn(gallery, picture=PNG))
    assert shown.values("src") == ["data:image/png;base64,iVBORyBvZiA="]
    assert shown.values("alt") == [HOSTILE]
    assert shown.text == f"Alternative text: {HOSTILE}"
    undrawn = Reading.of(drawn(gallery))
    assert undrawn.text == f"(this picture was not drawn)Alternative text: {HOSTILE}"


async def test_a_file_has_a_name() -> None:
    assert Reading.of(drawn(ui.File("attachment://my-data.json"))).text == "my-data.json"


async def test_space_without_a_line() -> None:
    assert "hr" not in Reading.of(drawn(ui.Separator(visible=False))).tags


def test_what_is_unknown_is_named_by_its_number() -> None:
    assert Drawing(VIEWER).message([{"type": 99}]) == (
        '<div class="message"><p>(component 99)</p></div>'
    )


async def test_hostile_words_stay_words() -> None:
    shown = Reading.of(
        drawn(
            panel(title(HOSTILE), text(HOSTILE), quote(HOSTILE)),
            row([button(HOSTILE, "a", "b"), link(HOSTILE, "https://a.org/\"onclick='x'")])
            or rule(),
            menu(HOSTILE, words=HOSTILE),
        )
    )
    assert {"script", "img"}.isdisjoint(shown.tags)
    names = {name for name, _ in shown.attributes}
    assert names <= {"class", "dir", "style", "href", "rel", "target", "open"}
    assert shown.text.count("<script>alert(1)</script>") == 8
