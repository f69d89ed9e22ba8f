"""What is told over HTTP is what every card says, and nothing that moves with a press."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot import RELEASE
from bot.domain.tallies import Counts, Tally
from bot.health.pages import health_of, metrics_of, tally_of
from bot.health.state import Report, State
from bot.interactions.connection.admission import Rushes
from bot.services.backups import Kept, Trouble

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
REPORT = Report(
    at=NOON,
    state=State.SERVING,
    acknowledged=NOON - timedelta(seconds=20.7),
    committed=NOON - timedelta(seconds=30),
    store_works=True,
    backup=Kept(NOON - timedelta(hours=3), Trouble.FULL),
    rushes=Rushes(now=True, turned_away=12, unanswered=340),
)


def tally(
    counted: int, held: int = 0, *, as_of: datetime | None = NOON, recounting: bool = False
) -> Tally:
    return Tally(
        campaign=Counts(counted, held),
        server=None,
        since_yesterday=None,
        weeks=None,
        milestone=10,
        goal=1000,
        as_of=as_of,
        recounting=recounting,
    )


def test_the_health_is_told_with_its_moments() -> None:
    assert health_of(REPORT) == {
        "state": "serving",
        "serving": True,
        "release": RELEASE,
        "at": "2026-12-01T12:00:00Z",
        "gateway": {"acknowledged": "2026-12-01T11:59:39Z", "seconds_ago": 20},
        "store": {"works": True, "committed": "2026-12-01T11:59:30Z", "seconds_ago": 30},
        "backup": {
            "made": "2026-12-01T09:00:00Z",
            "seconds_ago": 10_800,
            "trouble": "the disk of BACKUP_DIR is full",
        },
    }


def test_what_is_not_known_yet_is_null() -> None:
    told = health_of(Report(at=NOON, state=State.STARTING))
    assert told["gateway"] == {"acknowledged": None, "seconds_ago": None}
    assert (told["serving"], told["backup"]) == (False, None)


@pytest.mark.parametrize(
    ("counted", "said"),
    [(0, {"fewer_than": 5}), (1, {"fewer_than": 5}), (4, {"fewer_than": 5}), (5, {"exactly": 5})],
)
def test_fewer_than_five_are_never_told_exactly(counted: int, said: dict[str, int]) -> None:
    assert tally_of("#AskMoreOfHim", tally(counted))["counted"] == said
    shown = f"campaign_bot_published_counted {counted}\n" in metrics_of(REPORT, tally(counted))
    assert shown == ("exactly" in said)


@pytest.mark.parametrize(
    ("held", "said"),
    [(0, {"exactly": 0}), (1, {"fewer_than": 5}), (4, {"fewer_than": 5}), (5, {"exactly": 5})],
)
def test_of_those_held_it_is_told_that_there_are_none(held: int, said: dict[str, int]) -> None:
    assert tally_of("#AskMoreOfHim", tally(70, held))["held"] == said
    shown = f"campaign_bot_published_held {held}\n" in metrics_of(REPORT, tally(70, held))
    assert shown == ("exactly" in said)


@pytest.mark.parametrize("unknown", [tally(70, recounting=True), tally(70, as_of=None)])
def test_a_number_that_may_be_wrong_or_is_not_published_is_not_told(unknown: Tally) -> None:
    told = tally_of("#AskMoreOfHim", unknown)
    assert (told["counted"], told["held"]) == (None, None)
    assert "published" not in metrics_of(REPORT, unknown)


def test_the_metrics_are_these_and_no_others() -> None:
    lines = metrics_of(REPORT, tally(70, 8)).splitlines()
    assert [one for one in lines if not one.startswith("#")] == [
        f'campaign_bot_info{{release="{RELEASE}"}} 1',
        "campaign_bot_serving 1",
        "campaign_bot_gateway_acknowledged_timestamp_seconds 1796126379",
        "campaign_bot_store_works 1",
        "campaign_bot_store_committed_timestamp_seconds 1796126370",
        "campaign_bot_overloaded 1",
        "campaign_bot_turned_away_total 12",
        "campaign_bot_unanswered_total 340",
        "campaign_bot_backup_works 0",
        "campaign_bot_backup_made_timestamp_seconds 1796115600",
        "campaign_bot_published_timestamp_seconds 1796126400",
        "campaign_bot_published_counted 70",
        "campaign_bot_published_held 8",
    ]
    names = [one.split()[2] for one in lines if one.startswith("# TYPE")]
    assert names == [one.split()[2] for one in lines if one.startswith("# HELP")]
    assert len(names) == len(set(names)) == 13


def test_without_a_store_the_metrics_still_tell_whether_it_serves() -> None:
    told = metrics_of(Report(at=NOON, state=State.STARTING), None)
    assert "campaign_bot_serving 0\n" in told
    assert "store" not in told
