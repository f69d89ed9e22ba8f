"""A small configuration folder that is right, to be spoilt one line at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.config import Configuration, ConfigurationFaults, load
from bot.domain.phrases import Phrase, phrase

CAMPAIGN = """\
id: spring
name: Spring
hashtag: "#Spring"
about:
  en: What it is.
# Where else people can read about it.
# where people find help stands in resources.yaml
links:
  - label: Home
    url: https://example.org
dates:
  launched: 2026-03-01
  opens: 2026-03-02
  closes: 2026-04-01
goal:
  target: 1000
  steps: [100, 500]
pledge:
  version: "1"
  texts:
    en: I pledge.
"""

ENGLISH = """\
greeting:
  hello: Hello {name}
  button: Sign
tally:
  count:
    one: One person
    other: "{count} people"
"""

SUPPORT = """\
review_every_days: 90
fallback: [world]
countries: []
resources:
  - id: world
    name: World
    does:
      en: Lists help in every country.
    audience: [survivor]
    regions: ["*"]
    contacts:
      web: https://example.org
    source: its own page
    evidence: official-page
audiences:
  - id: survivor
    label: { en: It happened to me }
    first: true
"""

LETTER = """\
title: A letter
published: 2020-01-02
locale: en
publishers: [The Paper]
organiser: Somebody
sources:
  - id: paper
    outlet: The Paper
    url: https://example.org/paper
    published: 2020-01-02
    author: A Writer
themes:
  - id: hope
    label: { en: Hope }
content_notes:
  - id: grief
    text: { en: It speaks of grief. }
passages:
  - id: first
    paragraph: 1
    text: We hope.
    themes: [hope]
    content_note: grief
    sources: [paper]
    translations:
      - locale: fr
        text: Nous espérons.
        by: Le Journal
  - id: second
    paragraph: 2
    text: We go on.
    sources: [paper]
signatories:
  press_count: 5
  confirmed:
    - name: A Person
      role: actor
      sources: [paper]
      note: { en: Spelt in two ways. }
    - name: Another
      sources: [paper]
      withheld: at their request
"""

PHRASES: dict[str, Phrase] = {
    one.key: one
    for one in (
        phrase("greeting.hello", "name", "day"),
        phrase("greeting.button", limit=10),
        phrase("tally.count", plural="count"),
    )
}


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder `config` in a directory of its own, which is the working directory."""

    root: Path

    def write(self, name: str, content: str | bytes) -> None:
        data = content if isinstance(content, bytes) else content.encode()
        (self.root / name).write_bytes(data)

    def campaign(self, old: str, new: str) -> None:
        """Write the campaign with one passage, which it has exactly once, replaced."""
        assert CAMPAIGN.count(old) == 1
        self.write("campaign.yaml", CAMPAIGN.replace(old, new))

    def letter(self, old: str, new: str) -> None:
        """Write the letter with one passage, which it has exactly once, replaced."""
        assert LETTER.count(old) == 1, old
        self.write("letter.yaml", LETTER.replace(old, new))

    def english(self, old: str, new: str) -> None:
        """Write the English words with one passage, which they have exactly once, replaced."""
        assert ENGLISH.count(old) == 1
        self.write("messages/en.yaml", ENGLISH.replace(old, new))

    def load(self) -> Configuration:
        return load(Path("config"), PHRASES, shipped=self.root / "messages")

    def faults(self) -> list[str]:
        """Load what is wrong, and return what is said about it."""
        with pytest.raises(ConfigurationFaults) as raised:
            self.load()
        return [str(fault) for fault in raised.value.faults]
