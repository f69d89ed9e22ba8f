"""The cards of three campaigns unlike the shipped one speak of nothing that a campaign lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from bot.config import DIRECTORIES, load, missing
from bot.domain.pledges import digest_of
from bot.examples import under_way
from bot.messages import Messages
from bot.outreach import phrases
from bot.preview.commands import listed
from bot.preview.content import texts_alone
from bot.services.pledges import DIGEST_SHOWN
from tests.campaigns.folders import ARABIC, EACH, LETTER, NOW, PLEDGE, campaign, drawn
from tests.components import text_of, walk

ROOT = Path(__file__).parents[2]
OF_LETTER = ("letter:", "/letter", "passage", " letter", "quote the", "signator", "paragraph")
OF_HELP = (
    *("resources:", "/resources", "find help", "finding help", "for help", "share help"),
    *("need help", "need a hand", "page with help", "worried about", "where help", "sharing help"),
)
OF_SHARING = ("sharing help", "general page with help", "looked for help", "kinds of help")
OF_ANOTHER_CAMPAIGN = ("2018", "the press", "hollywood", "survivor", "askmoreofhim", " a man")


def everything(name: str) -> Iterator[str]:
    """Yield what each card says and carries, and each command, in small letters."""
    found = campaign(name)
    for one in drawn(name):
        parts = list(walk(list(one.shown[0].components)))
        ids = " ".join(str(part.get("custom_id", "")) for part in parts)
        yield f"{one.feature}/{one.name}: {text_of({'components': parts})} {ids}".lower()
    for command in listed(found, Messages.of(found), found.languages[0]):
        yield f"{command.name} {command.description}".lower()


@pytest.mark.parametrize(
    ("name", "without"),
    [
        (PLEDGE, (*OF_LETTER, *OF_HELP, *OF_ANOTHER_CAMPAIGN)),
        (LETTER, ("sexual", "emergency", "112", *OF_HELP[2:], *OF_SHARING, *OF_ANOTHER_CAMPAIGN)),
        (LETTER, ("no other language", "directories", "pledges like this", "four short steps")),
        (ARABIC, (*OF_HELP, *OF_ANOTHER_CAMPAIGN)),
    ],
)
def test_no_card_and_no_command_speaks_of_what_a_campaign_does_not_have(
    name: str, without: tuple[str, ...]
) -> None:
    told = list(everything(name))
    assert len(told) > 100
    assert [(one[:160], each) for one in told for each in without if each in one] == []


@pytest.mark.parametrize("name", EACH)
def test_no_card_is_made_of_words_about_what_a_campaign_does_not_have(name: str) -> None:
    """By their keys, so in every language."""
    said = campaign(name).said
    assert [(one.name, key) for one in drawn(name) for key in one.keys if key not in said] == []


@pytest.mark.parametrize("name", EACH)
def test_no_card_offers_a_language_where_the_campaign_has_only_one(name: str) -> None:
    codes = set(campaign(name).languages)
    menus = [
        f"{one.feature}/{one.name}"
        for one in drawn(name)
        for part in walk(list(one.shown[0].components))
        if part["type"] == 3 and codes & {each["value"] for each in part["options"]}
    ]
    several = {"setup/step_1", "setup/words", "setup/preview", "tally/brief"}
    assert several <= set(menus) if len(codes) > 1 else menus == []


@pytest.mark.parametrize("name", [PLEDGE, ARABIC])
def test_no_card_and_no_command_speaks_of_several_languages_where_there_is_one(name: str) -> None:
    several = ("any language", "each language", "which language; ", "its language")
    assert [one for one in everything(name) for each in several if each in one] == []


@pytest.mark.parametrize(("name", "begins"), [(PLEDGE, "4 December 2026"), (LETTER, "2079")])
def test_what_is_still_to_come_is_seen_with_a_day_to_come(name: str, begins: str) -> None:
    told = {one.name: text_of({"components": one.shown[0].components}) for one in drawn(name)}
    assert begins in told["hub_to_begin"]
    if name == PLEDGE:
        assert begins in told["hub_before_it_opens"]
        assert begins in told["campaign_not_open"]
        assert "è iniziata il 13 gennaio 2025" in told["hub_closed"]
    else:
        assert "#RiverCrossing began on 28 December 2079" in told["hub_closed"]
        assert "closed on 31 March 2080" in told["hub_closed"]


def test_no_number_of_a_campaign_to_come_is_older_than_the_campaign() -> None:
    told = {one.name: text_of({"components": one.shown[0].components}) for one in drawn(LETTER)}
    first, seen = datetime(2080, 1, 1, tzinfo=UTC), under_way(campaign(LETTER).campaign, NOW)
    assert seen == datetime(2080, 1, 29, 12, tzinfo=UTC)
    for card in ("hub", "tally", "brief", "notice"):
        moments = [int(one) for one in re.findall(r"<t:(\d+)", told[card])]
        assert moments, card
        assert all(first.timestamp() < one <= seen.timestamp() for one in moments), card
    assert "November 2026" not in " ".join(told.values())
    assert under_way(campaign(ARABIC).campaign, NOW) == NOW


def test_what_is_shown_of_a_closed_campaign_is_its_one_final_number() -> None:
    told = {one.name: text_of({"components": one.shown[0].components}) for one in drawn(LETTER)}
    over = datetime(2080, 4, 1, tzinfo=UTC).timestamp()
    for card in ("hub_closed", "tally_closed"):
        assert "250 people" in told[card]
        assert [int(one) for one in re.findall(r"<t:(\d+)", told[card])] == [over]


def test_the_examples_of_one_campaign_tell_of_the_same_numbers() -> None:
    """A hub, a tally, a chart and a brief that differ look as if the bot miscounted."""
    told = {one.name: text_of({"components": one.shown[0].components}) for one in drawn(LETTER)}
    for card in ("hub", "tally", "board", "brief", "brief_first"):
        assert "166 people" in told[card], card
    assert "rose from 27 to 166" in told["chart"]
    assert "to 83." in told["chart_of_server"]
    assert "In this server: 83 people" in told["tally"]
    assert "In the last 7 days: +83. In the 7 days before: +36." in told["tally"]
    assert "+83" in told["brief"]
    assert "29 days" in told["export"]


@pytest.mark.parametrize("name", [LETTER, PLEDGE])
def test_a_setting_is_shown_as_it_is_said_to_be_changed(name: str) -> None:
    changed = 0
    for one in drawn(name):
        lines = text_of({"components": one.shown[0].components}).splitlines()
        said = [line.partition(" → ") for line in lines if " → " in line and ": " in line]
        if one.feature != "setup" or one.name in {"log", "sentence_own"} or not said:
            continue
        before, _, after = said[0]
        setting = before.split(". ", 1)[1].split(":")[0]
        assert any(line.startswith(f"**{setting}:** {after}") for line in lines), one.name
        changed += 1
    assert changed > 5


@pytest.mark.parametrize(
    ("closes", "day"), [(None, 29), (date(2080, 1, 9), 9), (date(2080, 3, 31), 29)]
)
def test_an_example_of_a_short_campaign_is_not_seen_after_its_end(
    closes: date | None, day: int
) -> None:
    found = campaign(LETTER).campaign
    short = found.model_copy(update={"dates": found.dates.model_copy(update={"closes": closes})})
    assert under_way(short, NOW) == datetime(2080, 1, day, 12, tzinfo=UTC)


def test_words_about_signatories_are_those_of_one_kind() -> None:
    """The press named those of one letter; those of another are not to be translated either."""
    by_press = {
        one for one in load(ROOT / "config", phrases()).said if one.startswith("letter.signatories")
    }
    named = {one for one in campaign(ARABIC).said if one.startswith("letter.signatories")}
    assert by_press ^ named == {
        *(f"letter.signatories_{one}" for one in ("title", "intro", "none", "note", "unconfirmed")),
        *(f"letter.signatories_named{one}" for one in ("", "_title", "_none", "_note")),
        "letter.signatories_named_unconfirmed",
    }
    assert [one for one in missing(campaign(ARABIC), "ar") if one in by_press - named] == []


def test_texts_in_a_language_that_the_bot_does_not_speak_can_be_read_beforehand() -> None:
    shown = {one.name: {each.locale: each for each in one.shown} for one in drawn(ARABIC)}
    assert texts_alone(campaign(ARABIC)) == ("hi", "ja")
    for card, locale, words in (
        ("sign", "hi", "किसी बच्चे के साथ एक किताब"),
        ("sign", "ja", "毎週、子どもと一冊の本を読みます。"),
        ("hub", "ja", "取り消すこともできます。"),
        ("read", "ja", "図書館には、金曜日の10時から18時まで開けてほしい。"),
        ("read_to_the_end", "hi", "एक शेल्फ़ हो"),
    ):
        assert words in text_of({"components": shown[card][locale].components}), (card, locale)
    assert shown["tally"].keys() == {"ar"}
    assert texts_alone(campaign(LETTER)) == texts_alone(campaign(PLEDGE)) == ()


def test_an_example_says_what_holds_in_this_campaign() -> None:
    pledge, arabic = (
        {one.name: text_of({"components": one.shown[0].components}) for one in drawn(name)}
        for name in (PLEDGE, ARABIC)
    )
    assert "even a single signature moves a number" in pledge["policy"]
    assert "even a single signature moves a number" not in arabic["policy"]
    # Whoever reads another language gets the text in the campaign's own, not in a third.
    assert "أقرأ كل أسبوع كتابًا" in arabic["sign_untranslated"]
    assert "not yet available in your language" in pledge["sign_untranslated"]


@pytest.mark.parametrize("name", [LETTER, ARABIC])
def test_no_card_is_shown_of_a_kind_that_a_letter_or_a_page_does_not_have(name: str) -> None:
    names = {one.name for one in drawn(name)}
    assert {"quote", "quote_translated"} <= names
    kinds = {"quote_with_content_note", "quote_translated_in_part", "quote_part_of_a_sentence"}
    assert names.isdisjoint(kinds | {"support_call", "support_listed", "support_no_entry"})


@pytest.mark.parametrize("name", [LETTER, ARABIC])
def test_nothing_is_said_to_be_missing_of_a_letter_that_is_all_there(name: str) -> None:
    keys = {key for one in drawn(name) for key in one.keys}
    shipped = load(ROOT / "config", phrases()).said
    for whole in ("absent", "across", "across_translation"):
        assert f"letter.{whole}_whole" in keys
        assert f"letter.{whole}" in shipped - campaign(name).said
    assert "letter.gaps" not in keys


def test_a_page_without_menus_speaks_of_no_choice() -> None:
    told = {one.name: text_of({"components": one.shown[0].components}) for one in drawn(LETTER)}
    for card in ("share", "share_in_answer", "posted"):
        assert "choose" not in told[card].lower()


def test_a_hashtag_keeps_its_direction_on_a_card_that_reads_from_right_to_left() -> None:
    hub = next(text_of({"components": list(one.shown[0].components)}) for one in drawn(ARABIC))
    assert "\u2068#نقرأ\\_معًا\u2069" in hub, "nothing of it is slanted"


def test_a_hashtag_of_a_right_to_left_text_is_isolated_and_signed_as_it_is_written() -> None:
    text = campaign(ARABIC).campaign.pledge.texts.best("ar")[1].strip()
    cards = {one.name: text_of({"components": one.shown[0].components}) for one in drawn(ARABIC)}
    shown = cards["sign"]
    assert "بوسم \u2068#ReadTogether\u2069 مرة" in shown
    assert text in re.sub("[\u2068\u2069]", "", shown)
    assert digest_of(text)[:DIGEST_SHOWN] in shown
    assert "\u2068" not in text


def test_the_papers_list_every_sentence_that_speaks_of_help() -> None:
    """Whoever has a page of another kind copies them, and changes the words."""
    papers = (ROOT / "docs" / "resources.md").read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(commands:\n.*?)```", papers, re.DOTALL)
    assert block
    listed_there = yaml.safe_load(block.group(1))
    keys = {f"{group}.{key}" for group, words in listed_there.items() for key in words}
    shipped = load(ROOT / "config", phrases()).messages
    about = re.compile(r"(?<![/{\w])help", re.IGNORECASE)
    of_page = {key for key, one in phrases().items() if one.needs in ("resources", DIRECTORIES)}
    speaks = {key for key in of_page if about.search(str(shipped["en"][key]))}
    assert keys == speaks
    ours = campaign(LETTER).messages
    assert {key for key in keys if about.search(str(ours["en"][key]))} == set()
    assert {key for key in keys if ours["es"][key] == shipped["es"][key]} == set()
