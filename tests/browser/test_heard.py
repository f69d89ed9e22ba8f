"""Who listens to the page follows it: everything that can be used has a role and a name."""

from __future__ import annotations

from tests.browser.visitor import FRAME, Visitor

USED = {"button", "link", "textbox", "combobox", "DisclosureTriangle"}


async def test_everything_that_can_be_used_is_named(visitor: Visitor) -> None:
    await visitor.home()
    heard = await visitor.tab.heard()
    assert [one for one in heard if one["role"] in USED and not one["name"].strip()] == []
    named = {(one["role"], one["name"]) for one in heard}
    assert ("navigation", "Servers and people") in named
    assert ("combobox", "Language of Maya") in named
    assert ("heading", "A moderator") in named
    assert ("DisclosureTriangle", "Begin anew") in named


async def test_a_room_says_where_one_is_and_tells_what_is_new(visitor: Visitor) -> None:
    await visitor.enter("riverside-campaign", "maya")
    await visitor.type("/campaign")
    heard = await visitor.tab.heard()
    assert [one for one in heard if one["role"] in USED and not one["name"].strip()] == []
    named = {(one["role"], one["name"]) for one in heard}
    assert ("heading", "#campaign in Riverside Book Club, as Maya") in named
    assert ("Iframe", "#campaign in Riverside Book Club, as Maya") in named
    assert ("textbox", "Message") in named
    assert ("button", "Sign") in named
    roles = [one["role"] for one in heard]
    assert roles.count("main") == 2  # the page's, and the simulator's in its frame
    assert "log" in roles
    live = f"{FRAME}.querySelector('[role=log]').getAttribute('aria-live')"
    assert await visitor.tab.js(live) == "polite"
    assert "status" in roles


async def test_what_became_of_a_button_is_told_where_it_is_heard(visitor: Visitor) -> None:
    await visitor.home()
    await visitor.act("hour")
    inside = "document.querySelector('.notice').closest('[role=status]') !== null"
    assert await visitor.tab.js(inside)


async def test_whoever_is_refused_something_hears_of_no_failure(visitor: Visitor) -> None:
    await visitor.enter("riverside-campaign", "maya")
    seen = await visitor.type("/tally brief")
    assert "Nothing was changed" in seen.words
    heard = " ".join(one["name"] for one in await visitor.tab.heard())
    assert "failed" not in heard
    assert await visitor.tab.js(f"{FRAME}.querySelector('form textarea').value") == ""
