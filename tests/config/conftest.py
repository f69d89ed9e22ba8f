from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.folder import CAMPAIGN, ENGLISH, LETTER, SUPPORT, Folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A configuration folder that is right."""
    monkeypatch.chdir(tmp_path)
    found = Folder(tmp_path / "config")
    (found.root / "messages").mkdir(parents=True)
    found.write("campaign.yaml", CAMPAIGN)
    found.write("letter.yaml", LETTER)
    found.write("messages/en.yaml", ENGLISH)
    found.write("resources.yaml", SUPPORT)
    return found
