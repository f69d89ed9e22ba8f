"""What a person answers about a new campaign, made fit for its files."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Final

import regex

from bot.config.locales import LOCALES, is_language
from bot.config.messages import SHIPPED
from bot.config.yaml.characters import seen
from bot.config.yaml.language_names import code_named
from bot.domain.languages import language_of, own_locale
from bot.domain.text import search_form

LONGEST_NAME: Final = 80
LONGEST_PLEDGE: Final = 2_000

_LOCALES: Final = {code.casefold(): code for code in LOCALES}

_ID_DIGITS: Final = 6

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
        folder: the name of the folder that the campaign is written into.
    """

    name: str
    languages: tuple[str, ...]
    carried: tuple[str, ...]
    pledge: str
    today: date
    folder: str = ""

    @property
    def id(self) -> str:
        """A key made of the name, or of the folder's; where both are in another script, of the day.

        Two campaigns with one key would share what is stored: the day alone is not enough.
        """
        for name in (self.name, self.folder):
            apart = re.findall(r"[a-z0-9]+", search_form(name))
            made = "-".join(apart)[:40].strip("-")
            if len(made) >= 2:
                return made
        digest = sha256(self.name.encode(errors="replace")).hexdigest()
        return f"campaign-{self.today}-{digest[:_ID_DIGITS]}"

    @property
    def hashtag(self) -> str:
        """A hashtag made of the words of the name.

        Capitals show where a word begins; in a script that has none, `_` stands between two.
        """
        words = regex.findall(r"[\p{L}\p{M}\p{N}]+", seen(self.name))  # vowel signs are marks
        joined = "".join(f"{one[:1].upper()}{one[1:]}" for one in words[:1])
        for before, one in pairwise(words):
            apart = "_" if _is_without_capitals(before) or _is_without_capitals(one) else ""
            joined += f"{apart}{one[:1].upper()}{one[1:]}"
        return f"#{joined[:79].rstrip('_') or 'Campaign'}"


class Unfit(ValueError):
    """An answer that cannot be taken; the text says why."""


def name_from(answer: str) -> str:
    """Return a name as it can stand in a heading.

    Raises:
        Unfit: there is nothing to see in it, or it is too long.
    """
    name = _one_line(answer)
    if not seen(name).strip():
        raise Unfit("a campaign needs a name")
    if len(name) > LONGEST_NAME:
        raise Unfit(f"a name has at most {LONGEST_NAME} characters, and this has {len(name)}")
    return name


def pledge_from(answer: str) -> str:
    """Return a pledge of one or more lines, without blanks at their ends.

    Raises:
        Unfit: there is nothing to see in it, or it is too long.
    """
    lines = [_one_line(line) for line in answer.splitlines()]
    pledge = "\n".join(lines).strip("\n")
    if not seen(pledge).strip():
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
    """Return the code of a language; of one that the bot speaks in another form alone, that one."""
    code = _LOCALES.get(named.casefold()) or (named if is_language(named) else code_named(named))
    if code is None:
        known = "write a code such as en, es or ar"
        raise Unfit(f"“{_one_line(named)}” is no language that is known here; {known}")
    regional = own_locale(sorted(one.stem for one in SHIPPED.glob("*.yaml")), code)
    return regional if regional and code == language_of(code) else code


def _is_without_capitals(word: str) -> bool:
    return word[0].isalpha() and word[0].upper() == word[0].lower()


def _one_line(text: str) -> str:
    """Return a text without line ends, and without signs that no file of ours can hold."""
    kept = ("" if one in _NEVER else " " if _is_control(one) else one for one in text)
    return " ".join("".join(kept).split())


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs")
