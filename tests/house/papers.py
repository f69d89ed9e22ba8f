"""What the repository says about itself, read from its own files."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CODE = ("bot", "cogs")

_TABLE_ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)


def git(*arguments: str) -> str:
    """Return what git says about this repository."""
    done = subprocess.run(  # noqa: S603 - fixed arguments, no shell
        ["git", "-C", str(ROOT), *arguments],  # noqa: S607 - the git of whoever runs the tests
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def tracked() -> list[Path]:
    """Return the files that are or will be in the repository: ignored ones are not among them."""
    names = git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    return [path for name in sorted(set(names)) if name and (path := ROOT / name).is_file()]


def modules(*folders: str) -> Iterator[tuple[str, str]]:
    """Yield each Python file below the folders: its name in the repository and its source."""
    for path in tracked():
        name = path.relative_to(ROOT)
        if path.suffix == ".py" and name.parts[0] in folders:
            yield name.as_posix(), path.read_text("utf-8")


def text(name: str) -> str:
    """Return one file of the repository."""
    return (ROOT / name).read_text("utf-8")


def pyproject() -> dict[str, Any]:
    """Return pyproject.toml, parsed."""
    return tomllib.loads(text("pyproject.toml"))


def table(heading: str) -> list[list[str]]:
    """Return the rows of the first table under a heading of the README, without its head."""
    section = re.split(rf"^#+ {re.escape(heading)}$", text("README.md"), flags=re.MULTILINE)
    assert len(section) == 2, f"the README should have one heading {heading!r}"
    body = re.split(r"^#", section[1], maxsplit=1, flags=re.MULTILINE)[0]
    rows = [[cell.strip() for cell in row.split("|")] for row in _TABLE_ROW.findall(body)]
    return [row for row in rows[1:] if not set(row[0]) <= set("-: ")]


def in_code(cell: str) -> str:
    """Return what stands between the first two backticks of a table's cell."""
    found = re.search(r"`([^`]+)`", cell)
    assert found, f"{cell!r} should hold something `in backticks`"
    return found[1]
