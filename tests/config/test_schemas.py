"""The schemas that editors use say what loading says, and lie in the repository as generated."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bot.config import schemas, write_schemas
from bot.config.yaml.document import read_document
from bot.outreach import phrases
from tests.config.folder import PHRASES, Folder
from tests.config.test_campaign_keys import KEYS, KINDS
from tests.config.test_campaign_values import LIMITS

ROOT = Path(__file__).parents[2] / "config"

ONLY_LOADING_SEES = {
    "blank name",
    "English is missing",  # which language must be there, the file itself says
    "a label without English",
    "no is Norwegian, eng is nothing",
    "name of two lines",
    "a day that no calendar has",
    "an end before the beginning",
    "an end before the launch",
    "id of a line end",
    "a number that is not whole",  # 10.0 is whole for JSON
    "a target that nobody could write out",
}


@cache
def made() -> Mapping[str, str]:
    """Return the schemas; the same phrases have the same."""
    return schemas(PHRASES)


def accepts(name: str, path: Path) -> bool:
    """Whether a schema takes what a file holds, seen as JSON."""
    schema = json.loads(made()[f"{name}.schema.json"])
    held = json.loads(json.dumps(read_document(path).value))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    return validator.is_valid(held)  # pyright: ignore[reportUnknownMemberType]


@pytest.mark.parametrize("name", sorted(schemas({})))
def test_the_schemas_in_the_repository_are_current(name: str) -> None:
    """When this fails: `python -m bot schema` writes them."""
    assert (ROOT / "schema" / name).read_text(encoding="utf-8") == schemas(phrases())[name]


def test_the_repository_has_no_schema_of_a_file_that_is_gone() -> None:
    assert {path.name for path in (ROOT / "schema").iterdir()} == set(schemas({}))


def test_what_loading_takes_the_schemas_take(folder: Folder) -> None:
    folder.load()
    assert accepts("campaign", folder.root / "campaign.yaml")
    assert accepts("messages", folder.root / "messages" / "en.yaml")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(*slip, id=name)
        for name, slip in (KEYS | KINDS | LIMITS).items()
        if name not in ONLY_LOADING_SEES
    ],
)
def test_what_loading_refuses_the_schema_refuses(
    folder: Folder, old: str, new: str, expected: str
) -> None:
    folder.campaign(old, new)
    assert not accepts("campaign", folder.root / "campaign.yaml")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("button: Sign", "button: Sign it now"),
        ("button: Sign", "button: 5"),
        ("button: Sign", "buton: Sign"),
        ('other: "{count} people"', "others: x"),
        ("tally:\n", "tallies:\n"),
    ],
)
def test_the_schema_refuses_words_that_loading_refuses(folder: Folder, old: str, new: str) -> None:
    folder.english(old, new)
    folder.faults()
    assert not accepts("messages", folder.root / "messages" / "en.yaml")


def test_every_key_of_the_campaign_is_explained() -> None:
    schema = json.loads(schemas({})["campaign.schema.json"])
    groups = [schema, *(part for part in schema["$defs"].values() if "properties" in part)]
    unexplained = [
        key
        for group in groups
        for key, part in group["properties"].items()
        if not part.get("description")
    ]
    assert unexplained == []


def test_every_phrase_is_in_the_schema_with_what_it_may_use() -> None:
    schema = json.loads(schemas(PHRASES)["messages.schema.json"])
    greeting = schema["properties"]["greeting"]["properties"]
    assert greeting["hello"]["description"] == (
        "A text of at most 1,500 characters. It may use {day}, {name}."
    )
    assert greeting["button"]["maxLength"] == 10
    assert schema["properties"]["tally"]["properties"]["count"]["required"] == ["other"]


def test_schemas_are_written_where_they_are_wanted(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "schema"
    write_schemas(folder, PHRASES)
    write_schemas(folder, PHRASES)
    written = {path.name: path.read_bytes().decode() for path in folder.iterdir()}
    assert written == schemas(PHRASES)
