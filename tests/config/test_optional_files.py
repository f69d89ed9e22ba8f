"""A folder that was right stays right when a release knows one more kind of file."""

from __future__ import annotations

from importlib import import_module

import pytest

from bot.config import (
    DIRECTORIES,
    IN_DANGER,
    INCOMPLETE,
    NAMED,
    NO_LETTER,
    NO_SUPPORT,
    NOTES,
    ONE_LANGUAGE,
    SIGNATORIES,
)
from bot.config.load import MODEL_FILES
from bot.config.model_file import ModelFile
from bot.config.models.values import ConfigModel
from tests.config.folder import SUPPORT, Folder

REQUIRED = {"campaign"}
OPTIONAL = {"letter", "resources"}


class Poster(ConfigModel):
    """A kind of file that no folder has yet."""

    headline: str
    """What it says."""


@pytest.fixture(autouse=True)
def one_kind_more(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("bot.config.load")
    monkeypatch.setattr(module, "MODEL_FILES", (*MODEL_FILES, ModelFile("poster", Poster)))


def test_only_the_files_that_every_folder_has_are_required() -> None:
    """Never add a name here: the folders that people have would stop starting."""
    assert {file.name for file in MODEL_FILES if file.required} == REQUIRED


def test_a_folder_of_before_still_loads(folder: Folder) -> None:
    assert {path.stem for path in folder.root.glob("*.yaml")} == REQUIRED | OPTIONAL
    assert folder.load().campaign.id == "spring"


def test_a_new_file_that_is_there_is_checked(folder: Folder) -> None:
    folder.write("poster.yaml", "headline: Sign\n")
    assert folder.load().campaign.id == "spring"
    folder.write("poster.yaml", "headlin: Sign\n")
    assert folder.faults() == [
        "config/poster.yaml:1:1: headlin: is no key here; did you mean “headline”?",
    ]


def test_a_new_file_with_another_ending_is_told(folder: Folder) -> None:
    folder.write("poster.yml", "headline: Sign\n")
    assert folder.faults() == [
        "config/poster.yaml:1:1: the file is missing; is “poster.yml” meant for it?"
    ]


@pytest.mark.parametrize("name", sorted(OPTIONAL))
def test_what_a_file_is_for_is_not_there_without_it(folder: Folder, name: str) -> None:
    kinds = {SIGNATORIES, NAMED, NOTES, INCOMPLETE, IN_DANGER, DIRECTORIES, ONE_LANGUAGE}
    everything = {*REQUIRED, *OPTIONAL, *kinds}
    assert folder.load().parts == everything
    (folder.root / f"{name}.yaml").unlink()
    without = {"letter": NO_LETTER, "resources": NO_SUPPORT}[name]
    left = {one for one in everything if one.partition(".")[0] != name}
    assert folder.load().parts == {*left, without}


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_a_required_file_is_missed(folder: Folder, name: str) -> None:
    (folder.root / f"{name}.yaml").unlink()
    assert folder.faults() == [f"config/{name}.yaml:1:1: the file is missing"]


def test_a_country_without_danger_needs_its_name_alone(folder: Folder) -> None:
    support = SUPPORT.replace("countries: []", "countries: []\nemergency: false")
    elsewhere = support.replace('regions: ["*"]', "regions: [IT]").replace("[world]", "[]")
    folder.write("resources.yaml", elsewhere)
    (fault,) = folder.faults()
    assert fault.endswith("IT, which is not under “countries”; add “- country: IT” there")
    folder.write("resources.yaml", elsewhere.replace("countries: []", "countries: [{country: IT}]"))
    assert folder.load().directory.campaign_countries == ("IT",)
