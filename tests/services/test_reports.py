"""A report is an id and a day: no flood, no hour, no presser."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.services.reports import FILE_NAME, ProblemReport, ProblemReports

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def reports(tmp_path: Path) -> ProblemReports:
    return ProblemReports(tmp_path / "data" / FILE_NAME)


async def test_a_report_is_a_line_of_day_and_id(reports: ProblemReports) -> None:
    await reports.add(ProblemReport(MONDAY, "us-rainn"))
    assert reports.path.read_text() == "day,resource\n2026-11-23,us-rainn\n"
    assert reports.pending() == [ProblemReport(MONDAY, "us-rainn")]


async def test_however_many_report_it_a_day_has_one_line(reports: ProblemReports) -> None:
    report = ProblemReport(MONDAY, "us-rainn")
    await asyncio.gather(*(reports.add(report) for _ in range(50)))
    assert reports.pending() == [report]
    await reports.add(ProblemReport(TUESDAY, "us-rainn"))
    assert len(reports.path.read_text().splitlines()) == 3


async def test_a_report_after_the_file_was_deleted_is_kept(reports: ProblemReports) -> None:
    report = ProblemReport(MONDAY, "us-rainn")
    await reports.add(report)
    reports.path.unlink()
    await reports.add(report)
    assert reports.pending() == [report]


async def test_the_order_of_the_lines_does_not_tell_which_came_first(
    reports: ProblemReports,
) -> None:
    for resource in ("us-rainn", "gb-acas", "nz-refuge"):
        await reports.add(ProblemReport(MONDAY, resource))
    _, *lines = reports.path.read_text().splitlines()
    assert lines == ["2026-11-23,gb-acas", "2026-11-23,nz-refuge", "2026-11-23,us-rainn"]
    assert list(reports.path.parent.iterdir()) == [reports.path]


async def test_a_file_that_cannot_be_replaced_keeps_what_it_had(
    reports: ProblemReports, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reports.add(ProblemReport(MONDAY, "us-rainn"))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "utime", full)
    with pytest.raises(OSError, match="No space"):
        await reports.add(ProblemReport(MONDAY, "gb-acas"))
    assert reports.pending() == [ProblemReport(MONDAY, "us-rainn")]
    assert list(reports.path.parent.iterdir()) == [reports.path]


async def test_the_files_date_says_the_day_and_no_hour(reports: ProblemReports) -> None:
    await reports.add(ProblemReport(MONDAY, "us-rainn"))
    changed = datetime.fromtimestamp(reports.path.stat().st_mtime, UTC)
    assert changed == datetime(2026, 11, 23, tzinfo=UTC)


async def test_only_the_bots_own_user_can_read_it(reports: ProblemReports) -> None:
    await reports.add(ProblemReport(MONDAY, "us-rainn"))
    assert stat.S_IMODE(reports.path.stat().st_mode) == 0o600


async def test_a_line_spoiled_by_hand_is_passed_over(reports: ProblemReports) -> None:
    await reports.add(ProblemReport(TUESDAY, "us-rainn"))
    with reports.path.open("a") as file:
        file.write("\nnot a day,x\n1,2,3\n2026-11-23,gb-acas\n")
    assert [one.resource_id for one in reports.pending()] == ["gb-acas", "us-rainn"]


def test_no_file_is_no_report(reports: ProblemReports) -> None:
    assert reports.pending() == []


async def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    reports = ProblemReports(tmp_path)
    with pytest.raises(OSError, match="directory"):
        await reports.add(ProblemReport(MONDAY, "us-rainn"))
