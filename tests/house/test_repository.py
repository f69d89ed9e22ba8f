"""The repository is what it says it is: layout, papers and habits, kept by tests."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections import Counter

import pytest
from pydantic_settings import BaseSettings

from bot.exits import Exit
from bot.settings import HOSTS, Settings
from tests.house import papers

LONGEST_FILE = 300
FULLEST_FOLDER = 14

# A path of somebody's own machine, or a place that packages come from; tests may name a made-up
# home, because what the log must hide looks like one.
_OWN_MACHINE = re.compile(r"(?<![\w.~-])/(?:work|root|opt|Users)/\w|/tmp/\w+/bin")
_PACKAGE_INDEX = re.compile(r"pypi\.org|python[h]osted|npmj[s]\.|deb\.debia[n]|astral-s[h]/")
_VAGUE = re.compile(r"(?:^|_)(?:utils?|helpers?|managers?|misc|common)(?:_|$)")
_SPOKEN = re.compile(r"(?:^|`|entry: |exec )make ([a-z-]+)", re.MULTILINE)


def settings_of(kind: type[BaseSettings]) -> set[str]:
    return {name.upper() for name in kind.model_fields}


def test_no_file_names_a_machine_or_a_package_index() -> None:
    found: list[str] = []
    for path in papers.tracked():
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture, or a text that a test keeps faulty on purpose
        found += [
            f"{path.relative_to(papers.ROOT)}:{number}: {line.strip()[:100]}"
            for number, line in enumerate(lines, 1)
            if _OWN_MACHINE.search(line) or _PACKAGE_INDEX.search(line)
        ]
    assert found == []


def test_each_module_promises_one_sentence() -> None:
    found: list[str] = []
    for name, source in papers.modules(*papers.CODE):
        promise = ast.get_docstring(ast.parse(source))
        if promise is None:
            found.append(f"{name}: no docstring")
        elif not promise.endswith(".") or re.search(r"[.?!][\s]+[A-Z]|\n\n", promise):
            found.append(f"{name}: not one sentence: {promise[:80]}")
    assert found == []


def test_no_file_grows_past_what_one_reads_at_once() -> None:
    sizes = {name: source.count("\n") for name, source in papers.modules(*papers.CODE)}
    assert sizes
    assert {name: lines for name, lines in sizes.items() if lines > LONGEST_FILE} == {}


def test_no_folder_grows_past_what_one_looks_through() -> None:
    modules = Counter(name.rpartition("/")[0] for name, _ in papers.modules(*papers.CODE))
    assert {folder: count for folder, count in modules.items() if count > FULLEST_FOLDER} == {}


def test_every_room_has_a_name_that_says_something() -> None:
    names = [name for name, _ in papers.modules("bot", "cogs", "tests")]
    vague = [name for name in names if any(_VAGUE.search(p) for p in name[:-3].split("/"))]
    assert vague == []


def test_every_exit_code_stands_in_the_readme() -> None:
    rows = [(int(number), name) for number, name, _ in papers.table("Exit codes")]
    assert rows == [(code.value, code.name) for code in Exit]


def test_every_setting_stands_in_the_readme() -> None:
    documented = [papers.in_code(row[0]) for row in papers.table("Settings")]
    assert sorted(documented) == sorted(settings_of(Settings))


def test_the_example_names_every_setting_that_a_person_sets() -> None:
    named = re.findall(r"^([A-Z_]+)=", papers.text(".env.example"), flags=re.MULTILINE)
    of_hosts = {mark.upper() for mark in HOSTS}
    assert sorted(named) == sorted(settings_of(Settings) - of_hosts)


def test_the_example_changes_nothing_until_it_is_edited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in settings_of(Settings):
        monkeypatch.delenv(name, raising=False)
    copied = Settings(_env_file=papers.ROOT / ".env.example")  # type: ignore[call-arg]
    assert copied == Settings(_env_file=None)  # type: ignore[call-arg]


def test_the_release_migrates_and_the_worker_runs() -> None:
    assert papers.text("Procfile") == (
        "release: python -m bot migrate\nworker: python -m bot run\n"
    )


def test_the_host_gets_a_python_that_the_code_accepts() -> None:
    version = papers.text(".python-version").strip()
    assert papers.pyproject()["project"]["requires-python"] == f">={version}"


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", papers.text("Makefile"), flags=re.MULTILINE))


def test_every_make_command_that_is_spoken_of_exists() -> None:
    spoken = {
        target
        for name in ("README.md", "docs/operators.md", ".ci/run", ".pre-commit-config.yaml")
        for target in _SPOKEN.findall(papers.text(name))
    }
    assert {"run", "test", "test-long", "bench", "check", "lock"} <= spoken <= make_targets()


def test_every_make_command_explains_itself() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", papers.text("Makefile"), flags=re.MULTILINE)
    assert phony
    assert set(phony[1].split()) - {"dev"} == make_targets()


def test_the_types_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable],
        cwd=papers.ROOT,
        env={**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings, 0 informations\n"), (
        f"{done.stdout}{done.stderr}"
    )


def test_the_lock_that_tells_addresses_is_not_kept() -> None:
    assert not (papers.ROOT / "uv.lock").exists()


def test_scripts_can_be_run() -> None:
    modes = {
        name: mode
        for mode, name in re.findall(
            r"^(\d+) \S+ \d\t(.+)$", papers.git("ls-files", "--stage", ".ci"), flags=re.MULTILINE
        )
    }
    assert modes == {".ci/run": "100755"}
