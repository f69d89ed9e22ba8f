"""What does not work on the support page: which resource, on which day, and nothing else."""

from __future__ import annotations

import asyncio
import csv
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

FILE_NAME = "resource-reports.csv"
_HEADER = ("day", "resource")


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """Someone said, on a day, that a resource does not work."""

    day: date
    resource_id: str


class ProblemReports:
    """A file for whoever runs the bot, beside the store and not in it.

    However many people report one resource on one day, the file has one line, so nobody can flood
    it and nobody has to be remembered to prevent that. Its own time of change is set to the start
    of that day, so that it does not tell the hour either. Whoever dealt with it deletes the file.
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
        return sorted(_reports(text), key=lambda one: (one.day, one.resource_id))

    def _note(self, report: ProblemReport) -> None:
        if report in self.pending():
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            if os.fstat(opened).st_size == 0:
                rows.writerow(_HEADER)
            rows.writerow((report.day.isoformat(), report.resource_id))
        start = datetime.combine(report.day, time(), UTC).timestamp()
        os.utime(self.path, (start, start))


def _reports(text: str) -> Iterable[ProblemReport]:
    """Yield the reports of a file; a line that someone spoiled by hand is passed over."""
    for row in csv.reader(text.splitlines()):
        try:
            day, resource_id = row
            yield ProblemReport(date.fromisoformat(day), resource_id)
        except ValueError:
            continue
