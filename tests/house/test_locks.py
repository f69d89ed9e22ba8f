"""The locks hold all that pyproject.toml asks for, each by its digests, and tell no address."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house import papers

LOCKS = ("requirements.txt", "requirements-rehearsal.txt", "requirements-dev.txt")
INSTALLER = "requirements-uv.txt"
_DIGEST = re.compile(r"--hash=sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Pin:
    """One locked package: its version, for which machines, and the digests of its files."""

    requirement: Requirement
    digests: int

    @property
    def version(self) -> str:
        (specifier,) = self.requirement.specifier
        assert specifier.operator == "=="
        return specifier.version


def read(lock: str) -> dict[str, list[Pin]]:
    """Return the pins of a lock by name; there is more than one where machines differ."""
    pins: dict[str, list[Pin]] = {}
    for entry in re.split(r"^(?=[^\s#])", papers.text(lock), flags=re.MULTILINE):
        if not entry.strip() or entry.startswith("#"):
            continue
        requirement = Requirement(entry.split("\\")[0].strip())
        pin = Pin(requirement, len(_DIGEST.findall(entry)))
        pins.setdefault(canonicalize_name(requirement.name), []).append(pin)
    return pins


def group(project: dict[str, Any], name: str) -> list[str]:
    """Return the requirements of a dependency group, with the groups that it includes."""
    wanted: list[str] = []
    for one in project["dependency-groups"][name]:
        wanted += [one] if isinstance(one, str) else group(project, one["include-group"])
    return wanted


def asked_for(lock: str) -> list[Requirement]:
    """Return what pyproject.toml wants in a lock."""
    project = papers.pyproject()
    base: list[str] = project["project"]["dependencies"]
    rehearsal: list[str] = project["project"]["optional-dependencies"]["rehearsal"]
    wanted = {
        "requirements.txt": base,
        "requirements-rehearsal.txt": base + rehearsal,
        "requirements-dev.txt": base + rehearsal + group(project, "dev"),
        INSTALLER: group(project, "installer"),
    }
    return [Requirement(one) for one in wanted[lock]]


@pytest.mark.parametrize("lock", [*LOCKS, INSTALLER])
def test_a_lock_holds_what_pyproject_asks_for(lock: str) -> None:
    pins = read(lock)
    stale = [
        str(wanted)
        for wanted in asked_for(lock)
        if not any(
            wanted.specifier.contains(pin.version)
            for pin in pins.get(canonicalize_name(wanted.name), [])
        )
    ]
    assert not stale, f"run `make lock`: {lock} lacks {', '.join(stale)}"


@pytest.mark.parametrize("lock", [*LOCKS, INSTALLER])
def test_every_package_is_held_to_its_digests(lock: str) -> None:
    pins = read(lock)
    assert pins
    assert [name for name, found in pins.items() if not all(one.digests for one in found)] == []


@pytest.mark.parametrize("lock", [*LOCKS, INSTALLER])
def test_a_lock_names_no_place(lock: str) -> None:
    """Where packages come from is the business of whoever installs them."""
    addresses = re.findall(
        r".*(?:://| @ |--(?:index|extra-index|find-links)|^/).*", papers.text(lock)
    )
    assert addresses == []


def test_the_smaller_locks_are_parts_of_the_largest() -> None:
    """What is tested is what is deployed: one version of each package in all locks."""
    largest = read("requirements-dev.txt")
    for lock in ("requirements.txt", "requirements-rehearsal.txt", INSTALLER):
        for name, pins in read(lock).items():
            versions = {pin.version for pin in pins}
            assert versions <= {pin.version for pin in largest[name]}, f"{name} in {lock}"


def test_production_carries_neither_tests_nor_stage() -> None:
    names = set(read("requirements.txt"))
    assert names.isdisjoint({"simcord", "pytest", "ruff", "pyright", "pillow", "uv", "hypothesis"})


def imported(source: str) -> Iterator[str]:
    """Yield the packages that a module imports, at its head or later; none of its own."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize(
    ("lock", "stage"),
    [("requirements.txt", False), ("requirements-rehearsal.txt", True)],
    ids=["on a host", "on the stage"],
)
def test_what_is_imported_is_installed(lock: str, stage: bool) -> None:
    """A host installs one file: what only the tests bring along would be missing there."""
    packages = packages_distributions()
    locked = set(read(lock))
    missing = {
        f"{name} imports {package}"
        for name, source in papers.modules(*papers.CODE)
        if stage or not name.startswith("bot/rehearsal/")
        for package in imported(source)
        if package not in sys.stdlib_module_names and package not in papers.CODE
        if locked.isdisjoint(map(canonicalize_name, packages.get(package, [])))
    }
    assert missing == set()
