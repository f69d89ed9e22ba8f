"""Files that cannot be read as text, or are not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.config import ConfigurationFaults, load
from tests.config.folder import CAMPAIGN, ENGLISH, PHRASES, Folder

UTF_8 = "save the file as UTF-8 (in Notepad: “Save as”, and choose it as the encoding)"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (CAMPAIGN.encode("utf-16"), "1:1: is not UTF-8 (byte 0xFF)"),
        ("id: a\nname: Caf\xe9\n".encode("latin-1"), "2:10: is not UTF-8 (byte 0xE9)"),
        ("# é\r\nid: é".encode() + b"\xc3", "2:6: is not UTF-8 (byte 0xC3)"),
        ("\ufeffid: a".encode() + b"\xff", "1:6: is not UTF-8 (byte 0xFF)"),
    ],
    ids=["UTF-16", "Latin-1", "cut off", "after a byte order mark"],
)
def test_the_byte_that_is_not_utf_8_is_placed(folder: Folder, data: bytes, expected: str) -> None:
    folder.write("campaign.yaml", data)
    assert folder.faults() == [f"config/campaign.yaml:{expected}; {UTF_8}"]


def test_a_file_of_exactly_256_kib_is_read(folder: Folder) -> None:
    folder.write("campaign.yaml", CAMPAIGN + "#" * (256 * 1024 - len(CAMPAIGN)))
    assert folder.load().campaign.id == "spring"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_end_as_the_editor_ends_them(folder: Folder, end: str) -> None:
    text = CAMPAIGN.replace("target: 1000", "target: many").replace("\n", end)
    folder.write("campaign.yaml", text)
    assert folder.faults()[0].startswith("config/campaign.yaml:16:11: goal.target")


def test_a_byte_order_mark_is_no_part_of_the_first_line(folder: Folder) -> None:
    folder.write("campaign.yaml", "\ufeff" + CAMPAIGN.replace("id: spring", "id: A"))
    assert folder.faults()[0].startswith("config/campaign.yaml:1:5: id:")


def test_columns_count_characters_not_bytes(folder: Folder) -> None:
    folder.campaign("label: Home\n    url: https://example.org", "{label: Ğ🎉é, url: x}")
    assert folder.faults()[0].startswith("config/campaign.yaml:9:23: links[0].url:")


def test_a_missing_file_is_told_with_the_one_that_was_meant(folder: Folder) -> None:
    (folder.root / "campaign.yaml").rename(folder.root / "campaign.yml")
    assert folder.faults() == [
        "config/campaign.yaml:1:1: the file is missing; is “campaign.yml” meant for it?"
    ]


def test_another_language_is_never_meant_for_english(folder: Folder) -> None:
    (folder.root / "messages" / "en.yaml").unlink()
    folder.write("messages/es.yaml", "greeting:\n  button: Firmar\n")
    assert folder.faults() == ["config/messages/en.yaml:1:1: the file is missing"]


def test_a_missing_folder_is_one_fault(folder: Folder) -> None:
    folder.root.rename("elsewhere")
    assert folder.faults() == ["config:1:1: the folder is missing"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("config/campaign.yaml", "is a file; name the folder that it lies in"),
        ("'config'", "the folder is missing; take the quotes around its name away"),
        ("~/config", "the folder is missing; write its whole path, for ~ means nothing here"),
        ("Config", "the folder is missing; did you mean “config”?"),
        ("nowhere/config", "the folder is missing"),
    ],
)
def test_a_folder_by_another_name_is_told_with_what_to_do(
    folder: Folder, typed: str, told: str
) -> None:
    if Path(typed).is_dir():
        return  # a file system that does not tell capitals apart
    with pytest.raises(ConfigurationFaults) as raised:
        load(Path(typed), PHRASES, shipped=folder.root / "messages")
    assert [str(one) for one in raised.value.faults] == [f"{typed}:1:1: {told}"]


def test_a_folder_around_the_one_that_was_meant_is_told(folder: Folder) -> None:
    inner = folder.root / "spring"
    inner.mkdir()
    (folder.root / "campaign.yaml").rename(inner / "campaign.yaml")
    assert folder.faults() == [
        "config/campaign.yaml:1:1: the file is missing; there is one in “spring”: name that folder"
    ]


def test_a_folder_in_place_of_a_file_is_refused(folder: Folder) -> None:
    (folder.root / "campaign.yaml").unlink()
    (folder.root / "campaign.yaml").mkdir()
    assert folder.faults() == ["config/campaign.yaml:1:1: is not a file"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are POSIX")
def test_a_pipe_in_place_of_a_file_does_not_hang_the_start(folder: Folder) -> None:
    (folder.root / "campaign.yaml").unlink()
    os.mkfifo(folder.root / "campaign.yaml")
    assert folder.faults() == ["config/campaign.yaml:1:1: is not a file"]


def test_a_file_that_the_system_refuses_is_a_fault(folder: Folder) -> None:
    loop = folder.root / "messages" / "en.yaml"
    loop.unlink()
    loop.symlink_to(loop)
    (fault,) = folder.faults()
    assert fault.startswith("config/messages/en.yaml:1:1: the file cannot be read: ")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything"
)
def test_a_file_without_permission_is_a_fault(folder: Folder) -> None:
    (folder.root / "campaign.yaml").chmod(0)
    assert folder.faults() == [
        "config/campaign.yaml:1:1: the file cannot be read: permission denied"
    ]


def test_a_folder_elsewhere_is_shown_whole(
    folder: Folder, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("messages/en.yaml", ENGLISH.replace("Sign", "Sign this now"))
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(ConfigurationFaults) as raised:
        load(folder.root, PHRASES, shipped=folder.root / "messages")
    assert Path(raised.value.faults[0].path) == folder.root / "messages" / "en.yaml"
