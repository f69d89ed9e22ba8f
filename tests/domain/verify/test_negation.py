"""A negation that is lost or put in is found, in each language the bot speaks."""

from __future__ import annotations

import pytest

from bot.domain.verify import Verdict, Verifier
from cogs.letter import words
from tests.domain.letters import TEXTS, letter_of, shipped
from tests.domain.verify.reading import SAY, read_on

SHIPPED = Verifier(shipped())
VERIFIERS = {locale: Verifier(letter_of(*texts, locale=locale)) for locale, texts in TEXTS.items()}


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "sexual harassment and abuse are acceptable"),
        ("en", "sexual harassment and abuse are always acceptable"),
        ("en", "But our awe is enough"),
        ("en", "Men are perfect. We are perfect."),
        ("en", "Men aren’t imperfect. We arent imperfect."),
        ("en", "men mustn't speak out against sexism"),
        ("en", "It is … easy for someone who’s been harassed or bullied to speak up"),
        ("en", "abuse are acceptable. This goes for everything from sexist and degrading comments"),
        ("en", "sexual harassment and abuse are. This goes for everything from sexist comments"),
        ("en", "Easy for someone who is harassed or bullied to speak up"),
        ("en", "support survivors, sexual harassment and abuse are acceptable to other men"),
        ("en", "Men are imperfect. Nobody support survivors."),
        ("de", "Wir schulden denen, die nicht gesprochen haben, mehr als Beifall"),
        ("de", "Jemand soll allein vor einer verschlossenen Tür stehen"),
        ("de", "Schweigen ist eine Antwort"),
        ("de", "Deshalb versprechen wir, zuzuhören, einzugreifen und Fehler zu verstecken"),
        ("de", "Gewalt ist eine private Sache"),
        ("fr", "Le silence est une réponse"),
        ("fr", "La violence est une affaire privée, même derrière notre propre porte"),
        ("fr", "Nous ne devons plus des applaudissements à celles qui ont parlé"),
        ("fr", "La violence n’est toujours qu’une affaire privée"),
        ("es-ES", "El silencio es una respuesta"),
        ("es-ES", "La violencia es un asunto privado"),
        ("es-ES", "No debemos más que aplausos a quienes hablaron"),
        ("de", "keine zusieht und nichts sagt, hilft denen, die"),
        ("de", "Deshalb versprechen wir, zuzuhören, einzugreifen nicht"),
        ("de", "Schweigen ist mitnichten keine Antwort"),
        ("fr", "jamais même derrière notre propre porte"),
        ("fr", "Le silence n’est aucunement pas une réponse"),
        ("es-ES", "Nadie ante una puerta cerrada"),
        ("es-ES", "La violencia difícilmente jamás es un asunto privado"),
        ("pt-BR", "jamais nem atrás da nossa própria porta"),
        ("pt-BR", "O silêncio é uma resposta"),
        ("pt-BR", "A violência é um assunto privado"),
        ("pt-BR", "Por isso não prometemos ouvir, intervir e esconder os nossos erros"),
    ],
)
def test_it_changes_the_meaning(locale: str, text: str) -> None:
    found = VERIFIERS[locale].verify(text)
    assert found.verdict is not Verdict.EXACT
    assert found.changes_meaning


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "we believe that women must speak out against sexism"),
        ("en", "It isn't ever easy for someone who's been harassed or bullied to speak up"),
        ("en", "men, and gender nonconforming individuals"),
        ("en", "sexual harassment and abuse never acceptable"),  # as a headline has it
        ("fr", "d’écouter, d’intervenir et de jamais"),  # cut off, and without `ne`
        ("fr", "La violence est jamais une affaire privée"),  # as it is spoken, without `ne`
        ("es-ES", "La violencia nunca es un asunto privado"),
        ("es-ES", "La violencia jamas es un asunto privado"),  # typed without accents
        ("es-ES", "Por eso prometemos escuchar e intervenir"),
        ("de", "Gewalt ist nie eine private Sache"),
    ],
)
def test_another_word_or_another_negation_does_not(locale: str, text: str) -> None:
    found = VERIFIERS[locale].verify(text)
    assert (found.verdict, found.changes_meaning) == (Verdict.NEAR, False)


@pytest.mark.parametrize(
    ("locale", "text", "word"),
    [
        ("es-ES", "ayuda hoy a quienes hieren", "nada"),
        ("es-ES", "Debemos más que aplausos a quienes hablaron, ayuda a quienes hieren", "nada"),
        ("pt-BR", "ajuda quem fere, mais do que aplausos", "nada"),
        ("fr", "aide ceux qui blessent. Le silence n’est pas une réponse", "rien"),
    ],
)
def test_a_no_of_the_part_before_is_named_and_not_held_against_the_words(
    locale: str, text: str, word: str
) -> None:
    found = VERIFIERS[locale].verify(text)
    assert found.verdict in (Verdict.NEAR, Verdict.STITCHED)
    assert (found.changes_meaning, found.may_change_meaning) == (False, False)
    assert found.cut_off == word
    assert word in read_on(found, locale)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "sexual harassment and abuse are unacceptable"),
        ("en", "support sexism wherever we see it"),  # `support survivors, condemn sexism`
        ("en", "It’s time we #AskNothingOfHim"),  # a hashtag is a sentence in one word
        ("en", "It’s time we #NeverAskMoreOfHim"),
        ("en", "men must speak out against sexism #NotAllMen"),
        ("de", "Wer zusieht und schweigt, hilft denen, die verletzen"),
        ("fr", "Jamais la violence n’est une affaire privée"),
        ("es-ES", "Por eso prometemos escuchar, intervenir y nunca esconder nuestros errores"),
        ("pt-BR", "Quem olha em silêncio ajuda quem fere"),
    ],
)
def test_a_no_that_went_with_other_words_is_left_to_the_reader(locale: str, text: str) -> None:
    found = VERIFIERS[locale].verify(text)
    assert (found.changes_meaning, found.may_change_meaning) == (False, True)
    heading = read_on(found, locale).splitlines()[0]
    assert SAY(words.OPEN_TITLE) in heading


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("easy for someone who’s been harassed or bullied to speak up", "never"),
        ("But our awe is", "not"),
        ("acceptable", "never"),
        ("They are fellow artists", ""),
        ("Until now, only a small number of them", ""),
        ("men", ""),
    ],
)
def test_a_negation_right_beside_a_quotation_is_named(text: str, word: str) -> None:
    found = SHIPPED.verify(text)
    assert (found.verdict, found.cut_off) == (Verdict.EXACT, word)
