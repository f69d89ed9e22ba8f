from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.domain.languages import fallbacks
from bot.domain.phrases import LABEL, phrase
from bot.messages import LanguageName, Listed, Messages, with_isolates
from bot.messages.written import timestamp, written

HELLO = phrase("greeting.hello", "name")
SIGNED = phrase("tally.signed", plural="count")
WELCOME = "greeting.welcome"
ONLY_ENGLISH = phrase("greeting.bye", "day", "moment")

MESSAGES = Messages(
    {
        "en": {
            "greeting.hello": "Hello {name}",
            "greeting.bye": "Until {day}, {moment}",
            "tally.signed": {"one": "{count} person", "other": "{count} people"},
        },
        "pl": {
            "tally.signed": {
                "one": "{count} osoba",
                "few": "{count} osoby",
                "many": "{count} osób",
                "other": "{count} osoby",
            }
        },
        "es": {"greeting.hello": "Hola, {name}"},
        "pt-BR": {"greeting.hello": "Olá, {name}"},
    }
)


def test_each_reader_hears_their_own_language_key_by_key() -> None:
    assert MESSAGES.voice("es-ES")(HELLO, name="Ana") == "Hola, Ana"
    assert MESSAGES.voice("pt-BR")(HELLO, name="Ana") == "Olá, Ana"
    assert MESSAGES.voice("pl")(HELLO, name="Ana") == "Hello Ana"
    assert MESSAGES.voice("pl", "es-ES")(HELLO, name="Ana") == "Hola, Ana"
    assert MESSAGES.voice("ja", None)(HELLO, name="Ana") == "Hello Ana"


def test_the_number_is_written_and_inflected_in_the_language_of_the_words() -> None:
    assert MESSAGES.voice("en")(SIGNED, count=1) == "1 person"
    assert MESSAGES.voice("en")(SIGNED, count=1000) == "1,000 people"
    polish = MESSAGES.voice("pl")
    assert [polish(SIGNED, count=n) for n in (1, 3, 5)] == ["1 osoba", "3 osoby", "5 osób"]
    # Four digits stand together in some languages, Polish and Spanish among them.
    assert polish(SIGNED, count=2_500) == "2500 osób"
    assert polish(SIGNED, count=12_500) == "12\u00a0500 osób"
    # Spanish has no words for this yet: the English sentence keeps English digits and forms.
    assert MESSAGES.voice("es-ES")(SIGNED, count=2500) == "2,500 people"


def test_a_sentence_names_a_button_as_the_reader_sees_it() -> None:
    button = phrase("page.button")
    look = phrase("page.look", "name", there=button)
    messages = Messages(
        {
            "en": {"page.button": "Find help", "page.look": "{name}: see *{there}*"},
            "es": {"page.button": "Preguntar"},
            "ar": {"page.look": "{there}: {name}"},
        }
    )
    assert messages.voice("en")(look, name="Ana") == "Ana: see *Find help*"
    assert messages.voice("es-ES")(look, name="Ana") == "Ana: see *Preguntar*"
    assert messages.voice("ar")(look, name="Ana") == "\u200f\u2068Find help\u2069: \u2068Ana\u2069"
    renamed = messages.voice("en").with_words({"en.page.button": "Where to ask"})
    assert renamed(look, name="Ana") == "Ana: see *Where to ask*"


def test_a_moment_is_discords_and_a_day_is_spelled_out() -> None:
    moment = datetime(2018, 3, 2, 9, 0, tzinfo=UTC)
    said = MESSAGES.voice("en")(ONLY_ENGLISH, day=date(2018, 3, 2), moment=moment)
    assert said == "Until 2 March 2018, <t:1519981200:f>"
    assert timestamp(moment, "R") == "<t:1519981200:R>"


@pytest.mark.parametrize(
    ("locale", "first", "eleventh"),
    [
        ("en", "1 December 2026", "11 December 2026"),
        ("es", "1 de diciembre de 2026", "11 de diciembre de 2026"),
        ("fr", "1er décembre 2026", "11 décembre 2026"),
        ("pt-BR", "1º de dezembro de 2026", "11 de dezembro de 2026"),
    ],
)
def test_the_first_of_a_month_is_written_as_its_language_writes_it(
    locale: str, first: str, eleventh: str
) -> None:
    day = phrase("greeting.day", "day")
    voice = Messages({"en": {}, locale: {day.key: "{day}"}}).voice(locale)
    for number, told in ((1, first), (11, eleventh)):
        assert voice.date(date(2026, 12, number)) == told
        assert voice(day, day=date(2026, 12, number)) == told


def test_a_phrase_nobody_worded_is_a_fault_not_an_empty_line() -> None:
    with pytest.raises(KeyError):
        MESSAGES.voice("en")(phrase("greeting.unknown"))


