"""What a person answers about a new campaign, made fit for its files."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

import regex

from bot.config.locales import LOCALES, is_language
from bot.config.yaml.language_names import code_named
from bot.domain.text import search_form

LONGEST_NAME: Final = 80
LONGEST_PLEDGE: Final = 2_000

_LOCALES: Final = {code.casefold(): code for code in LOCALES}

_AND: Final = frozenset(["and", "und", "et", "e", "y", "i", "&", "+"])

_NEVER: Final = "\ufeff\ufffe\uffff"

CARRIED: Final = {
    "letter": "an open letter that members quote and check",
    "resources": "a page on which members find help",
}
"""What a campaign can have besides its pledge: the file, and what it is for."""


@dataclass(frozen=True, slots=True)
class Answers:
    """All that is asked.

    Attributes:
        languages: codes; the first is the campaign's own.
        carried: keys of `CARRIED`.
    """

    name: str
    languages: tuple[str, ...]
    carried: tuple[str, ...]
    pledge: str
    today: date

    @property
    def id(self) -> str:
        """A key made of the name; of a name in another script, of the day."""
        apart = re.findall(r"[a-z0-9]+", search_form(self.name))
        made = "-".join(apart)[:40].strip("-")
        return made if len(made) >= 2 else f"campaign-{self.today}"

    @property
    def hashtag(self) -> str:
        """A hashtag made of the words of the name."""
        words = regex.findall(r"[\p{L}\p{M}\p{N}]+", self.name)  # vowel signs are marks
        joined = "".join(f"{one[:1].upper()}{one[1:]}" for one in words)[:79]
        return f"#{joined or 'Campaign'}"


class Unfit(ValueError):
    """An answer that cannot be taken; the text says why."""


def name_from(answer: str) -> str:
    """Return a name as it can stand in a heading.

    Raises:
        Unfit: it is empty or too long.
    """
    name = _one_line(answer)
    if not name:
        raise Unfit("a campaign needs a name")
    if len(name) > LONGEST_NAME:
        raise Unfit(f"a name has at most {LONGEST_NAME} characters, and this has {len(name)}")
    return name


def pledge_from(answer: str) -> str:
    """Return a pledge of one or more lines, without what nobody sees.

    Raises:
        Unfit: it is empty or too long.
    """
    lines = [_one_line(line) for line in answer.splitlines()]
    pledge = "\n".join(lines).strip("\n")
    if not pledge:
        raise Unfit("there is nothing to sign without a text")
    if len(pledge) > LONGEST_PLEDGE:
        raise Unfit(f"a pledge has at most {LONGEST_PLEDGE:,} characters, this has {len(pledge):,}")
    return pledge


def languages_from(answer: str) -> tuple[str, ...]:
    """Return the codes of languages that are named by code or in words, with commas between.

    Raises:
        Unfit: one of them is not known, or there is none.
    """
    parts = [one.strip() for one in re.split(r"[,;/]", answer)]
    found = [code for part in parts for code in _codes_in(part)]
    if not found:
        raise Unfit("a campaign needs a language")
    return tuple(dict.fromkeys(found))


def _codes_in(part: str) -> list[str]:
    """Return the codes of one name, which may have more words than one, or of names in a row."""
    if len(words := part.split()) > 1 and (code := code_named(part)):
        return [code]
    return [_code_of(one) for one in words if one.casefold() not in _AND]


def _code_of(named: str) -> str:
    code = _LOCALES.get(named.casefold()) or (named if is_language(named) else code_named(named))
    if code is None:
        known = "write a code such as en, es or ar"
        raise Unfit(f"“{_one_line(named)}” is no language that is known here; {known}")
    return code


def _one_line(text: str) -> str:
    """Return a text without line ends, and without signs that no file of ours can hold."""
    kept = ("" if one in _NEVER else " " if _is_control(one) else one for one in text)
    return " ".join("".join(kept).split())


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs")
