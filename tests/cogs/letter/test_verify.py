"""Checking a sentence answers what it is to the letter, and never says more than that."""

from __future__ import annotations

import pytest

from bot.config import Configuration
from bot.domain.letter import Letter
from bot.domain.verify import Verifier
from bot.messages import Messages
from cogs.letter.comparison import comparison_card
from tests.components import text_of
from tests.domain.letters import TEXTS, letter_of
from tests.simulated import World, said


@pytest.mark.parametrize(
    ("text", "title", "words"),
    [
        ("Men are imperfect. We are imperfect", "Yes, this is in the letter", "exactly so"),
        ("men … perpetrated … Hollywood", "Not found in the letter", "13 passages in English"),
        (
            "We applaud the … in our country",
            "The words are there, but something is left out",
            "please read the whole passage",
        ),
        ("men", "Yes, this is in the letter", "other passages"),
        ("men must speak up against sexism", "Nearly", "It says **up**; the passage says **out**."),
        (
            "men must really speak out against sexism",
            "Nearly",
            "**really** is in no passage that this campaign has",
        ),
        (
            "men must never speak out against sexism",
            "Not what the letter says",
            "A negation (“not”, “never”, “un-” …) is missing, was put in or stands elsewhere",
        ),
        (
            "sexual harassment and abuse are acceptable",
            "Not what the letter says",
            "**never** is left out.",
        ),
        ("men must speak against sexism", "Nearly", "**out** is left out."),
        (
            "Men are imperfect, we are imperfect",
            "Yes, with other punctuation",
            "only the punctuation differs",
        ),
        (
            "easy for someone who’s been harassed or bullied to speak up",
            "The words are there, but something is left out",
            "Right before or after these words stands **never**",
        ),
        (
            "sexual harassment and abuse are never acceptable support survivors",
            "Put together from different places",
            "Each piece is in the letter word for word",
        ),
        (
            "men must speak out against sexism, support survivors and prevent abuse",
            "Put together from different places",
            "**and** was only added around or between the pieces.",
        ),
        (
            "Men are imperfect. Nobody support survivors.",
            "Not what the letter says",
            "**Nobody** is in no passage",
        ),
        (
            "acted in ways we now regret. Nonetheless, we believe that men must speak out",
            "Yes, over more than one passage",
            "run on from one passage to the next",
        ),
        (
            "acted in ways we now regret. Nonetheless, we believe that women must speak out",
            "Nearly, but not word for word",
            "It says **women**; the passage says **men**.",
        ),
        (
            "We support survivors and eat pizza on Sundays",
            "Not found in the letter",
            "These words of it are there, though:",
        ),
        (
            "But our awe is not enough. Men are imperfect. We are imperfect.",
            "Put together from different places",
            "Paragraph 3, passage 9",
        ),
        ("The moon is made of green cheese", "Not found in the letter", "(French)"),
        (
            "The moon is made of cheese",
            "Not found in the letter",
            "This was not found in any passage",
        ),
        (
            "En tant qu’hommes, nous avons la responsabilité particulière de prévenir les abus",
            "Yes, in a translation of the letter",
            "in a translation (franceinfo, HuffPost (France)).",
        ),
        ("...", "from 3 to 1,000 characters", ""),
    ],
)
async def test_verify(world: World, text: str, title: str, words: str) -> None:
    shown = await world.alice.slash(world.channel, "letter verify", text=text)
    assert shown.ephemeral
    assert title in said(shown)
    assert words in said(shown)


@pytest.mark.parametrize(
    ("letter", "asked", "title", "line"),
    [
        (
            letter_of("كَتَبَ الرَّجُلُ رِسَالَةً", locale="ar"),
            "كتب الرجل رسالة",
            "## Yes, this is in the letter",
            "only vowel points are left out or put in",
        ),
        (
            letter_of(*TEXTS["es-ES"], locale="es-ES"),
            "a quienes hieren. Por eso prometemos escuchar",
            "## The words are there, but something is left out",
            "Right before or after these words stands **nada**",
        ),
    ],
)
def test_a_yes_says_what_is_left_out(
    configuration: Configuration, letter: Letter, asked: str, title: str, line: str
) -> None:
    say = Messages(configuration.messages).voice("en")
    card = comparison_card(Verifier(letter).verify(asked), letter, say, locale="en")
    shown = text_of({"components": card.to_components()})
    assert shown.startswith(title)
    assert line in shown


async def test_a_shortened_sentence_is_never_simply_a_yes(world: World) -> None:
    for text in ("We applaud the … in our country", "En tant qu’hommes, nous … prévenir les abus"):
        shown = await world.alice.slash(world.channel, "letter verify", text=text)
        assert "The words are there, but something is left out" in said(shown)
        assert "Yes, this is in" not in said(shown)
        assert "exactly so" not in said(shown)


async def test_a_translation_never_stands_for_the_letter_or_over_its_sources(world: World) -> None:
    asked = "En tant qu’hommes, nous avons la responsabilité particulière de prévenir les abus"
    shown = said(await world.alice.slash(world.channel, "letter verify", text=asked))
    (passage,) = [one for one in world.configuration.letter.passages if one.text in shown]
    translation = passage.translation("fr")
    assert translation is not None
    assert shown.index(translation.text) < shown.index(passage.text)
    assert "The letter itself was written in English:" in shown
    assert "Read in" not in shown


async def test_what_differs_stands_right_under_the_words_that_announce_it(world: World) -> None:
    asked = "En tant qu’hommes, nous avons la responsabilité énorme de prévenir les abus"
    shown = said(await world.alice.slash(world.channel, "letter verify", text=asked))
    lines = shown.splitlines()
    (announced,) = [at for at, line in enumerate(lines) if line.endswith("It differs here:")]
    assert lines[announced + 1].startswith("- It says **énorme**")
    assert any(line.startswith("It was compared") for line in lines[announced + 2 :])


async def test_pieces_of_a_translation_are_not_said_to_be_in_the_letter(world: World) -> None:
    letter = world.configuration.letter
    french = [one for passage in letter.passages if (one := passage.translation("fr"))]
    text = " ".join(" ".join(one.text.split()[:6]) for one in french[:2])
    shown = said(await world.alice.slash(world.channel, "letter verify", text=text))
    assert "Put together from different places" in shown
    assert f"word for word in a translation ({french[0].credit})" in shown
    assert "in the letter word for word" not in shown


async def test_the_longest_hostile_text_gets_a_card_that_fits(world: World) -> None:
    passages = " ".join(one.text for one in world.configuration.letter.passages)
    for text in (passages[:1_000], "*_~`|<@1>" * 111, "men are imperfect *" * 52):
        shown = await world.alice.slash(world.channel, "letter verify", text=text[:1_000])
        assert shown.ephemeral
        assert len(said(shown)) < 4_000
