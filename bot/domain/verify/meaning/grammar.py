"""What the words of a language are to a word that says no beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.languages import language_of


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a language's words are to a no beside them.

    Attributes:
        verbs: auxiliaries, of which a no beside them is said.
        light: articles and the like, which carry no sense of their own either.
        joining: words that begin another part of a sentence.
        forward: words that say no of what follows them, wherever they stand.
        otherwise: words that deny without saying no ("far from", "anything but").
        denying: the beginnings of words that deny what follows without saying no ("we refuse to").
        excepting: words that deny it or a part of it, whole ("except", "stop").
        limiting: words that limit a no beside them ("not only", "no longer").
        weak: words that say no, and not quite.
        concord: whether two words that say no are one no together ("no … nada").
    """

    verbs: frozenset[str]
    light: frozenset[str]
    joining: frozenset[str]
    forward: frozenset[str]
    otherwise: frozenset[str]
    denying: tuple[str, ...]
    excepting: frozenset[str]
    limiting: frozenset[str]
    weak: frozenset[str]
    concord: bool = False


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _beginnings(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


_GRAMMARS: Final[Mapping[str, Grammar]] = {
    "en": Grammar(
        _words(
            "be been being is are was were am isn't aren't wasn't weren't do does did don't "
            "doesn't didn't has have had can can't could must mustn't should shall will would may "
            "might cannot"
        ),
        _words("a an the any some ever more to it s re ve ll m d"),
        _words("and or but that because who which if when as than"),
        _words("no not never without cannot hardly seldom rarely barely scarcely nor neither"),
        _words("far anything refuse fail lack stop avoid zero less"),
        _beginnings("refus fail doubt deny deni reject oppos fals untru"),
        _words("except excepting stop stops stopped cease ceases lie lies lied myth wrong used"),
        _words("only merely just simply always anymore longer necessarily entirely all yet"),
        _words("hardly seldom rarely barely scarcely"),
    ),
    "de": Grammar(
        _words(
            "sein ist sind war waren bin bist wird werden hat haben hatte kann können darf dürfen "
            "soll sollen muss müssen will wollen"
        ),
        _words("ein eine einen einem einer eines der die das den dem des zu mehr auch"),
        _words("und oder aber dass weil wer die der das wenn als"),
        _words("ohne weder"),
        _words("alles weit fern anderes verbieten aufhören weniger"),
        _beginnings("weiger verweiger bezweifel leugne bestreit ablehn falsch gelogen lüge unwahr"),
        _words("außer ausgenommen aufhören"),
        _words("nur bloß lediglich allein immer mehr unbedingt länger ganz alle"),
        _words("kaum selten"),
    ),
    "fr": Grammar(
        _words("être est sont était ont a avoir doit doivent peut peuvent faut"),
        _words("un une des de d' le la les l' du plus à"),
        _words("et ou mais que qui car si"),
        _words("sans ni aucun aucune nul nulle ne"),
        _words("loin tout cesser refuser éviter moins"),
        _beginnings("refus dout contest mensong menti"),
        _words("sauf hormis excepté faux fausse nie nient nions nier cesse cessons cessent cesser"),
        _words("seulement toujours plus forcément nécessairement tous toutes simplement"),
        _words("guère rarement"),
        concord=True,
    ),
    "es": Grammar(
        _words("ser es son era está están ha han debe deben puede pueden hay"),
        _words("un una unos unas el la los las de más a"),
        _words("y e o u pero que porque quien si"),
        _words("no sin ni"),
        _words("lejos todo dejar evitar menos"),
        _beginnings("rechaz dudamos dudo duda fals mentir"),
        _words(
            "excepto salvo niega niego negamos niegan negar negaron dejar deja dejan dejamos deje"
        ),
        _words("solo sólo solamente siempre ya más necesariamente todos todas"),
        _words("apenas raramente difícilmente"),
        concord=True,
    ),
    "pt": Grammar(
        _words("ser é são era está estão tem têm deve devem pode podem há"),
        _words("um uma uns umas o a os as de mais"),
        _words("e ou mas que porque quem se"),
        _words("não sem nem"),
        _words("longe tudo deixar evitar menos"),
        _beginnings("recus duvid rejeit fals mentir"),
        _words("exceto salvo nega nego negamos negam negar deixar deixa deixam deixamos deixe"),
        _words("só somente apenas sempre mais já necessariamente todos todas"),
        _words("raramente dificilmente"),
        concord=True,
    ),
}


def grammar_of(locale: str) -> Grammar | None:
    """Return what is known of a language, or None."""
    return _GRAMMARS.get(language_of(locale))
