"""`python -m bot new` writes a folder that is right at once, and harms no other."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.command_line import main
from bot.config import (
    DIRECTORIES,
    IN_DANGER,
    INCOMPLETE,
    NO_LETTER,
    NO_SUPPORT,
    ONE_LANGUAGE,
    SEVERAL_LANGUAGES,
    load,
)
from bot.exits import Exit, typed
from bot.new_campaign.answers import Answers, Unfit, languages_from, name_from, pledge_from
from bot.new_campaign.folder import files
from bot.outreach import phrases
from tests.process.conftest import log_put_back

TODAY = date(2026, 11, 27)
WITH_HELP = {"campaign", "resources", IN_DANGER, DIRECTORIES, NO_LETTER}
ASKED = "River\nenglish, es\nn\ny\nI will walk.\n"


def new(*args: str, said: str = "") -> Result:
    with log_put_back():
        return CliRunner().invoke(main, ["new", *args], input=said)


def given_all(folder: Path, *more: str) -> list[str]:
    options = ["--name", "River", "--languages", "en", "--pledge", "I will walk."]
    return [str(folder), *options, *(more or ("--with", "nothing"))]


def test_who_answers_has_a_campaign_that_is_right_and_is_told_how_to_rehearse_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = new("our river", said=ASKED)
    assert done.exit_code == Exit.OK, done.output
    assert f"CAMPAIGN_CONFIG='our river' {typed('rehearse')}" in done.output
    configuration = load(tmp_path / "our river", phrases())
    written = (tmp_path / "our river" / "campaign.yaml").read_text("utf-8")
    assert "#   " + typed("check 'our river'") + "\n" in written
    assert configuration.parts == {*WITH_HELP, SEVERAL_LANGUAGES}
    assert configuration.languages == ("en", "es")
    campaign = configuration.campaign
    assert (campaign.id, campaign.name, campaign.hashtag) == ("river", "River", "#River")
    (found,) = configuration.directory.resources
    assert [one for one, _ in found.does.items()] == ["en", "es"]
    assert campaign.pledge.texts.best("es")[1].strip() == "I will walk."


def test_an_answer_that_does_not_fit_is_said_and_asked_again(tmp_path: Path) -> None:
    done = new(
        str(tmp_path / "c"), said="\u200b\nRiver\nklingon\nde\nvielleicht\nNein\nja\n\nIch gehe.\n"
    )
    assert done.exit_code == Exit.OK, done.output
    assert "A campaign needs a name." in done.output
    assert "“klingon” is no language that is known here" in done.output
    assert "Please answer y for yes or n for no; Enter alone is no." in done.output
    assert "There is nothing to sign without a text." in done.output
    made = load(tmp_path / "c", phrases())
    assert (made.languages, made.parts) == (("de",), {*WITH_HELP, ONE_LANGUAGE})


@pytest.mark.parametrize("languages", ["en", "es", "de,en", "ar"])
@pytest.mark.parametrize("kind", ["emergency: false", "countries:"])
def test_what_stands_behind_a_hash_is_right_once_the_hash_is_away(
    tmp_path: Path, languages: str, kind: str
) -> None:
    folder = tmp_path / "c"
    options = ["--languages", languages, "--with", "letter", "--with", "resources"]
    assert new(*given_all(folder, *options)).exit_code == Exit.OK
    other = {"emergency: false": "countries:", "countries:": "emergency: false"}[kind]
    taken = 0
    for path in folder.glob("*.yaml"):
        lines: list[str] = []
        below = False
        for line in path.read_text("utf-8").split("\n"):
            key = re.match(r" *#(\S.*)", line)
            below = (bool(key) and not line.lstrip(" #").startswith(other)) or (
                below and line.lstrip(" ").startswith("#  ")
            )
            taken += below
            lines.append(line.replace("#", "", 1) if below else line)
        text = "\n".join(lines)
        path.write_text(text.replace("countries: [] #", "#") if kind == "countries:" else text)
    made = load(folder, phrases())
    assert taken > 20
    assert made.campaign.dates.closes is not None
    assert len(made.letter.signatories) == 1
    assert bool(made.directory.emergency) == (kind == "countries:")


@pytest.mark.parametrize("name", ["null", "1984", "true", "1e3", "0x1f", "2027-01-01", "~", "yes"])
def test_a_name_that_yaml_takes_for_something_else_is_a_name(tmp_path: Path, name: str) -> None:
    options = ["--name", name, "--languages", "en", "--pledge", name, "--with", "letter"]
    done = new(str(tmp_path / "c"), *options)
    assert done.exit_code == Exit.OK, done.output
    assert load(tmp_path / "c", phrases()).campaign.name == name


def test_on_windows_the_commands_are_as_powershell_takes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    done = new(*given_all(tmp_path / "it's mine"))
    assert f"$env:CAMPAIGN_CONFIG = '{tmp_path}/it''s mine'; " in done.output


def test_without_anybody_to_ask_the_options_are_named_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    done = new(str(tmp_path / "c"))
    assert done.exit_code == Exit.CONFIGURATION
    assert "give --name, --languages, --pledge and --with. Nothing was written." in done.output
    assert list(tmp_path.iterdir()) == []
    wrong = new(*given_all(tmp_path / "c"), "--languages", "klingon")
    assert wrong.exit_code == Exit.CONFIGURATION
    assert list(tmp_path.iterdir()) == []


def test_whoever_stops_has_written_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def there(_: object) -> bool:
        return True

    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", there, raising=False)
    done = new(str(tmp_path / "c"), said="River\n")
    assert done.exit_code == Exit.STOPPED
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("taken", ["file", "full", "link"])
def test_nothing_that_is_there_is_touched(tmp_path: Path, taken: str) -> None:
    folder = tmp_path / "c"
    if taken == "file":
        folder.write_text("mine", "utf-8")
    elif taken == "full":
        folder.mkdir()
        (folder / "campaign.yaml").write_text("mine", "utf-8")
    else:
        folder.symlink_to(tmp_path / "elsewhere")
    done = new(*given_all(folder))
    assert done.exit_code == Exit.CONFIGURATION
    full = "is there already, and is not empty" if folder.is_dir() else "is no folder"
    assert f"{full}: name another folder. Nothing was written." in done.output
    written = {one.name: one.read_text("utf-8") for one in tmp_path.rglob("*") if one.is_file()}
    assert written == {"file": {"c": "mine"}, "full": {"campaign.yaml": "mine"}, "link": {}}[taken]


def test_an_empty_folder_and_one_whose_parents_are_missing_are_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "a" / "b"):
        assert new(*given_all(folder, "--with", "letter")).exit_code == Exit.OK
        parts = load(folder, phrases()).parts
        assert parts == {"campaign", "letter", INCOMPLETE, NO_SUPPORT, ONE_LANGUAGE}
        assert sorted(one.name for one in folder.iterdir()) == [
            "campaign.yaml",
            "letter.yaml",
            "schema",
        ]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = new(*given_all(tmp_path / "file" / "c"))
    assert done.exit_code == Exit.CONFIGURATION
    assert "cannot be written" in done.output


def test_a_language_without_words_is_told_with_the_way_to_them(tmp_path: Path) -> None:
    done = new(*given_all(tmp_path / "c"), "--languages", "Arabic")
    assert done.exit_code == Exit.OK, done.output
    *_, told, command = done.output.splitlines()
    assert told.endswith("ar.yaml; this lists them:")
    assert command.strip() == typed(f"check {tmp_path / 'c'} --locale ar")


ODD = (
    *"\"':#\\{}$%-|\n\té\x00",
    *(
        ": ",
        " #",
        "${x}",
        "\u2028",
        "\ud800",
        "\ufeff",
        "نقرأ",
        "本",
        "👩‍👩‍👧",
        "no",
        "null",
        "1.0",
    ),
)
"""What a file of YAML or a template might take for something else."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.sampled_from(ODD), max_size=8), st.lists(st.sampled_from(ODD), max_size=12))
def test_whatever_signs_are_answered_the_files_are_right(
    tmp_path: Path, name: list[str], pledge: list[str]
) -> None:
    try:
        named, text = name_from("".join(name)), pledge_from("".join(pledge))
    except Unfit:
        return
    answers = Answers(named, ("en", "no"), ("letter", "resources"), text, TODAY)
    for file, content in files(answers, tmp_path).items():
        (tmp_path / file).write_text(content, "utf-8")
    configuration = load(tmp_path, phrases())
    assert configuration.campaign.name == named
    assert configuration.campaign.pledge.texts.best("en")[1].rstrip("\n") == text


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        ("en", ("en",)),
        ("Italian, ES", ("it", "es")),
        ("deutsch;français", ("de", "fr")),
        ("pt-br ar", ("pt-BR", "ar")),
        ("en en", ("en",)),
        ("Deutsch und Polnisch", ("de", "pl")),
        ("italiano, inglese e gallese", ("it", "en", "cy")),
        ("Brazilian Portuguese, Simplified Chinese", ("pt-BR", "zh-CN")),
        ("日本語", ("ja",)),
        ("Portuguese, pt", ("pt-BR",)),
        ("pt-PT, es-MX", ("pt-PT", "es-MX")),
    ],
)
def test_languages_are_known_by_code_and_by_name(answer: str, codes: tuple[str, ...]) -> None:
    assert languages_from(answer) == codes


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Ask More: of #him!", ("ask-more-of-him", "#AskMoreOfHim")),
        ("نقرأ معًا", ("our-river", "#نقرأ_معًا")),
        ("لنمشِ معًا 2026", ("2026", "#لنمشِ_معًا_2026")),
        ("Une rivière, 2 rives", ("une-riviere-2-rives", "#UneRivière2Rives")),
        ("!!!", ("our-river", "#Campaign")),
        ("❤\ufe0f", ("our-river", "#Campaign")),
        ("x" * 80, ("x" * 40, f"#X{'x' * 77}")),
    ],
)
def test_an_id_and_a_hashtag_are_made_of_the_name(name: str, made: tuple[str, str]) -> None:
    answers = Answers(name, ("en",), (), "I pledge.", TODAY, "Our river")
    assert (answers.id, answers.hashtag[:79]) == made


