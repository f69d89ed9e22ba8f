"""The list of signatories: paged, searched, and without what is withheld."""

from __future__ import annotations

from dataclasses import replace

from simcord.results import InteractionResult

from bot.services.letter import SIGNATORIES_PAGE
from tests.components import Json, walk
from tests.simulated import World, ids, message_of, press, said


async def test_signatories_are_paged_with_sources(world: World) -> None:
    shown = await world.alice.slash(world.channel, "letter signatories")
    assert shown.ephemeral
    everything = said(shown)
    assert "The press named 27 people" in everything
    assert "The press counted about 30 people; the other names could not be confirmed" in everything
    assert said(shown).count("Slate") == 1, "sources stand once a page"
    pages = 1
    while on := [one for one in ids(shown) if one.endswith(":later")]:
        if not any(one["custom_id"] == on[0] and not one.get("disabled") for one in parts(shown)):
            break
        shown = await press(world.alice, shown, on[0])
        everything += said(shown)
        pages += 1
    assert pages == 5
    for one in world.configuration.letter.signatories:
        assert f"**{one.name}**" in everything
    assert "The role is disputed." in everything


async def test_a_signatory_is_found_by_a_name_or_a_role(world: World) -> None:
    choices = await world.alice.autocomplete(
        world.channel, "letter signatories", "search", "schwim"
    )
    assert [one["value"] for one in choices] == ["David Schwimmer"]
    found = await world.alice.slash(world.channel, "letter signatories", search="  SCHWIMMER ")
    assert found.ephemeral
    assert "1 name on this list fits **SCHWIMMER**." in said(found)
    assert "**David Schwimmer**, actor/director [1, 2, 3, 4, 5]" in said(found)
    assert "David Arquette" not in said(found)
    assert "[1] [Breitbart](<https://www.breitbart.com/" in said(found)
    everyone = await press(world.alice, found, "amh:letter:signatories")
    assert "The press named 27 people" in said(everyone)

    world.locale = "pt-BR"
    actors = await world.alice.slash(world.channel, "letter signatories", search="ativista")
    assert "5 nomes" in said(actors)
    assert "educador" not in said(actors), "what only ends like a word is another word"
    world.locale = "en-US"
    actors = await world.alice.slash(world.channel, "letter signatories", search="director")
    assert "David Schwimmer" in said(actors)


async def test_the_pages_of_what_was_found_turn_within_it(world: World) -> None:
    found = await world.alice.slash(world.channel, "letter signatories", search="a:")
    on = next(one for one in ids(found) if ":later:" in one)
    more = await press(world.alice, found, on)
    total = len(world.services.letter.named("a", locale="en"))
    assert total > SIGNATORIES_PAGE
    assert f"{total} names on this list fit **a\\:**." in said(more)
    assert "Page 2" in said(more)


async def test_who_is_not_on_the_list_is_said_to_be_not_on_it_and_no_more(world: World) -> None:
    letter = world.configuration.letter
    first = letter.signatories[0]
    world.services.letter.letter = replace(
        letter, signatories=(replace(first, withheld=True), *letter.signatories[1:])
    )
    for name in (first.name, "Nobody `Else`"):
        shown = await world.alice.slash(world.channel, "letter signatories", search=name)
        assert "No name or role on this list fits" in said(shown)
        assert "the other names could not be confirmed" in said(shown)
        assert ids(shown) == ["amh:letter:signatories:0:all"]
    assert (
        await world.alice.autocomplete(world.channel, "letter signatories", "search", first.name)
        == []
    )


def parts(shown: InteractionResult) -> list[Json]:
    return [one for one in walk(message_of(shown).components) if one.get("custom_id")]


async def test_a_withheld_name_is_counted_and_never_shown(world: World) -> None:
    letter = world.configuration.letter
    first = letter.signatories[0]
    withheld = replace(letter, signatories=(replace(first, withheld=True), *letter.signatories[1:]))
    world.services.letter.letter = withheld
    shown = await world.alice.slash(world.channel, "letter signatories")
    assert first.name not in said(shown)
    assert "1 name is not shown." in said(shown)
    assert "The press named 27 people" in said(shown)
