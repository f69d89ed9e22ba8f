"""A verdict can be posted: what was asked, quoted so that it can do no harm, and the answer."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.verify import LONGEST, Verifier
from bot.interactions.cards import plain, read_plain
from cogs.letter.comparison import asked_on
from tests.components import words_of
from tests.domain.letters import shipped
from tests.simulated import World, ids, press, said

VERIFIER = Verifier(shipped())


@pytest.mark.parametrize(
    ("text", "title", "words"),
    [
        ("men must speak out against sexism", "Yes, this is in the letter", "> Nonetheless"),
        (
            "sexual harassment and abuse are acceptable",
            "Not what the letter says",
            "**never** is left out.",
        ),
        ("men must speak up against sexism", "Nearly", "the passage says **out**"),
        (
            "Men are imperfect. Support survivors.",
            "Put together from different places",
            "> Support survivors",
        ),
        ("The moon is made of cheese", "Not found in the letter", "not found in any passage"),
    ],
)
async def test_every_verdict_can_be_posted_with_what_was_asked(
    world: World, text: str, title: str, words: str
) -> None:
    shown = await world.organiser.slash(world.channel, "letter verify", text=text)
    done = await press(world.organiser, shown, "amh:letter:verdict")
    (post,) = world.channel.history()
    quoted = plain(text, limit=LONGEST)
    assert words_of(post).startswith(f"## {title}")
    assert words_of(post).count(f"> {quoted}") == 1
    note = "Content note:" in words_of(post)
    assert not note or words_of(post).index("Content note:") < words_of(post).index(quoted)
    assert f"> {quoted}" in said(shown)
    assert words in words_of(post)
    assert f"Shared by <@{world.organiser.id}>" in words_of(post)
    assert "Posted in this channel." in said(done)


async def test_it_is_posted_in_the_servers_language_also_after_a_restart(world: World) -> None:
    world.server_locale = "de"
    text = "sexual harassment and abuse are acceptable"
    shown = await world.organiser.slash(world.channel, "letter verify", text=text)
    await world.restart()
    await press(world.organiser, shown, "amh:letter:verdict")
    (post,) = world.channel.history()
    assert "Das sagt der Brief nicht" in words_of(post)
    assert f"> {text}" in words_of(post)


async def test_what_was_asked_can_do_no_harm(world: World) -> None:
    text = (
        f"@everyone <@{world.alice.id}> https://evil.example discord.gg/abc "
        "[x](https://evil.example) # Men are imperfect \u202e <:boo:12345678901> <t:1:R>"
    )
    shown = await world.organiser.slash(world.channel, "letter verify", text=text)
    await press(world.organiser, shown, "amh:letter:verdict")
    (post,) = world.channel.history()
    (quoted,) = [line for line in words_of(post).splitlines() if "everyone" in line]
    assert not re.search(r"@(?!\u2060)|https?:|(?<!\\)[<\[#]|\w\.\w|\u202e|boo", quoted[2:])


async def test_a_verdict_is_posted_by_whom_the_server_allows(world: World) -> None:
    shown = await world.alice.slash(world.channel, "letter verify", text="Men are imperfect")
    assert "amh:letter:verdict" not in ids(shown)
    await world.choose(members_may_post=True)
    shown = await world.alice.slash(world.channel, "letter verify", text="Men are imperfect")
    await world.choose(members_may_post=None)
    refused = await press(world.alice, shown, "amh:letter:verdict")
    assert "You cannot do that here" in said(refused)
    assert world.channel.history() == []


async def test_a_forged_button_without_a_question_posts_nothing(world: World) -> None:
    forged = await world.post_control(world.channel, "amh:letter:verdict")
    answer = await world.organiser.click(forged, custom_id="amh:letter:verdict")
    assert "earlier version" in said(answer)
    assert len(world.channel.history()) == 1


@given(
    st.text(
        st.sampled_from("ab é*~|<>@.:&;#-\\\n\u00ad\u2060\u0336[](/) ") | st.characters(),
        max_size=300,
    )
)
def test_what_is_read_from_a_card_gets_the_answer_that_was_shown(text: str) -> None:
    found = VERIFIER.verify(text)
    shown = f"> {plain(found.claim, limit=LONGEST)}"
    assert not found.claim or VERIFIER.verify(asked_on(shown)) == found
    assert read_plain(plain("a*b_c @x", limit=80)) == "a*b_c @x"
