"""What holds for every test: how often a property is tried is fixed, how long it takes is not."""

from __future__ import annotations

import pytest
from hypothesis import settings

pytest_plugins = ["tests.db.fixtures", "tests.once"]

# Machines are shared: a slow moment is not a fault of the code.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long",
        action="store_true",
        help="let the tests marked `long` do all they can: a thousand look-ups, not a hundred",
    )


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Whether a test marked `long` does all it can, not the part that `make test` has time for."""
    return bool(request.config.getoption("--long"))
