"""The shipped letter, and small ones for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from bot.config.model_file import ModelFile
from bot.config.models.letter import LetterFile
from bot.config.yaml.faults import Fault
from bot.domain.letter import Letter, Passage, Source, Translation

CONFIG = Path(__file__).resolve().parents[2] / "config"
SOURCE = Source("paper", "The Paper", "https://paper.example/letter")


@cache
def shipped() -> Letter:
    """Return the letter of the shipped configuration."""
    faults: list[Fault] = []
    found = ModelFile("letter", LetterFile).read(CONFIG, faults)
    assert found is not None, faults
    return found.value.letter()


TEXTS: Mapping[str, Sequence[str]] = {
    "en": [one.text for one in shipped().passages],
    "de": [
        (
            "Wir schulden denen, die gesprochen haben, mehr als Beifall. Niemand soll allein vor "
            "einer verschlossenen Tür stehen."
        ),
        "Schweigen ist keine Antwort. Wer zusieht und nichts sagt, hilft denen, die verletzen.",
        "Deshalb versprechen wir, zuzuhören, einzugreifen und Fehler nicht zu verstecken.",
        "Gewalt ist niemals eine private Sache, auch nicht hinter der eigenen Tür.",
    ],
    "fr": [
        (
            "Nous devons plus que des applaudissements à celles qui ont parlé. Aucune ne doit "
            "rester seule devant une porte fermée."
        ),
        "Le silence n’est pas une réponse. Qui regarde sans rien dire aide ceux qui blessent.",
        "Nous promettons donc d’écouter, d’intervenir et de ne jamais cacher nos erreurs.",
        "La violence n’est jamais une affaire privée, même derrière notre propre porte.",
    ],
    "es-ES": [
        (
            "Debemos más que aplausos a quienes hablaron. Nadie debe quedarse a solas ante una "
            "puerta cerrada."
        ),
        "El silencio no es una respuesta. Quien mira sin decir nada ayuda a quienes hieren.",
        "Por eso prometemos escuchar, intervenir y no esconder nunca nuestros errores.",
        "La violencia jamás es un asunto privado, tampoco detrás de nuestra propia puerta.",
    ],
    "pt-BR": [
        (
            "Devemos mais do que aplausos a quem falou. Ninguém deve ficar só diante de uma porta "
            "fechada."
        ),
        "O silêncio não é uma resposta. Quem olha sem dizer nada ajuda quem fere.",
        "Por isso prometemos ouvir, intervir e nunca esconder os nossos erros.",
        "A violência jamais é um assunto privado, nem atrás da nossa própria porta.",
    ],
    "ru": [
        (
            "Мы должны тем, кто заговорил, больше, чем аплодисменты. Никто не должен оставаться "
            "один перед закрытой дверью."
        ),
        "Молчание не ответ. Кто смотрит и ничего не говорит, помогает тем, кто ранит.",
    ],
    "hi": [
        "हम उन लोगों का साथ देते हैं जिन्होंने आवाज़ उठाई। कोई अकेला बंद दरवाज़े के सामने न रहे।",
        "चुप रहना जवाब नहीं है। जो देखता है और कुछ नहीं कहता वह चोट पहुँचाने वालों की मदद करता है।",
        "इसलिए हम सुनने, रोकने और अपनी ग़लतियाँ कभी न छिपाने का वचन देते हैं।",
    ],
    "th": [
        "เราติดค้างผู้ที่กล้าพูดมากกว่าเสียงปรบมือ ไม่มีใครควรยืนอยู่คนเดียวหน้าประตูที่ปิด",
        "ความเงียบไม่ใช่คำตอบ คนที่เห็นแล้วไม่พูดก็ช่วยคนที่ทำร้าย",
    ],
    "ja": [
        "声を上げた人に私たちが負うものは拍手だけではない。誰も閉ざされた扉の前に一人で立つべきではない。",
        "沈黙は答えではない。見て何も言わない者は傷つける者を助けている。",
        "だから私たちは耳を傾け、止めに入り、過ちを隠さないと約束する。",
    ],
}
"""Passages by language: the shipped letter's, and others that are no letter of anybody."""


def letter_of(
    *texts: str, locale: str = "en", translations: dict[int, Translation] | None = None
) -> Letter:
    """Return a letter with these passages, called `p0`, `p1` …"""
    given = translations or {}
    return Letter(
        title="A letter",
        dated=date(2020, 1, 2),
        locale=locale,
        themes={},
        passages=tuple(
            Passage(
                id=f"p{at}",
                paragraph=1,
                text=text,
                themes=(),
                sources=(SOURCE,),
                translations=(given[at],) if at in given else (),
            )
            for at, text in enumerate(texts)
        ),
    )
