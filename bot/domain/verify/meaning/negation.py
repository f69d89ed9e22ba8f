"""Finds the words that say no, in each language the bot speaks."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.domain.languages import language_of


@dataclass(frozen=True, slots=True)
class Negation:
    """How a language says no.

    Attributes:
        words: the words that do, folded.
        endings, beginnings: parts of words that do.
        prefixes: what turns a word into its opposite, and the letters that word has at least.
        escorts: words that say no alone, and only accompany a word that does (French `ne`).
        escorted: words that say no where an escort stands by them (French `personne`).
    """

    words: frozenset[str]
    endings: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    prefixes: Mapping[str, int] = field(default_factory=dict[str, int])
    escorts: frozenset[str] = frozenset()
    escorted: frozenset[str] = frozenset()


_NEAR: Final = 4
"""Words within which an escort stands by the word that says no."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(map(_bare, listed.split()))


def _bare(word: str) -> str:
    """Return a word without accents: a negation is one however carelessly it is typed."""
    apart = unicodedata.normalize("NFD", word)
    return "".join(one for one in apart if not unicodedata.combining(one))


_WITHOUT_APOSTROPHE: Final = _words(
    "dont doesnt didnt isnt arent wasnt werent wont wouldnt cant couldnt shouldnt mustnt neednt "
    "havent hasnt hadnt aint shant mightnt oughtnt"
)

SIGNS: Final = "≠¬❌⛔✖✗✘🚫"
"""Signs that say no between two words, in every language."""
_EACH_SIGN: Final = frozenset(SIGNS)

_NEGATIONS: Final[Mapping[str, Negation]] = {
    "en": Negation(
        _words(
            "no not never none nobody nothing nowhere neither nor without cannot hardly seldom "
            "rarely barely scarcely nope"
        )
        | _WITHOUT_APOSTROPHE,
        endings=("n't",),
        prefixes={"un": 4, "non": 4, "dis": 5, "in": 6, "im": 6, "ir": 6, "il": 6},
    ),
    "de": Negation(
        _words(
            "nicht nichts nie niemals nimmer nimmermehr niemand niemanden niemandem niemandes "
            "nirgends nirgendwo nirgendwohin nirgendwoher nein nee nö weder ohne kaum selten "
            "mitnichten nichtmal"
        ),
        beginnings=("kein",),
        prefixes={"un": 4, "miss": 5, "nicht": 4},
    ),
    "fr": Negation(
        _words(
            "non pas jamais rien aucun aucune aucuns aucunes aucunement nul nulle nuls nulles ni "
            "sans guère nullement rarement nan"
        ),
        prefixes={"in": 6, "im": 6, "ir": 6, "il": 6, "mal": 5, "dé": 6, "non": 4},
        escorts=frozenset({"ne", "n'"}),
        escorted=frozenset({"personne"}),
    ),
    "es": Negation(
        _words(
            "no nunca jamás nada nadie ningún ninguno ninguna ningunos ningunas ni sin tampoco "
            "apenas raramente difícilmente"
        ),
        prefixes={"in": 6, "im": 6, "ir": 6, "i": 6, "des": 6},
    ),
    "pt": Negation(
        _words(
            "não nunca jamais nada ninguém nenhum nenhuma nenhuns nenhumas nem sem tampouco "
            "raramente dificilmente"
        ),
        prefixes={"in": 6, "im": 6, "ir": 6, "i": 6, "des": 6},
    ),
}


def is_known(locale: str) -> bool:
    """Return whether the words that say no are known in a language."""
    return language_of(locale) in _NEGATIONS


def negating(words: Sequence[str], locale: str) -> list[bool]:
    """Return for each folded word whether it says no; never in a language that is not known."""
    rule = _NEGATIONS.get(language_of(locale))
    if rule is None:
        return [False] * len(words)
    escorts = [_escorts(word, rule) for word in words]
    alone = [
        _says_no(word, rule) or (word in rule.escorted and _any_near(escorts, at))
        for at, word in enumerate(words)
    ]
    return [says or (escorts[at] and not _any_near(alone, at)) for at, says in enumerate(alone)]


def _any_near(marked: Sequence[bool], at: int) -> bool:
    return any(marked[max(0, at - _NEAR) : at + _NEAR + 1])


def _says_no(word: str, rule: Negation) -> bool:
    if word in _EACH_SIGN:
        return True
    word = _bare(word)
    if word.endswith(rule.endings) or word.startswith(rule.beginnings):
        return True
    parts = word, word.rpartition("'")[2], word.partition("'")[0]  # `qu'aucun`, `nobody's`
    return not rule.words.isdisjoint(parts)


def is_escort(word: str, locale: str) -> bool:
    """Return whether a folded word only accompanies one that says no."""
    rule = _NEGATIONS.get(language_of(locale))
    return rule is not None and word in rule.escorts


def _escorts(word: str, rule: Negation) -> bool:
    return word in rule.escorts or word[: word.find("'") + 1] in rule.escorts


def opposite(one: str, other: str, locale: str) -> bool:
    """Return whether one folded word is the other with a prefix that says no."""
    rule = _NEGATIONS.get(language_of(locale))
    short, long = sorted((one, other), key=len)
    prefixes = rule.prefixes.items() if rule else ()
    return any(len(short) >= least and long == prefix + short for prefix, least in prefixes)
