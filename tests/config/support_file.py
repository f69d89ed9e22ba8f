"""A small support file that is right, and what is told of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.config.load import SUPPORT
from bot.config.yaml.faults import Fault

TODAY = date(2026, 11, 23)
GOOD = """\
review_every_days: 90
fallback: [world]
countries:
  - country: GB
    call: ["999"]
  - country: DE
    call: ["110", "112"]
parts:
  - part: GB-ENG
    name:
      en: England
resources:
  - id: one
    name: One
    does:
      en: Helps.
    audience: [survivor]
    regions: [GB-ENG]
    contacts:
      phone: "0808 500 2222"
    source: its own page
    evidence: official-page
    verified_on: 2026-11-01
    verified_by: the team
  - id: world
    name: World
    does:
      en: Lists help.
    audience: [survivor, supporter]
    regions: ["*"]
    contacts:
      web: https://example.org
    source: a list
    evidence: corroborated
audiences:
  - id: survivor
    label: { en: It happened to me }
    first: true
  - id: survivor-men
    label: { en: "It happened to me, and I am a man" }
    first: true
  - id: supporter
    label: { en: It happened to someone else }
"""


def faults(folder: Path, text: str) -> list[str]:
    (folder / "resources.yaml").write_text(text, encoding="utf-8")
    found: list[Fault] = []
    SUPPORT.read(folder, found)
    return [str(one).partition("resources.yaml:")[2] for one in found]
