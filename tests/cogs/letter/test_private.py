"""The letter's private commands and buttons, as members use them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from simcord.results import InteractionResult

from bot.db.transactions.reader import PATIENCE
from bot.domain.letter import Passage
from bot.domain.refusals import StoreUnreadable
from bot.interactions.commands import CatalogueTranslator
from tests.components import Json, walk
from tests.simulated import World, ids, message_of, press, said


def passages_on(world: World, shown: InteractionResult) -> list[Passage]:
    """Return the passages whose words stand on a card."""
    return [one for one in world.configuration.letter.passages if one.text in said(shown)]


def selects(shown: InteractionResult) -> list[Json]:
    return [one for one in walk(message_of(shown).components) if one.get("type") == 3]


async def test_a_quotation_is_private_exact_and_comes_with_its_source(world: World) -> None:
    shown = await world.alice.slash(world.channel, "letter quote")
    assert shown.ephemeral
    (passage,) = passages_on(world, shown)
    assert world.configuration.letter.title in said(shown)
    assert f"paragraph {passage.paragraph}" in said(shown)
    assert all(source.outlet in said(shown) for source in passage.sources)
    assert world.channel.history() == []


async def test_all_passages_come_before_one_repeats_also_after_a_restart(world: World) -> None:
    size = len(world.configuration.letter.passages)
    seen: list[str] = []
    shown = await world.alice.slash(world.channel, "letter quote")
    for turn in range(2 * size):
        seen.append(passages_on(world, shown)[0].id)
        if turn == 4:
            await world.restart()
        shown = await press(world.alice, shown, "amh:letter:another")
    assert len(set(seen[:size])) == size
    assert len(set(seen[size:])) == size
    assert seen[size - 1] != seen[size]


async def test_a_server_goes_through_all_passages_too(world: World) -> None:
    size = len(world.configuration.letter.passages)
    seen: set[str] = set()
    for number in range(size):
        member = world.guild.add_member(world.env.create_user(f"reader-{number}"))
        shown = await member.slash(world.channel, "letter quote")
        seen.add(passages_on(world, shown)[0].id)
    assert len(seen) == size


async def test_a_theme_is_kept_by_another(world: World) -> None:
    shown = await world.alice.slash(world.channel, "letter quote", theme="accountability")
    seen = set[str]()
    for _ in range(4):
        (passage,) = passages_on(world, shown)
        assert "accountability" in passage.themes
        seen.add(passage.id)
        shown = await press(world.alice, shown, "amh:letter:another")
    assert seen == {one.id for one in world.configuration.letter.about("accountability")}


@pytest.mark.parametrize(
    ("locale", "typed", "offered"),
    [
        ("en-US", "", ("Survivors", "survivors")),
        ("fr", "responsabilite", ("Responsabilité", "responsibility")),
        ("de", "BETROFF", ("Betroffene", "survivors")),
        ("pt-BR", "presta", ("Prestar contas", "accountability")),
    ],
)
async def test_themes_are_offered_in_the_members_language(
    world: World, locale: str, typed: str, offered: tuple[str, str]
) -> None:
    world.locale = locale
    choices = await world.alice.autocomplete(world.channel, "letter quote", "theme", typed)
    assert (choices[0]["name"], choices[0]["value"]) == offered
    if not typed:
        assert len(choices) == len(world.configuration.letter.themes)


async def test_a_theme_typed_out_is_understood_and_an_unknown_one_answered(world: World) -> None:
    world.locale = "es-ES"
    shown = await world.alice.slash(world.channel, "letter quote", theme="prevención")
    assert "prevention" in passages_on(world, shown)[0].themes
    world.locale = "en-US"
    shown = await world.alice.slash(world.channel, "letter quote", theme="football")
    assert shown.ephemeral
    assert "The letter has no such theme" in said(shown)
    assert "Accountability" in said(shown)


async def test_the_choices_of_a_command_are_worded_too(world: World) -> None:
    fr = {
        "choices.picture": "image",
        "command_names.quote_the_letter": "Citer la lettre",
        "option_names.letter_quote_form": "forme",
    }
    world.messages.__init__({**world.configuration.messages, "fr": fr})
    payloads = [
        await command.get_translated_payload(world.bot.tree, CatalogueTranslator(world.messages))
        for command in world.bot.tree.get_commands(type=None)
    ]
    (menu,) = [one for one in payloads if one["name"] == "Quote the letter"]
    assert menu["name_localizations"]["fr"] == "Citer la lettre"
    (letter,) = [one for one in payloads if one["name"] == "letter"]
    (quote,) = [one for one in letter["options"] if one["name"] == "quote"]
    (form,) = [one for one in quote["options"] if one["name"] == "as"]
    assert [one["name"] for one in form["choices"]] == ["text", "picture"]
    assert form["choices"][1]["name_localizations"]["fr"] == "image"
    assert form["name_localizations"]["fr"] == "forme"


async def test_switched_off_themes_are_not_offered(world: World) -> None:
    await world.choose(features_off=["letter"])
    assert await world.alice.autocomplete(world.channel, "letter quote", "theme", "") == []


async def test_a_content_note_stands_before_the_passage(world: World) -> None:
    noted = world.configuration.letter.passage("everything-from")
    shown = await world.alice.slash(world.channel, "letter verify", text=noted.text)
    words = said(shown)
    assert "Content note:" in words
    assert words.index("speaks of sexual violence") < words.index(noted.text)


async def test_reading_goes_from_the_first_passage_to_the_last_and_keeps_the_place(
    world: World,
) -> None:
    letter = world.configuration.letter
    shown = await world.alice.slash(world.channel, "letter read")
    assert shown.ephemeral
    for place, passage in enumerate(letter.passages):
        assert passage.text in said(shown)
        assert f"Passage {place + 1} of {len(letter.passages)}" in said(shown)
        on = next(one for one in ids(shown) if one.endswith(":on"))
        if place + 1 < len(letter.passages):
            await world.restart() if place == 2 else None
            shown = await press(world.alice, shown, on)
    assert "Some sentences of the letter are missing here." in said(shown)
    disabled = [one for one in walk(message_of(shown).components) if one.get("disabled")]
    assert [one["label"] for one in disabled] == ["Next"]
    back = next(one for one in ids(shown) if one.endswith(":back"))
    shown = await press(world.alice, shown, back)
    assert letter.passages[-2].text in said(shown)


async def test_the_jump_menu_leads_to_any_passage(world: World) -> None:
    letter = world.configuration.letter
    shown = await world.alice.slash(world.channel, "letter read")
    (menu,) = selects(shown)
    assert [one["value"] for one in menu["options"]] == [one.id for one in letter.passages]
    shown = await world.alice.select(message_of(shown), ["speak-out"], custom_id="amh:letter:jump")
    assert letter.passage("speak-out").text in said(shown)


async def test_read_on_opens_the_letter_at_the_quoted_passage(world: World) -> None:
    shown = await world.alice.slash(world.channel, "letter quote")
    (passage,) = passages_on(world, shown)
    shown = await press(world.alice, shown, "amh:letter:read")
    assert passage.text in said(shown)
    assert "Go to another passage" in str(message_of(shown).components)


async def test_sign_leads_to_the_pledge(world: World) -> None:
    shown = await world.alice.slash(world.channel, "letter quote")
    shown = await press(world.alice, shown, "amh:pledge:sign")
    assert "amh:pledge:confirm" in " ".join(ids(shown))


async def test_a_french_reader_gets_the_papers_translation_marked_as_one(world: World) -> None:
    letter = world.configuration.letter
    passage = letter.passage("vast-majority")
    translation = passage.translation("fr")
    assert translation is not None
    world.locale = "fr"
    shown = await world.alice.slash(world.channel, "letter verify", text=passage.text)
    shown = await press(world.alice, shown, "amh:letter:read")
    words = said(shown)
    assert translation.text in words
    assert passage.text in words
    assert "franceinfo, HuffPost (France)" in words
    assert "Traduction" in words
    shown = await press(world.alice, shown, next(one for one in ids(shown) if one.endswith(":on")))
    assert letter.passage("decision-making-power").text in said(shown)
    assert "en anglais" in said(shown)


@pytest.mark.parametrize(
    "custom_id",
    [
        "amh:letter:read:no-such-passage",
        "amh:letter:another:sculpture:-",
        "amh:letter:another:text:no-such-theme",
        "amh:letter:another",
        "amh:letter:jump",
        "amh:letter:post:text:no-such-passage",
        "amh:letter:post:sculpture:courage",
        "amh:letter:signatories:minus",
        "amh:letter:choose:message",
        "amh:letter:chosen:1",
        "amh:letter:reply:1:no-such-passage",
    ],
)
async def test_outdated_and_forged_controls_are_answered_honestly(
    world: World, custom_id: str
) -> None:
    message = await world.post_control(world.channel, custom_id)
    answer = await world.organiser.click(message, custom_id=custom_id)
    assert answer.ephemeral
    words = said(answer)
    assert "from an earlier version" in words or "has no such theme" in words
    assert len(world.channel.history()) == 1


async def test_the_letter_answers_when_the_store_is_gone(world: World) -> None:
    """The database file goes away under the running bot: the letter does not need it."""
    store = Path(world.database.url.removeprefix("sqlite:///"))
    away = store.rename(store.with_name("away"))
    seen: list[str] = []
    shown = await world.alice.slash(world.channel, "letter quote")
    for _ in world.configuration.letter.passages:
        seen.append(passages_on(world, shown)[0].id)
        shown = await press(world.alice, shown, "amh:letter:another")
    assert len(set(seen)) == len(seen)
    read = await world.alice.slash(world.channel, "letter read")
    verified = await world.alice.slash(world.channel, "letter verify", text="men")
    signed = await world.alice.slash(world.channel, "letter signatories")
    assert "2 March 2018 · Passage 1 of 13" in said(read)
    assert said(read).count(world.configuration.letter.title) == 1
    assert "Yes, this is in the letter" in said(verified)
    assert "David Arquette" in said(signed)
    away.rename(store)


async def test_what_was_shown_is_in_the_export_and_goes_with_erasure(world: World) -> None:
    shown = await world.alice.slash(world.channel, "letter quote")
    passage = passages_on(world, shown)[0]
    held = await world.services.letter.holds(user_id=world.alice.id)
    assert held is not None
    assert held["shown_in_this_round"] == {passage.id: 1}
    exported = await world.services.privacy.export(user_id=world.alice.id)
    assert passage.id.encode() in exported
    assert await world.services.privacy.erase(user_id=world.alice.id)
    assert await world.services.letter.holds(user_id=world.alice.id) is None
    assert not await world.services.privacy.holds_anything(user_id=world.alice.id)
    assert not await world.services.privacy.erase(user_id=world.alice.id)


async def test_a_stalled_store_does_not_make_the_letter_late(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the reader signed is learnt in a glance, or done without: signing is offered then."""
    monkeypatch.setattr("bot.services.pledges._GLANCE", 0.05)

    async def stalled(*, patience: float = PATIENCE, **_: object) -> None:
        await asyncio.sleep(patience)
        raise StoreUnreadable

    monkeypatch.setattr(world.database.pledges, "standing", stalled)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    shown = await world.alice.slash(world.channel, "letter read")
    assert loop.time() - begun < PATIENCE / 2
    assert "amh:pledge:sign" in ids(shown)
