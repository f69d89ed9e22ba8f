"""The menus of a card show what the bot says is chosen, whatever was chosen there before."""

from __future__ import annotations

from tests.browser.visitor import FRAME, Visitor

OPEN = "Choose what to open"


async def test_a_moderator_switches_off_one_feature_and_no_other(visitor: Visitor) -> None:
    await visitor.enter("riverside-moderators", "priya")
    await visitor.type("/setup")
    assert await visitor.menu() == OPEN
    await visitor.choose("Features")
    await visitor.tells("everything on")
    on = (await visitor.menu()).splitlines()
    assert on[0] == "The pledge"
    assert "The tally" in on
    await visitor.choose("The tally")
    await visitor.click(".select-apply")
    seen = await visitor.tells("all but The tally")
    assert "The pledge" not in seen.words.partition("all but")[2].partition("\n")[0]
    assert (await visitor.menu()).splitlines() == [one for one in on if one != "The tally"]
    await visitor.press("Undo")
    assert (await visitor.menu()).splitlines() == on
    await visitor.press("Back")
    assert await visitor.menu() == OPEN


async def test_whoever_uses_a_menu_by_the_keyboard_is_at_a_menu_after_it(visitor: Visitor) -> None:
    await visitor.enter("riverside-moderators", "priya")
    await visitor.type("/setup")
    await visitor.reach(OPEN)
    await visitor.tab.key("Enter")
    active = f"{FRAME}.activeElement.getAttribute('aria-activedescendant')"
    for after in ("Pledge", "Checking signatures", "Letter", "Tally"):
        await visitor.tab.key("ArrowDown")
        option = f"{FRAME}.getElementById({active}).innerText.startsWith({after!r})"
        await visitor.tab.until(option)
    await visitor.tab.key("Enter")
    await visitor.tells("Setup: Tally")
    focused = f"{FRAME}.activeElement"
    assert await visitor.tab.js(f"{focused}.getAttribute('role')") == "combobox"
    assert await visitor.focused() != OPEN
