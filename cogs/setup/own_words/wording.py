"""A sentence as it is written and as members read it, and what a draft of it would be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.config import Campaign
from bot.domain.phrases import Phrase
from bot.domain.refusals import OutdatedControl
from bot.domain.sentences import SENTENCES, UnfitReason, cleaned, key_of, literal, unfit
from bot.domain.settings import StoredSettings
from bot.domain.tallies import next_milestone
from bot.messages import Messages, Voice, with_isolates

LONGEST_ECHO: Final = 800
"""Characters of a draft that is shown again; more fit no sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in one language, both named by an untrusted control and known to be there."""

    phrase: Phrase
    locale: str

    @property
    def key(self) -> str:
        """The key of the setting that holds a server's words of it."""
        return key_of(self.locale, self.phrase)


@dataclass(frozen=True, slots=True)
class Written:
    """What a sentence says in a server.

    Attributes:
        text: as it is written, with placeholders.
        shown: as members read it, with the campaign's own values.
        version: of what this server chose, or that it chose nothing.
        own: whether these words, or words that do not fit any more, were chosen in this server.
        unfits: whether what was chosen does not fit any more, and the bot's own words are said.
    """

    sentence: Sentence
    text: str
    shown: str
    version: str
    own: bool = False
    unfits: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wrote, and nobody else sees yet.

    Attributes:
        shown: as members would read it; nothing where it cannot be kept, and `why` says why not.
        version: of what the sentence said when it was shown to them.
        meanwhile: what the sentence says by now, where somebody else changed it since.
    """

    sentence: Sentence
    text: str
    shown: str
    version: str
    why: UnfitReason | None = None
    meanwhile: str | None = None


class Wording:
    """Knows what each sentence says, shipped and in a server's own words."""

    def __init__(self, messages: Messages, campaign: Campaign) -> None:
        self._messages = messages
        self._campaign = campaign

    @property
    def keys(self) -> tuple[str, ...]:
        """The sentences that this campaign has, in the order in which they are shown."""
        return tuple(key for key, one in SENTENCES.items() if self._messages.voice().says(one))

    def named(self, locale: str, key: str) -> Sentence:
        """Return the sentence that a control names.

        Raises:
            OutdatedControl: there is no such sentence, or no such language.
        """
        if locale not in self._messages.locales or key not in self.keys:
            raise OutdatedControl
        return Sentence(SENTENCES[key], locale)

    def written(self, stored: StoredSettings, sentence: Sentence) -> Written:
        """Return what a sentence says in a server."""
        kept = stored.kept_words.get(sentence.key)
        fits = kept is not None and not unfit(kept, sentence.phrase)
        say = self._messages.voice(sentence.locale)
        text = kept if kept is not None and fits else say.written(sentence.phrase)
        own = kept is not None
        return Written(
            sentence,
            text,
            self._shown(sentence, text),
            stored.version(sentence.key),
            own=own,
            unfits=own and not fits,
        )

    def draft(self, stored: StoredSettings, sentence: Sentence, typed: str, version: str) -> Draft:
        """Return what the typed words would say, or why they cannot be kept."""
        text = cleaned(typed, sentence.phrase)
        why = unfit(text, sentence.phrase)
        shown = "" if why else self._shown(sentence, text)
        now = stored.version(sentence.key)
        meanwhile = None if now == version else self.written(stored, sentence).shown
        return Draft(sentence, text[:LONGEST_ECHO], shown, now, why, meanwhile)

    def _shown(self, sentence: Sentence, text: str) -> str:
        phrase, locale = sentence.phrase, sentence.locale
        say = self._messages.voice(locale).with_words({f"{locale}.{phrase.key}": literal(text)})
        return self._filled(say, phrase)

    def _filled(self, say: Voice, phrase: Phrase) -> str:
        campaign, goal = self._campaign, self._campaign.goal
        values: dict[str, object] = {
            "about": with_isolates(campaign.about.best(say.locale)[1]),
            "hashtag": campaign.hashtag.replace("_", r"\_"),
            "day": campaign.dates.launched,
            "name": campaign.name,
            "milestone": next_milestone(0, goal=goal.target, steps=goal.declared_steps),
            "goal": goal.target,
        }
        return say(phrase, **{name: values[name] for name in phrase.placeholders})
