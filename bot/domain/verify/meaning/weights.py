"""Tells whether other words oblige, allow or measure otherwise: `must`, `may`; `all`, `some`; 9."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.languages import language_of

_KINDS: Final[Mapping[str, Sequence[str]]] = {
    "en": (
        "must need needs",
        "should ought",
        "may might can could perhaps maybe possibly",
        "will would want wants",
        "all every each everyone everybody everything entire whole always",
        "most majority mostly mainly",
        "many much often lots",
        "some several someone something sometimes",
        "few little minority less fewer",
        "least",
        "more",
        "only just merely",
        "large big great vast",
        "small tiny",
    ),
    "de": (
        "muss müssen musst müsst müsste müssten",
        "soll sollen sollte sollten",
        "darf dürfen kann können könnte könnten dürfte vielleicht möglicherweise",
        "will wollen möchte möchten",
        "alle alles jede jeder jedes jeden jedem immer stets ganz",
        "meist meiste meisten mehrheit",
        "viele vielen viel oft häufig",
        "einige manche mancher manchmal",
        "wenige wenigen wenig weniger minderheit",
        "mehr",
        "nur bloß lediglich",
    ),
    "fr": (
        "doit doivent dois devons devez faut",
        "devrait devraient",
        "peut peuvent pourrait pourraient",
        "veut veulent voudrait",
        "tout tous toute toutes chaque chacun chacune toujours",
        "plupart majorité",
        "beaucoup souvent nombreux nombreuses",
        "certains certaines quelques parfois",
        "peu minorité moins",
        "plus davantage",
        "seulement uniquement",
    ),
    "es": (
        "debe deben debo debemos",
        "debería deberían",
        "puede pueden podría podrían quizá quizás",
        "quiere quieren",
        "todo toda todos todas cada siempre",
        "mayoría",
        "muchos muchas mucho mucha",
        "algunos algunas algún alguna",
        "pocos pocas poco poca minoría menos",
        "más",
        "solo sólo solamente únicamente",
    ),
    "pt": (
        "deve devem devo devemos",
        "deveria deveriam",
        "pode podem poderia poderiam talvez",
        "quer querem",
        "todo toda todos todas tudo cada sempre",
        "maioria",
        "muitos muitas muito muita",
        "alguns algumas algum alguma",
        "poucos poucas pouco pouca minoria menos",
        "mais",
        "somente apenas",
    ),
}
"""Words of one weight stand in one line."""

_WEIGHTS: Final = {
    language: {word: at for at, kind in enumerate(kinds) for word in kind.split()}
    for language, kinds in _KINDS.items()
}

_FEW: Final = 2
"""Words that may be left out with one that weighs; where more are, the rest of them tells."""


def weigh_otherwise(printed: Sequence[str], said: Sequence[str], locale: str) -> bool:
    """Return whether folded words said in place of the printed ones weigh otherwise.

    They do where one obliges, allows or measures and no other one like it stands for it, or where
    a number does. A longer part that is left out whole weighs nothing.
    """
    if not said and len(printed) > _FEW:
        return False
    return _weighing(printed, locale) != _weighing(said, locale)


def _weighing(words: Sequence[str], locale: str) -> set[int | str]:
    weights = _WEIGHTS.get(language_of(locale), {})
    kinds: set[int | str] = {weights[word] for word in words if word in weights}
    return kinds | {word for word in words if any(sign.isdecimal() for sign in word)}