def test_discord_gets_words_only_where_a_language_has_its_own() -> None:
    assert MESSAGES.translation(HELLO, "es-ES") == "Hola, {name}"
    assert MESSAGES.translation(HELLO, "fr") is None
    assert MESSAGES.translation(SIGNED, "pl") is None


def test_a_value_reads_its_own_way_inside_words_that_read_another() -> None:
    words = {"ar": {HELLO.key: "مرحبا {name}"}, "en": {HELLO.key: "Hello {name}"}}
    arabic = Messages(words).voice("ar")
    assert arabic(HELLO, name="#Spring") == "مرحبا \u2068#Spring\u2069"
    assert arabic(HELLO, name="+120") == "مرحبا \u2068+120\u2069", "its sign stays before it"
    assert arabic(HELLO, name=120) == "مرحبا 120"
    assert arabic(HELLO, name="https://example.org/1") == "مرحبا https://example.org/1"
    assert arabic(HELLO, name="- one\n- two") == "مرحبا - one\n- two"
    english = Messages(words).voice("en")
    assert english(HELLO, name="نقرأ معًا") == "Hello \u2068نقرأ معًا\u2069"
    assert english(HELLO, name="#Spring") == "Hello #Spring"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("القائمة بوسم #ReadTogether مرة", "القائمة بوسم [#ReadTogether] مرة"),
        ("#Read_Together-2026: مرة", "[#Read_Together-2026]: مرة"),
        ("اكتب إلى @read.together.", "اكتب إلى [@read.together]."),
        ("اكتب /pledge sign هنا", "اكتب [/pledge sign] هنا"),
        ("وسم #قراءة يوم 24/7", "وسم #قراءة يوم 24/7"),
        ("اقرأ https://example.org/read#top", "اقرأ https://example.org/read#top"),
        ("اقرأ </pledge sign:1> <#1> <@1>", "اقرأ </pledge sign:1> <#1> <@1>"),
        ("أو and/or نعم", "أو and/or نعم"),
        ("# عنوان", "# عنوان"),
        ("We share #ReadTogether", "We share #ReadTogether"),
    ],
)
def test_a_hashtag_in_a_text_that_reads_from_the_right_keeps_its_sign_before_it(
    words: str, shown: str
) -> None:
    marked = shown.replace("[", "\u2068").replace("]", "\u2069")
    assert with_isolates(words) == marked


def test_a_text_of_hashtags_alone_grows_by_no_more_than_a_card_has_room_for() -> None:
    assert len(with_isolates("ب" + "،#a" * 600)) == 1_801 + 40


def test_the_sign_of_a_change_stays_before_its_number() -> None:
    english, arabic = MESSAGES.voice("en"), Messages({"en": {}, "ar": {}}).voice("ar")
    assert [english.signed(one) for one in (10, -5, 0)] == ["+10", "-5", "0"]
    assert [arabic.signed(one) for one in (10, -5)] == ["\u200e+10", "\u200e-5"]


def test_a_line_of_values_alone_follows_the_direction_of_its_language() -> None:
    signed = phrase("letter.signatory", "name", "role")
    messages = Messages(
        {
            "en": {"letter.signatory": "{name}, {role}", "greeting.hello": "Hello {name}"},
            "ar": {"letter.signatory": "{name}، {role}", "greeting.hello": "مرحبا {name}"},
        }
    )
    told = messages.voice("ar")(signed, name="Jonas", role="معلّم")
    assert told == "\u200f\u2068Jonas\u2069، \u2068معلّم\u2069"
    assert messages.voice("en")(signed, name="Jonas", role="baker") == "Jonas, baker"
    assert messages.voice("ar")(HELLO, name="Jonas") == "مرحبا \u2068Jonas\u2069"


def test_the_campaigns_own_language_is_what_others_get_and_english_what_it_lacks() -> None:
    catalogues = {"it": {HELLO.key: "Ciao {name}"}, "en": {HELLO.key: "Hello", WELCOME: "Welcome"}}
    messages = Messages(catalogues, ["it"])
    for reader in ("en-US", "de", None, "it"):
        say = messages.voice(reader)
        assert (say.locale, say(HELLO, name="Ada")) == ("it", "Ciao Ada")
        assert say(phrase(WELCOME)) == "Welcome"
    assert messages.locales == ("it",)
    assert [messages.speaks(one) for one in ("it", "en-US")] == [True, False]
    assert messages.translation(HELLO, "en-US") is None
    assert (messages.instead_of("it"), messages.instead_of("de")) == ("en", "it")


