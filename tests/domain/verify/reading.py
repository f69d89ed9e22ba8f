"""What the card for a comparison says."""

from __future__ import annotations

from bot.config.load import load
from bot.domain.verify import Comparison
from bot.messages import Messages
from bot.outreach import phrases
from cogs.letter.comparison import comparison_card
from tests.components import text_of
from tests.domain.letters import CONFIG, TEXTS, letter_of

SAY = Messages(load(CONFIG, phrases()).messages).voice("en")


def read_on(found: Comparison, locale: str) -> str:
    """Return the words of the card for a comparison."""
    letter = letter_of(*TEXTS[locale], locale=locale)
    card = comparison_card(found, letter, SAY, locale="en")
    return text_of({"components": card.to_components()})
