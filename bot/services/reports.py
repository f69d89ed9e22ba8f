"""Reports that a resource does not work: which one, on which day, and nothing else."""

from __future__ import annotations

import asyncio
import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.database_url import SqliteFile, target_of

FILE_NAME = "resource-reports.csv"
_HEADER = ("day", "resource")


def reports_file(database_url: str) -> Path:
    """Return where reports are kept: beside the SQLite file; with PostgreSQL, in `data`."""
    target = target_of(database_url)
    folder = target.path.parent if isinstance(target, SqliteFile) else Path("data")
    return folder / FILE_NAME


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """Someone said, on a day, that a resource does not work."""

    day: date
    resource_id: str


class ProblemReports:
    """A file for whoever runs the bot, beside the store and not in it.

    However many people report one resource on one day, the file has one line, so nobody can flood
    it and nobody has to be remembered to prevent that. The lines are sorted, so their order tells
    nothing, and the file's date is the start of the last day; only the file system itself may still
    know when it was last written. Whoever dealt with it deletes the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._one_at_a_time = asyncio.Lock()

    async def add(self, report: ProblemReport) -> None:
        """Note a report; a second one of the same day changes nothing.

        Raises:
            OSError: when the file cannot be written; nothing was noted then.
        """
        async with self._one_at_a_time:
            await asyncio.to_thread(self._note, report)

    def pending(self) -> list[ProblemReport]:
        """Return what was noted and not yet dealt with, oldest first.

        Raises:
            OSError: when the file is there and cannot be read.
        """
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        return _in_order(_reports(text))

    def _note(self, report: ProblemReport) -> None:
        pending = self.pending()
        if report in pending:
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = self.path.with_suffix(".new")
        try:
            _write(written, _in_order([*pending, report]))
            written.replace(self.path)
        except OSError:
            written.unlink(missing_ok=True)
            raise


def _in_order(reports: Iterable[ProblemReport]) -> list[ProblemReport]:
    return sorted(set(reports), key=lambda one: (one.day, one.resource_id))


def _write(path: Path, reports: Sequence[ProblemReport]) -> None:
    """Write a file anew, for its owner alone; its date is the start of the last day in it."""
    opened = os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_CREAT, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(_HEADER)
        rows.writerows((one.day.isoformat(), one.resource_id) for one in reports)
    start = datetime.combine(reports[-1].day, time(), UTC).timestamp()
    os.utime(path, (start, start))


def _reports(text: str) -> Iterable[ProblemReport]:
    """Yield the reports of a file; a line that someone spoiled by hand is passed over."""
    for row in csv.reader(text.splitlines()):
        try:
            day, resource_id = row
            yield ProblemReport(date.fromisoformat(day), resource_id)
        except ValueError:
            continue