def test_two_campaigns_of_one_day_never_share_an_id() -> None:
    ids = [
        Answers(name, ("ar",), (), "أقرأ", TODAY, folder).id
        for name, folder in (("نقرأ معًا", "قراءة"), ("لنمشِ معًا", "قراءة"), ("لنمشِ معًا", "walk"))
    ]
    assert len(set(ids)) == 3
    assert ids[2] == "walk"
    assert all(re.fullmatch("[a-z0-9-]{2,40}", one) for one in ids)


def test_the_id_is_said_while_it_can_still_be_changed(tmp_path: Path) -> None:
    done = new(*given_all(tmp_path / "walk"), "--name", "لنمشِ معًا")
    assert done.exit_code == Exit.OK, done.output
    assert "under its id, walk: change it now if you like" in done.output
    assert load(tmp_path / "walk", phrases()).campaign.id == "walk"


@pytest.mark.parametrize(
    ("read", "answer"),
    [
        (name_from, "x" * 81),
        (pledge_from, "x" * 2_001),
        (pledge_from, " \n "),
        *((read, sign) for read in (name_from, pledge_from) for sign in ("\u200b", "\u3164\ufe0f")),
        (languages_from, " "),
    ],
)
def test_what_is_too_long_or_empty_is_not_taken(read: object, answer: str) -> None:
    assert callable(read)
    with pytest.raises(Unfit):
        read(answer)
