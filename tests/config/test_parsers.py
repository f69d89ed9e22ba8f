"""The fast parser takes a file exactly as the slow one does, which knows why it cannot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yamlcore import CoreLoader  # pyright: ignore[reportMissingTypeStubs]

from bot.config.yaml import nodes
from tests.house import papers

FILES = sorted((papers.ROOT / "config").glob("**/*.yaml"))
CAMPAIGNS = sorted((papers.ROOT / "tests/campaigns").glob("**/*.yaml"))
WORDS = ["a", "b: ", "c:\n", "{d: e", "1", "0x1f", "~", ":", "é", "سلام", "😀", '"', "'"]
SIGNS = ["\n", "  ", "- ", "[", "]", "}", ", ", "# f", "\t"]
STYLES = ["|\n", "|-", ">-\n", "---\n", "&a ", "*a"]

Read = Callable[[str], nodes.Node | None]


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> Read:
    """Read with the parser in Python alone."""

    def read(text: str) -> nodes.Node | None:
        with monkeypatch.context() as patch:
            patch.setattr(nodes, "CCoreLoader", CoreLoader)
            return nodes.compose(text)

    return read


@pytest.mark.parametrize(
    "path", FILES + CAMPAIGNS, ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_a_file_has_the_same_nodes_at_the_same_places(path: Path, slowly: Read) -> None:
    text = path.read_text("utf-8")
    assert nodes.compose(text) == slowly(text)


def test_what_cannot_be_read_is_refused_in_the_same_words(slowly: Read) -> None:
    @given(st.lists(st.sampled_from(WORDS + SIGNS + STYLES), max_size=14).map("".join))
    def alike(text: str) -> None:
        assert outcome(nodes.compose, text) == outcome(slowly, text)

    alike()


def outcome(read: Read, text: str) -> object:
    try:
        return placed(read(text))
    except nodes.NotYaml as refusal:
        return refusal.index, refusal.sentence


def placed(node: nodes.Node | None) -> object:
    """Return what a node holds and where; a value that is not there has no place of its own."""
    match node:
        case nodes.MappingNode(start, end, complaint, pairs):
            held: object = [(placed(key), placed(value)) for key, value in pairs]
        case nodes.SequenceNode(start, end, complaint, items):
            held = [placed(item) for item in items]
        case nodes.ScalarNode(start, end, complaint, value) if value is not None:
            held = value
        case _:
            return None
    return type(node), start, end, complaint, held
