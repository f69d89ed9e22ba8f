"""`python -m bot preview` writes one page, says where, and harms no other file."""

from __future__ import annotations

import re
import webbrowser
from base64 import b64encode
from pathlib import Path

import pytest

from bot.examples import Picture
from bot.exits import Exit
from bot.preview.page import BEGINNING
from tests.preview.conftest import PNG, draw
from tests.process.conftest import Invoke, invoke, place

__all__ = ["invoke", "place"]


class StillPictures:
    """Stands for the process that draws, which has tests of its own."""

    closed = 0

    def __init__(self, *, limit: float) -> None:
        assert limit > 0

    async def draw(self, wanted: Picture) -> bytes | None:
        return await draw(wanted)

    async def close(self) -> None:
        StillPictures.closed += 1


@pytest.fixture(autouse=True)
def pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.preview.command.Pictures", StillPictures)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were opened in a browser."""
    addresses: list[str] = []

    def noted(url: str) -> bool:
        addresses.append(url)
        return True

    monkeypatch.setattr("webbrowser.open", noted)
    return addresses


def test_it_writes_a_page_and_says_where(invoke: Invoke, place: Path, opened: list[str]) -> None:
    before = StillPictures.closed
    result = invoke("preview", "--locale", "pt-BR")
    out = place / "preview.html"
    assert result.exit_code == Exit.OK
    assert result.stdout.splitlines()[-1] == f"the preview is written: {out.as_uri()}"
    assert result.stdout.isascii()
    written = out.read_text("utf-8")
    assert written.startswith(BEGINNING)
    assert "O que é esta campanha" in written
    assert 'lang="de"' not in written
    assert opened == []  # nobody sits at a terminal here
    assert StillPictures.closed == before + 1


def test_another_folder_another_file(invoke: Invoke, place: Path, opened: list[str]) -> None:
    (place / "config").rename(place / "täglich")
    out = place / "seite ü.html"
    result = invoke("preview", "täglich", "--locale", "de", "--out", str(out), "--open")
    assert result.exit_code == Exit.OK
    assert opened == [out.as_uri()]
    assert opened[0].isascii()
    again = invoke("preview", "täglich", "--locale", "fr", "--out", str(out), "--no-open")
    assert again.exit_code == Exit.OK
    assert 'lang="fr"' in out.read_text("utf-8")
    assert len(opened) == 1


@pytest.mark.parametrize("broken", [True, False])
def test_without_a_browser_the_address_is_what_one_needs(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    def nothing(url: str) -> bool:
        if broken:
            raise webbrowser.Error(url)
        return False

    monkeypatch.setattr("webbrowser.open", nothing)
    result = invoke("preview", "--locale", "en", "--open")
    assert result.exit_code == Exit.OK
    assert result.stdout.endswith("No browser could be opened: open this address in one.\n")


def test_faults_are_those_of_check(invoke: Invoke, place: Path) -> None:
    campaign = place / "config" / "campaign.yaml"
    campaign.write_text(campaign.read_text("utf-8").replace("\nname:", "\nnmae:"), "utf-8")
    result, checked = invoke("preview"), invoke("check")
    assert (result.exit_code, result.stderr) == (checked.exit_code, checked.stderr)
    assert result.exit_code == Exit.CONFIGURATION
    assert re.search(r"^config/campaign\.yaml:\d+:\d+: .*nmae", result.stderr, re.MULTILINE)
    assert not (place / "preview.html").exists()


def test_a_folder_that_is_not_there_is_said(invoke: Invoke) -> None:
    result = invoke("preview", "elsewhere")
    assert result.exit_code == Exit.CONFIGURATION
    assert result.stderr == "elsewhere:1:1: the folder is missing\n"


@pytest.mark.parametrize("name", ["config/campaign.yaml", "config"])
def test_nothing_else_is_written_over(invoke: Invoke, place: Path, name: str) -> None:
    before = (place / "config/campaign.yaml").read_bytes()
    result = invoke("preview", "--out", name)
    assert result.exit_code == Exit.CONFIGURATION
    assert "name another file with --out" in result.stderr
    assert (place / "config/campaign.yaml").read_bytes() == before


def test_a_place_that_is_not_there_is_said(invoke: Invoke) -> None:
    result = invoke("preview", "--locale", "en", "--out", "nowhere/page.html")
    assert result.exit_code == Exit.CONFIGURATION
    assert re.fullmatch(r"nowhere.page\.html cannot be written \(.+\): .+\n", result.stderr)
    assert result.stdout == ""  # nothing was drawn in vain


def test_a_full_disk_is_said(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    result = invoke("preview", "--locale", "en")
    assert result.exit_code == Exit.CONFIGURATION
    assert result.stderr.startswith("preview.html cannot be written (No space left on device): ")


def test_pictures_are_in_the_page(invoke: Invoke, place: Path) -> None:
    invoke("preview", "--locale", "en")
    beginning = b64encode(PNG)[:8].decode()
    assert f'src="data:image/png;base64,{beginning}' in (place / "preview.html").read_text("utf-8")
