"""What a reading of every word found wrong, unsafe or untrue is said otherwise, and stays so."""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import chain

import pytest

from bot.config import Configuration, load
from bot.outreach import phrases
from tests.config.test_shipped import ROOT, sentences, told
from tests.domain.letters import shipped as letter

LANGUAGES = ("en", "de", "fr", "es", "pt-BR")

PASSAGES = {
    "courage": "b8542e4ef014",
    "never-easy": "960932c917fb",
    "colleagues-and-friends": "b48ef9b51a32",
    "awe-is-not-enough": "ea9a72684279 f1bba0c43255",
    "vast-majority": "c32880fe0196 0e49719a4a9f",
    "decision-making-power": "8f54c56f6b99",
    "make-it-clear": "4b7602895a5b 871985d84dc9",
    "everything-from": "e6e11b48c011 67988e954657",
    "painfully-honest": "77e151310ffd",
    "speak-out": "90a75b22d5f6",
    "the-pledge": "681e3ddc708e",
    "inspire-others": "31548cbec09e",
    "ask-more": "f4fbdbf6dc0e",
}
"""Each passage and its translation, by digest: the words as the papers printed them."""


def digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:12]


def test_the_letter_stands_as_it_was_printed_on_every_machine() -> None:
    texts = {
        one.id: [one.text, *(translated.text for translated in one.translations)]
        for one in letter().passages
    }
    assert {one: " ".join(map(digest, text)) for one, text in texts.items()} == PASSAGES


def test_a_paper_is_named_under_the_words_that_it_printed() -> None:
    (found,) = [one for one in letter().passages if one.id == "speak-out"]
    assert [one.id for one in found.sources] == ["breitbart"], "another left “Nonetheless” out"


@pytest.fixture(scope="module")
def shipped() -> Configuration:
    return load(ROOT, phrases())


SAID = {
    "commands.resources": ("bot keeps nothing", "Bot speichert", "bot ne", "bot no", "bot não"),
    "command_names.find_help": ("Find help", "Hilfe", "Trouver de l", "Buscar ayuda", "Encontrar"),
    "letter.read_in": ("Read in", "Gelesen bei", "Lu dans", "Leído en", "Lido em"),
    "letter.gaps": ("missing", "fehlen", "manquent", "faltan", "faltam"),
    "letter.signatories_unconfirmed": ("about", "etwa", "environ", "unas", "cerca de"),
    "resources.wrong_button": ("A contact", "Ein Kontakt", "Un contact", "Un contacto", "Um cont"),
    "pledge.who_sees": (
        "bot tells nobody here",
        "Bot sagt es hier niemandem",
        "bot ne le dit à personne ici",
        "bot no le dice a nadie aquí",
        "bot não conta a ninguém aqui",
    ),
    "pledge.list_warning": ("can be", "kann dafür", "peut exposer", "puede", "pode ser alvo"),
    "privacy.policy_not_kept": ("IP address", "IP-Adresse", "adresse IP", "dirección IP", "ço IP"),
    "campaign.milestone": ("Next mil", "Nächster Mei", "Prochaine ét", "Próximo hito", "Próximo m"),
}
"""What a key says, in English, German, French, Spanish and Portuguese."""


@pytest.mark.parametrize("key", SAID)
def test_it_says_so_in_each_language(shipped: Configuration, key: str) -> None:
    for locale, words in zip(LANGUAGES, SAID[key], strict=True):
        assert words in str(shipped.messages[locale][key]), locale


AVOIDED = {
    "en": r"is in despair|\bAs printed in|This did not work|men of the entertainment industry"
    r"|fingerprint|\bsupport page|erases? you\b",
    "de": r"sexuelle[rnm]? Missbrauch|Misshandlung|Vorbeugung|Filmleute|Kollegenkreis|erfährt"
    r"|[Nn]amenswand|fingerabdruck|\b(Ihnen|Ihrem|Ihren)\b|kleinen Weile",
    "fr": r"répertoire|plainte|maltraitance|\bn’apprend\b|En danger maintenant"
    r"|empreinte|\bexploite|Avertissement|\b(vous|votre|vos)\b",
    "es": r"\b(he|has|ha|hemos|han) \w+[aei]do\b|huella|\bopera\b|\busted(es)?\b|\bvuestr",
    "pt-BR": r"diretório|Agradecemos\.|código de verificação|Eu cobro primeiro de mim"
    r"|\bopera\b|impressão digital|\b(tu|teu|tua)\b|sofreram assédio",
}
"""What no language says, in any file: other terms, another form of address, what a review found."""


@pytest.mark.parametrize("locale", LANGUAGES)
def test_what_is_avoided_is_said_nowhere(shipped: Configuration, locale: str) -> None:
    words = chain(sentences(shipped, locale), told(locale))
    assert [one for one in words if re.search(AVOIDED[locale], one)] == []


def test_readers_in_latin_america_get_their_word_for_survivors() -> None:
    words = list(told("es-419"))
    assert len(words) >= 3
    assert all("supervivientes" not in one.lower() for one in words)
    assert sum("obrevivientes" in one for one in words) >= 3
