"""Whatever happens to the files, loading ends in a configuration or in faults that they contain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.config import ConfigurationFaults, Fault
from tests.config.folder import CAMPAIGN, ENGLISH, LETTER, Folder

SHIPPED = (Path(__file__).parents[2] / "config" / "campaign.yaml").read_text(encoding="utf-8")

OPTIONAL = {"links", "links[0]", "dates.opens", "dates.closes", "goal.steps"}
WRONG = ["true", "1.5", "[[1]]", "{zzz: 1}", "&a x", "*a", "!t x", '"\\0"']
SCALAR = re.compile(r"^( *(?:- )?)(\w+): (.+)$")
FILES = {"campaign.yaml": CAMPAIGN, "letter.yaml": LETTER, "messages/en.yaml": ENGLISH}

Way = tuple[str | int, ...]


def refused(folder: Folder) -> tuple[Fault, ...]:
    try:
        folder.load()
    except ConfigurationFaults as found:
        return found.faults
    return ()


def outcome(folder: Folder) -> tuple[Fault, ...]:
    """Load a folder; every fault stands inside its file, in one line of plain words."""
    faults = refused(folder)
    for fault in faults:
        content = Path(fault.path).read_bytes().decode("utf-8", "replace")
        lines = re.split("\r\n|\r|\n", content.removeprefix("\ufeff"))
        assert 1 <= fault.line <= len(lines), fault
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1, fault
        assert str(fault).isprintable()
        assert not re.search("Input|valid|does not fit", fault.message)
    return faults


def scalars() -> list[Any]:
    """Return every line `key: value` of both files: the file, its number from 0, the match."""
    return [
        pytest.param(name, at, found, id=f"{name}:{at + 1}")
        for name, text in FILES.items()
        for at, line in enumerate(text.splitlines())
        if (found := SCALAR.match(line))
    ]


def ways(value: object, way: Way = ()) -> Iterator[Way]:
    """Yield the way to every value inside a value."""
    if way:
        yield way
    inside: Any = value
    if isinstance(value, dict):
        for key in inside:
            yield from ways(inside[key], (*way, key))
    elif isinstance(value, list):
        for at, item in enumerate(inside):
            yield from ways(item, (*way, at))


def written(way: Way) -> str:
    return "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in way)[1:]


@pytest.mark.parametrize("way", list(ways(yaml.safe_load(CAMPAIGN))), ids=written)
def test_what_is_taken_away_is_missed_or_may_be_left_out(folder: Folder, way: Way) -> None:
    content = deepcopy(yaml.safe_load(CAMPAIGN))
    group = content
    for part in way[:-1]:
        group = group[part]
    del group[way[-1]]
    folder.write("campaign.yaml", yaml.safe_dump(content, sort_keys=False))
    faults = outcome(folder)
    if written(way) in OPTIONAL or way[:2] == ("goal", "steps"):
        assert faults == ()
    else:
        assert [fault.key for fault in faults] == [written(way)]
        assert faults[0].message.startswith("is missing")


@pytest.mark.parametrize(("name", "at", "found"), scalars())
def test_what_stands_twice_is_told_at_the_second(
    folder: Folder, name: str, at: int, found: re.Match[str]
) -> None:
    lines = FILES[name].splitlines(keepends=True)
    again = f"{found[1].replace('-', ' ')}{found[2]}: {found[3]}\n"
    folder.write(name, "".join([*lines[: at + 1], again, *lines[at + 1 :]]))
    (fault,) = outcome(folder)
    assert (fault.path, fault.line, fault.column) == (f"config/{name}", at + 2, len(found[1]) + 1)
    assert fault.message == f"is there twice; the first is in line {at + 1}"


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize(("name", "at", "found"), scalars())
def test_a_wrong_value_is_told_where_it_stands(
    folder: Folder, name: str, at: int, found: re.Match[str], wrong: str
) -> None:
    lines = FILES[name].splitlines()
    lines[at] = f"{found[1]}{found[2]}: {wrong}"
    folder.write(name, "\n".join(lines))
    faults = outcome(folder)
    assert faults
    assert {(fault.path, fault.line) for fault in faults} == {(f"config/{name}", at + 1)}
    assert min(fault.column for fault in faults) >= len(found[1]) + 1


@pytest.mark.long
@pytest.mark.parametrize("text", [CAMPAIGN, SHIPPED], ids=["small", "shipped"])
@pytest.mark.parametrize("spoil", ["cut", "delete", "repeat", "indent", "swap"])
def test_no_line_can_be_spoilt_so_that_loading_breaks(
    folder: Folder, text: str, spoil: str, long: bool
) -> None:
    lines = text.splitlines(keepends=True)
    step = 5 if text == SHIPPED and not long else 1
    for at, line in list(enumerate(lines))[::step]:
        before, after = lines[:at], lines[at + 1 :]
        spoilt = {
            "cut": [*before, line[: len(line) // 2]],
            "delete": [*before, *after],
            "repeat": [*before, line, line, *after],
            "indent": [*before, " ", line, *after],
            "swap": [*before, *after[:1], line, *after[1:]],
        }[spoil]
        folder.write("campaign.yaml", "".join(spoilt))
        assert {fault.path for fault in outcome(folder)} <= {"config/campaign.yaml"}


ODD = st.sampled_from(
    [
        *"[]{}:,-?|>&*!%@`'\"#\\ \t\n\r\0\x85é",
        *(
            "\ufeff",
            "\u2028",
            "\ud800",
            "---\n",
            "...",
            "<<: ",
            "- ",
            "? ",
            "!!str ",
            "|9\n",
            ">-\n",
        ),
        *("%YAML 1.2\n", f"%YAML 1.{'9' * 5_000}\n", "\\UFFFFFFFF", "9" * 5_000, "1e999", ".nan"),
        *("[" * 30, "{" * 30, "null", "name", "en: "),
    ]
)
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), ODD | st.text(max_size=5)), max_size=6
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.sampled_from(sorted(FILES)), edits=EDITS)
def test_no_edit_breaks_loading(
    folder: Folder, name: str, edits: list[tuple[float, int, str]]
) -> None:
    text = FILES[name]
    for where, deleted, inserted in edits:
        at = int(where * len(text))
        text = text[:at] + inserted + text[at + deleted :]
    for other, whole in FILES.items():  # the folder is one for all examples
        folder.write(other, whole)
    folder.write(name, text.encode("utf-8", "surrogatepass"))
    assert {fault.path for fault in outcome(folder)} <= {f"config/{one}" for one in FILES}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_loading(folder: Folder, data: bytes) -> None:
    folder.write("messages/en.yaml", data)
    assert outcome(folder)
