"""What holds for every test: how often a property is tried is fixed, how long it takes is not."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.db.fixtures", "tests.once"]

# Machines are shared: a slow moment is not a fault of the code. Each day the same examples are
# tried, so that what turns red is a change; with `--long` they are more, and others each time.
settings.register_profile("suite", deadline=None, derandomize=True, max_examples=40)
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
    """Leave out what is marked `long_only`, and of each family that is sampled all but the first.

    Such try many cases of one thing, at a high price: `--long` asks for all of them. Who asks for
    such tests alone gets them whole.
    """
    kept, seen = list[pytest.Item](), set[tuple[Path, str]]()
    left = list[pytest.Item]()
    for item in items:
        family = _family(item)
        again = family in seen or item.get_closest_marker("long_only") is not None
        (left if again else kept).append(item)
        if family is not None:
            seen.add(family)
    if left and not config.getoption("--long") and not all(map(_is_marked, items)):
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def _is_marked(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("sampled", "long_only"))


def _family(item: pytest.Item) -> tuple[Path, str] | None:
    """Return which family a test belongs to, if it is sampled: of a file, or of a function."""
    marker = item.get_closest_marker("sampled")
    if marker is None:
        return None
    if "of" not in marker.kwargs:
        return item.path, ""
    function, _, case = item.name.partition("[")
    return (item.path, function) if marker.kwargs["of"] in case else None
