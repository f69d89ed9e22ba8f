"""`check` also finds what a start would refuse, and says what a language still lacks."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.config import load
from bot.db import open_database
from bot.domain.identity import Keys
from bot.exits import Exit
from bot.outreach import phrases
from bot.services import PledgeService
from bot.services.campaign import CampaignService
from bot.services.pledges import DIGEST_SHOWN
from tests.process.conftest import Invoke

SECRET = b"s" * 32


def clock() -> datetime:
    return datetime(2026, 3, 2, tzinfo=UTC)


def sign_once(place: Path) -> None:
    """Let somebody sign the English text in the store that the settings name."""

    async def sign() -> None:
        campaign = load(place / "config", phrases()).campaign
        held = CampaignService(campaign, clock)
        text = held.signing_text("en")
        url = f"sqlite:///{place / 'data/outreach.sqlite3'}"
        async with open_database(url) as database:
            pledges = PledgeService(database.pledges, held, Keys(SECRET, campaign.id), clock)
            await pledges.sign(
                user_id=1,
                guild_id=5,
                version=text.version,
                locale=text.locale,
                digest=text.digest[:DIGEST_SHOWN],
            )

    (place / "data").mkdir(exist_ok=True)
    asyncio.run(sign())


def change(place: Path, old: str, new: str) -> None:
    campaign = place / "config/campaign.yaml"
    text = campaign.read_text(encoding="utf-8")
    assert text.count(old) == 1
    campaign.write_text(text.replace(old, new), encoding="utf-8")


def test_a_text_that_people_signed_in_other_words_is_a_fault_at_its_line(
    invoke: Invoke, place: Path
) -> None:
    sign_once(place)
    assert invoke("check").exit_code == Exit.OK
    change(place, "When it is safe, I speak up", "I speak up")
    result = invoke("check")
    assert (result.exit_code, result.stdout) == (Exit.CONFIGURATION, "")
    (fault,) = result.stderr.splitlines()
    assert re.match(r"config/campaign\.yaml:\d+:9: pledge\.texts\.en: was changed, but ", fault)
    assert "people have signed version 2. Give the new text a new version" in fault
    change(place, 'version: "2"', 'version: "3"')
    assert invoke("check").exit_code == Exit.OK


def test_a_store_that_cannot_be_read_leaves_it_open(
    invoke: Invoke, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = place / "broken.sqlite3"
    broken.write_bytes(b"not a database" * 1_000)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{broken}")
    result = invoke("check")
    assert result.exit_code == Exit.OK
    *_, last = result.stdout.splitlines()
    assert last.startswith("It is not known whether people signed another text: ")


def test_a_language_that_lacks_words_or_the_pledge_is_told(invoke: Invoke, place: Path) -> None:
    (place / "config/messages/it.yaml").write_text(
        'campaign:\n  sign_button: "Firma"\n', encoding="utf-8"
    )
    remarks = invoke("check").stdout.splitlines()
    (words,) = [one for one in remarks if "messages/it.yaml" in one]
    assert re.fullmatch(
        r"config/messages/it\.yaml:1:1: \d+ sentences are missing and said in English; "
        r"add --locale it to this command to have them listed",
        words,
    )
    (texts,) = [one for one in remarks if "pledge.texts: " in one]
    assert texts.endswith("pledge.texts: has none in it, though the bot speaks it")


def test_check_says_valid(invoke: Invoke) -> None:
    result = invoke("check")
    valid, *remarks = result.stdout.splitlines()
    assert (result.exit_code, valid) == (Exit.OK, "configuration is valid")
    men = [one for one in remarks if one.endswith("has no resources for survivor-men")]
    vouched = [one for one in remarks if "the list of phone numbers does not know" in one]
    unchecked, *codes = remarks[len(men) :]
    assert unchecked.endswith(
        "66 of 66 have not been checked by this campaign yet; the page says so"
    )
    assert codes == vouched
    assert len(vouched) == 4


def test_check_lists_every_fault(invoke: Invoke, place: Path) -> None:
    campaign = place / "config" / "campaign.yaml"
    campaign.write_text(
        campaign.read_text(encoding="utf-8").replace("\nname:", "\nnmae:"), encoding="utf-8"
    )
    result = invoke("check")
    assert result.exit_code == Exit.CONFIGURATION
    assert result.stdout == ""
    assert re.search(r"^config/campaign\.yaml:\d+:\d+: .*nmae", result.stderr, re.MULTILINE)
    assert "did you mean" in result.stderr


def test_check_lists_what_a_language_lacks(invoke: Invoke, place: Path) -> None:
    words = place / "config/messages/it.yaml"
    some = 'commands:\n  tally: "A che punto è"\ntally:\n  counted:\n    other: "{count}"\n'
    words.write_text(some, encoding="utf-8")
    result = invoke("check", "--locale", "it")
    assert result.exit_code == Exit.OK
    told = r"\nit: \d+ missing, shown in English\nTo translate, copy into messages/it.yaml, .*:\n"
    (first, listed) = re.split(told, result.stdout)
    assert "configuration is valid" in first
    copied, forms = listed.split("Plural forms for which “other” stands in:\n")
    assert forms == "  tally.counted: one, many\n"
    lacking = yaml.safe_load(copied)
    assert lacking["commands"]["pledge"] == "The pledge: sign it, look at it, take it back"
    assert set(lacking["pledge"]["mine_servers"]) == {"one", "other"}
    assert "tally" not in lacking["commands"]
    assert "counted" not in lacking["tally"]
    words.write_text(copied, encoding="utf-8")
    assert "\ncommands:\n  tally: " in invoke("check", "--locale", "it").stdout


def test_check_tells_of_a_language_that_the_campaign_does_not_name(
    invoke: Invoke, place: Path
) -> None:
    campaign = place / "config" / "campaign.yaml"
    campaign.write_text(f"languages: [en]\n{campaign.read_text('utf-8')}", encoding="utf-8")
    told = invoke("check", "--locale", "fr").stdout
    assert "\nfr: whole; add it to the languages in campaign.yaml to have it spoken\n" in told


def test_check_knows_which_languages_there_are(invoke: Invoke) -> None:
    result = invoke("check", "--locale", "xx")
    assert result.exit_code == Exit.CONFIGURATION
    assert "“xx” is no language code" in result.stderr
    assert "did you mean “pt-BR”?" in invoke("check", "--locale", "pt-br").stderr
    assert invoke("check", "--locale", "ar").exit_code == Exit.OK


def test_check_says_when_a_language_is_whole(invoke: Invoke) -> None:
    assert invoke("check", "--locale", "en").stdout.endswith("en: whole\n")


def test_no_configuration_is_a_fault(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    monkeypatch.setenv("CAMPAIGN_CONFIG", "elsewhere")
    result = invoke("check")
    assert result.exit_code == Exit.CONFIGURATION
    assert "elsewhere" in result.stderr


def test_another_folder_can_be_named(invoke: Invoke, place: Path) -> None:
    named = ("--name", "River", "--languages", "en", "--pledge", "I walk.", "--with", "letter")
    assert invoke("new", "other", *named).exit_code == Exit.OK
    change(place, "id: askmoreofhim", "id: Ask")
    assert invoke("check").exit_code == Exit.CONFIGURATION
    result = invoke("check", "other")
    assert result.exit_code == Exit.OK
    first, *remarks = result.stdout.splitlines()
    assert first == "configuration is valid"
    still = "is an example still, and members are shown it; write the words of your letter"
    assert [one.split(": ", 2)[1:] for one in remarks] == [
        ["passages[0].text", still],
        ["passages[1].text", still],
    ]
    assert remarks[0].startswith("other/letter.yaml:")
    assert invoke("check", "nowhere").exit_code == Exit.CONFIGURATION