def test_a_language_without_words_is_not_what_others_are_said_in() -> None:
    catalogues = {"gl": {}, "ar": {}, "en": {HELLO.key: "Hello", WELCOME: "Welcome"}}
    messages = Messages(catalogues, ["gl", "ar"])
    assert [messages.instead_of(one) for one in ("gl", "ar")] == ["en", "en"]
    assert messages.voice("ar")(phrase(WELCOME)) == "\u2068Welcome\u2069"


def test_other_stands_in_for_a_plural_form_that_is_missing() -> None:
    words = {SIGNED.key: {"one": "{count} osoba", "other": "{count} osób"}}
    say = Messages({"pl": words, "en": {}}).voice("pl")
    assert [say(SIGNED, count=one) for one in (1, 2, 5)] == ["1 osoba", "2 osób", "5 osób"]


def test_the_order_of_languages() -> None:
    assert fallbacks("pt-BR", "es-419", None) == ("pt-BR", "pt", "es-419", "es")
    assert fallbacks(None) == ()


@pytest.mark.parametrize(
    ("words", "both", "one"),
    [
        (("español", "inglés"), "español e inglés", "español o inglés"),
        (("Panamá", "Irán"), "Panamá e Irán", "Panamá o Irán"),
        (("aguja", "hilo"), "aguja e hilo", "aguja o hilo"),
        (("agua", "hielo"), "agua y hielo", "agua o hielo"),
        (("112", "999"), "112 y 999", "112 o 999"),
        (("17", "800"), "17 y 800", "17 u 800"),
        (("110", "11"), "110 y 11", "110 u 11"),
        (("110", "119"), "110 y 119", "110 o 119"),
        (("uno", "otro", "Omán"), "uno, otro y Omán", "uno, otro u Omán"),
        (("inglés",), "inglés", "inglés"),
    ],
)
def test_spanish_joins_by_the_sound_of_what_follows(
    words: tuple[str, ...], both: str, one: str
) -> None:
    assert written("es-ES", Listed(words)) == both
    assert written("es-ES", Listed(words, either=True)) == one


def test_no_other_language_does() -> None:
    assert written("pl", Listed(("angielski", "irlandzki"))) == "angielski i irlandzki"


def test_lists_and_languages_are_named_in_the_language_of_their_sentence() -> None:
    """Where a language lacks a sentence another stands in, and no word of the first is in it."""
    spoken = LanguageName("ar"), LanguageName("pt-BR"), LanguageName("pt-BR", regional=True)
    told = {"en": {HELLO.key: "Hello {name}"}, "es": {}, "it": {HELLO.key: "Ciao {name}"}}
    for locale, said in (
        ("es", "Hello Arabic, Portuguese, and Portuguese (Brazil)"),
        ("it", "Ciao arabo, portoghese e portoghese (Brasile)"),
    ):
        assert Messages(told).voice(locale)(HELLO, name=Listed(spoken)) == said
    arabic = Messages(told | {"ar": {HELLO.key: "مرحبا {name}"}}).voice("ar")
    assert arabic(HELLO, name=Listed(("Ada", "Bo"))) == "مرحبا \u2068Ada\u2069 و\u2068Bo\u2069"


def test_a_sentence_that_stands_in_reads_its_own_way_on_the_line_of_others() -> None:
    """An English full stop would else end up before its sentence, among Arabic ones."""
    button, lines = phrase("page.button", limit=LABEL), phrase("page.lines")
    told = {HELLO.key: "Hello {name}.", button.key: "Look", lines.key: "- One\n- Two"}
    messages = Messages({"en": told, "ar": {}, "it": {}})
    arabic, italian = messages.voice("ar"), messages.voice("it")
    assert arabic(HELLO, name="Ada") == "\u2068Hello Ada.\u2069"
    assert italian(HELLO, name="Ada") == "Hello Ada."
    assert arabic(button) == "Look", "Discord counts the signs of a label"
    assert arabic(lines) == "- One\n- Two", "each of several lines has a direction of its own"


def test_a_line_of_values_alone_that_stands_in_follows_the_first_of_them() -> None:
    setting = phrase("page.setting", "name", "value")
    messages = Messages({"en": {setting.key: "{name}: {value}"}, "ar": {}})
    assert messages.voice("en")(setting, name="خبز", value="on") == "\u2068خبز\u2069: on"
    assert messages.voice("ar")(setting, name="خبز", value="on") == "\u200f\u2068خبز\u2069: on"
    assert messages.voice("ar")(setting, name="Being listed", value="on") == "Being listed: on"


def test_a_moment_keeps_its_direction_in_words_that_read_from_the_right() -> None:
    moment = datetime(2018, 3, 2, 9, 0, tzinfo=UTC)
    assert written("ar", moment) == "\u2068<t:1519981200:f>\u2069"
    assert written("en", moment) == "<t:1519981200:f>"
