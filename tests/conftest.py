"""What holds for every test: how often a property is tried is fixed, how long it takes is not."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.db.fixtures", "tests.once"]

# Machines are shared: a slow moment is not a fault of the code. Each day the same examples are
# tried, so that what turns red is a change; with `--long` they are others each time.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, derandomize=False)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long",
        action="store_true",
        help="let the tests marked `long` do all they can: a thousand look-ups, not a hundred",
    )

    parser.addoption(
        "--browser",
        action="store_true",
        help="drive the stage with a headless Chromium, and nothing else",
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the browser's tests to `make test-browser`: they take longer than all others."""
    in_browser = "browser" in collection_path.relative_to(config.rootpath).parts
    return True if in_browser and not config.getoption("--browser") else None


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--long"):
        settings.load_profile("long")


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Whether a test marked `long` does all it can, not the part that `make test` has time for."""
    return bool(request.config.getoption("--long"))


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let a bot be interrupted, though a shell that runs the tests behind it ignores Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the first test of each file whose tests are sampled, unless `--long` asks for all.

    Such are families that start whole processes to try many cases of one thing. Who asks for such
    files alone gets them whole.
    """
    sampled = [one for one in items if one.get_closest_marker("sampled")]
    if config.getoption("--long") or len(sampled) == len(items):
        return
    seen: set[Path] = set()
    left: set[pytest.Item] = set()
    for item in sampled:
        if item.path in seen:
            left.add(item)
        seen.add(item.path)
    config.hook.pytest_deselected(items=list(left))
    items[:] = [one for one in items if one not in left]
