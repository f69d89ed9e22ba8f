"""Cards share messages as far as Discord's limits go, so that a tryout of all takes a minute."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.config import Configuration, load
from bot.domain.clock import system_clock
from bot.interactions.cards import Card, button, row, text
from bot.outreach import phrases
from bot.pictures import Pictures
from bot.tryout.cards import Trial, trials
from bot.tryout.packing import Batch, packed
from bot.tryout.posting import A_MESSAGE
from bot.tryout.threads import threads_for
from tests.components import broken_rules

REPOSITORY = Path(__file__).parents[3]
PLEDGE_ALONE = REPOSITORY / "tests" / "campaigns" / "pledge"


def of(folder: Path, *locales: str) -> list[Trial]:
    configuration: Configuration = load(folder, phrases())
    return list(trials(configuration, locales, now=system_clock(), bot_id=4242))


async def test_all_cards_stand_once_in_messages_that_discord_takes() -> None:
    found = of(REPOSITORY / "config", "en", "de")
    titles = Counter(one.title for one in found)
    batches = packed(found)
    assert Counter(one.title for batch in batches for one in batch.trials) == titles
    pictures = Pictures(limit=0)
    for batch in batches:
        view, files = await batch.ready(pictures)
        payload = {"flags": 1 << 15, "components": view.to_components()}
        assert broken_rules("", payload) == [], batch.title
        names = [one.filename for one in files]
        assert len(set(names)) == len(names), batch.title
    assert len(batches) * 3 < len(found)


def test_every_language_of_the_shipped_campaign_takes_a_minute_in_threads() -> None:
    messages = 5 * len(packed(of(REPOSITORY / "config", "de")))
    assert messages * A_MESSAGE / threads_for(messages) < 65
    assert threads_for(50) == 0, "so few need no thread"


def test_a_campaign_without_letter_and_help_tries_neither() -> None:
    found = of(PLEDGE_ALONE, "en")
    assert {"pledge", "setup", "tally"} < {one.feature for one in found}
    assert {"letter", "resources"}.isdisjoint(one.feature for one in found)
    assert sum(len(one.trials) for one in packed(found)) == len(found)


def trial(name: str, *custom_ids: str, words: int = 10, part: int | None = None) -> Trial:
    buttons = row(button(one, "help", one) for one in custom_ids)
    parts = [text("x" * words, part=part), *([buttons] if buttons else [])]
    return Trial("help", name, "en", Card(*parts))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (trial("a", "same"), trial("b", "same", "else")),
        (trial("a", part=7), trial("b", part=7)),
        (trial("a", words=2_001), trial("b", words=2_000)),
    ],
    ids=["custom_id", "part", "text"],
)
def test_what_a_message_takes_once_is_laid_into_two(one: Trial, other: Trial) -> None:
    assert not Batch.of(one).takes(Batch.of(other))
    assert len(packed([one, other])) == 2


def test_a_batch_is_named_by_its_first_card_and_comes_apart_again() -> None:
    (batch,) = packed([trial("a", "one"), trial("b", "two", words=1_000)])
    assert batch.title == "help b (en) and 1 more"
    assert [one.title for one in batch.split()] == ["help b (en)", "help a (en)"]
