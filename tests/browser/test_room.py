"""In a room the newest card is in view, and the keyboard leads to the message box and back."""

from __future__ import annotations

import pytest
import simcord

from tests.browser.visitor import FRAME, Visitor


async def test_each_answer_is_in_view_also_where_the_window_is_full(visitor: Visitor) -> None:
    await visitor.enter("riverside-campaign", "maya")
    for command in ("/campaign", "/tally show", "/help", "/letter quote", "/pledge sign"):
        seen = await visitor.type(command)
        assert seen.in_view, (command, seen)
    assert not seen.fits  # the pledge is longer than the room, and opens at its title
    seen = await visitor.press("I pledge")
    assert seen.in_view, seen
    assert "You have signed" in seen.words


async def test_who_comes_back_sees_the_newest_card(visitor: Visitor) -> None:
    await visitor.enter("riverside-campaign", "maya")
    for command in ("/campaign", "/tally show", "/help"):
        await visitor.type(command)
    await visitor.enter("riverside-campaign", "maya")
    assert (await visitor.look()).in_view


async def test_nothing_is_said_of_what_went_well(visitor: Visitor) -> None:
    await visitor.enter("riverside-campaign", "maya")
    await visitor.type("/campaign")
    shown = await visitor.tab.js(f"{FRAME}.body.innerText")
    for words in ("Viewport", "Preview", "completed", "SimCord", "Action"):
        assert words not in shown


async def test_typing_and_tab_lead_to_the_message_box_from_anywhere(visitor: Visitor) -> None:
    await visitor.enter("riverside-campaign", "maya")
    await visitor.type("/campaign")
    await visitor.reach("Sign")
    await visitor.tab.write("/help")
    assert await visitor.tab.js(f"{FRAME}.activeElement.value") == "/help"
    await visitor.tab.js(f"{FRAME}.activeElement.blur(); document.activeElement.blur()")
    await visitor.tab.key("Tab")
    assert await visitor.tab.js(f"{FRAME}.activeElement.matches('form textarea')")


async def test_an_option_offers_its_answers_before_anything_is_typed(visitor: Visitor) -> None:
    await visitor.enter("riverside-campaign", "maya")
    await visitor.tab.write("/letter quote")
    await visitor.tab.until(f"{FRAME}.querySelector('[role=listbox] [aria-selected=true]')")
    await visitor.tab.key("Enter")
    await visitor.tab.until(f"{FRAME}.activeElement.matches('form button')")
    await visitor.tab.key("ArrowDown")
    await visitor.tab.key("ArrowUp")
    await visitor.tab.key("Enter")
    await visitor.tab.until(f"{FRAME}.activeElement.matches('[role=combobox]')")
    assert await visitor.tab.until(f"{FRAME}.querySelectorAll('[role=option]').length > 3")
    await visitor.tab.key("Enter")
    await visitor.tab.until(f"{FRAME}.activeElement.value === 'survivors'")
    assert "No options match" not in await visitor.tab.js(f"{FRAME}.body.innerText")
    await visitor.tab.key("Enter")
    await visitor.tab.until(f"{FRAME}.querySelector('[data-message-id]')")
    seen = await visitor.look()
    assert "From the letter" in seen.words


async def test_who_one_is_stays_in_view(visitor: Visitor) -> None:
    await visitor.enter("dm-leo", "leo")
    at = await visitor.tab.js(
        "[...document.querySelectorAll('main h2, nav [aria-current]')].map((one) => {"
        "const { top, bottom } = one.getBoundingClientRect();"
        "return { words: one.innerText, seen: top >= 0 && bottom <= innerHeight } })"
    )
    names = [one["words"] for one in at if one["seen"]]
    assert any("Leo" in one for one in names), at
    wide = await visitor.tab.js("innerWidth > 832")
    assert len(names) == (2 if wide else 1), at
    assert await visitor.tab.js("document.documentElement.scrollWidth <= innerWidth")


async def test_what_a_button_told_leaves_the_message_box_in_view(visitor: Visitor) -> None:
    await visitor.enter("riverside-campaign", "maya")
    await visitor.act("raid")
    await visitor.arrive()
    foot = "document.querySelector('iframe').getBoundingClientRect().bottom"
    assert await visitor.tab.until(f"{foot} <= innerHeight")
    assert await visitor.tab.js("scrollY") == 0


async def test_a_menu_of_a_message_is_used_by_the_keyboard(visitor: Visitor) -> None:
    await visitor.enter("riverside-campaign", "sam")
    await visitor.tab.write("Hello all")
    await visitor.tab.key("Enter")
    await visitor.tab.until(f"{FRAME}.querySelector('[data-message-id] .apps')")
    await visitor.reach("Apps for this message")
    await visitor.tab.key("Enter")
    await visitor.tab.key("Tab")
    assert await visitor.focused() == "Quote the letter"
    await visitor.tab.key("Enter")
    answer = f"{FRAME}.querySelector('[role=log]').innerText.includes('Answer with the letter')"
    await visitor.tab.until(answer)
    seen = await visitor.look()
    assert seen.in_view, seen
    assert "Answer with the letter" in seen.words


@pytest.mark.parametrize("locale", ["en", "es"])
async def test_the_menus_of_messages_in_a_row_are_opened_by_the_mouse(
    visitor: Visitor, locale: str
) -> None:
    await visitor.tab.speak(locale)
    await visitor.enter("riverside-campaign", "sam")
    menus = f"[...{FRAME}.querySelectorAll('.apps')]"
    for number in (1, 2, 3):
        await visitor.tab.write("Hello")
        await visitor.tab.key("Enter")
        await visitor.tab.until(f"{menus}.length === {number}")
    edges = f"{menus}.map((one) => one.getBoundingClientRect()).map((one) => [one.top, one.bottom])"
    (_, first), (second, end), (third, _) = await visitor.tab.js(edges)
    assert first < second < end < third
    await visitor.click(".apps summary")
    await visitor.tab.until(f"{menus}[2].open")
    await visitor.click(".apps button")
    seen = await visitor.tells("AskMoreOfHim")
    assert seen.in_view, seen


async def test_a_text_is_typed_into_a_dialogue(visitor: Visitor) -> None:
    room = visitor.stage.world.rooms["riverside-moderators"]
    priya = room.actors["priya"]
    assert isinstance(priya, simcord.MemberActor)
    shown = (await priya.slash(room.channel, "setup")).response
    for menu, value in (("open", "words"), ("words:en", "campaign.introduction")):
        assert shown
        shown = (await priya.select(shown, [value], custom_id=f"amh:setup:{menu}")).response
    await visitor.enter("riverside-moderators", "priya")
    await visitor.reach("Edit")
    await visitor.tab.key("Enter")
    inside = f"{FRAME}.activeElement.closest('[role=dialog]')"
    await visitor.tab.until(inside)
    for _ in range(6):
        if await visitor.tab.js(f"{FRAME}.activeElement.matches('textarea')"):
            break
        await visitor.tab.key("Tab")
    await visitor.tab.write("Riverside asks. ")
    await visitor.tab.until(f"{FRAME}.activeElement.value.includes('Riverside asks. ')")
    for _ in range(6):
        await visitor.tab.key("Tab")
        if await visitor.focused() == "Submit":
            break
    await visitor.tab.key("Enter")
    told = f"{FRAME}.querySelector('[role=log]').innerText.includes('Riverside asks.')"
    await visitor.tab.until(told)
    assert (await visitor.look()).in_view
