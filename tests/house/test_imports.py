"""Each room imports only what it may, and what breaks a contract of the imports is named."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import papers

RULES_STAND_ON = {*sys.stdlib_module_names, "pydantic", "regex", "bot"}
"""What `bot.domain` imports; which rooms of `bot` a contract says."""

LINT = "from importlinter.cli import lint_imports_command as check; check()"

# What a module may not import; the last is a new room, in no layer yet.
BROKEN = {
    "bot/health/state.py": "sqlalchemy",
    "bot/secret_file.py": "asyncpg",
    "bot/preview/page.py": "simcord",
    "bot/messages/voice.py": "discord",
    "bot/pictures/lines.py": "bot.settings",
    "cogs/help/words.py": "bot.health",
    "cogs/letter/words.py": "bot.db",
    "bot/domain/text.py": "bot.newroom",
}


def installed(source: str) -> set[str]:
    """Return the packages that a module imports, each by its first name."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module)
    return {one.split(".")[0] for one in names}


def test_the_rules_stand_on_the_standard_library_pydantic_and_regex() -> None:
    rules = {
        name: installed(source)
        for name, source in papers.modules("bot")
        if name.startswith("bot/domain/")
    }
    assert rules
    assert {one: more for one, used in rules.items() if (more := used - RULES_STAND_ON)} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import filelock",
        "import json, filelock as locks",
        "from filelock import FileLock",
        "def f():\n    from filelock.asyncio import AsyncFileLock",
    ],
)
def test_each_way_to_import_a_package_is_found(source: str) -> None:
    assert installed(source) - RULES_STAND_ON == {"filelock"}


def test_each_contract_names_what_breaks_it(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(papers.text("pyproject.toml"), "utf-8")
    for name, source in papers.modules(*papers.CODE):
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        more = f"\nimport {BROKEN[name]}\n" if name in BROKEN else ""
        copy.write_text(source + more, "utf-8")
    (tmp_path / "bot/newroom.py").write_text("", "utf-8")
    told = subprocess.run(  # noqa: S603 - what `make imports` runs
        [sys.executable, "-c", LINT], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1, told.stderr
    last = BROKEN["bot/domain/text.py"]
    assert f"- {last}\n" in told.stdout, "a new room needs a layer"
    for name, what in BROKEN.items():
        module = name.removesuffix(".py").replace("/", ".")
        assert what == last or f"{module} -> {what} " in told.stdout, told.stdout
