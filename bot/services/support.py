"""Finds help in memory only, so that a look-up leaves nothing anywhere."""

from __future__ import annotations

from datetime import date

from bot.domain.clock import Clock, day_of
from bot.domain.refusals import OutdatedControl
from bot.domain.resources import Choice, Directory, Page, Resource, page_for
from bot.services.reports import ProblemReport, ProblemReports


class SupportService:
    """Finds help. It holds no store, no log and no cache, so it has nothing to leave a trace in."""

    def __init__(self, directory: Directory, reports: ProblemReports, clock: Clock) -> None:
        self.directory = directory
        self._reports = reports
        self._clock = clock

    @property
    def today(self) -> date:
        """The UTC day on which a resource is current, overdue or hidden."""
        return day_of(self._clock())

    def unchanged_until(self) -> date:
        """Return the first day on which a page may differ from today's."""
        turns = (one.review.next_turn(self.today) for one in self.directory.resources)
        return min(turns, default=date.max)

    def page(self, choice: Choice, *, locale: str, start: int = 0) -> Page:
        """Return a page of help; it is never empty: past the end, it is the end."""
        return page_for(self.directory, choice, locale=locale, today=self.today, start=start)

    async def report(self, resource_id: str) -> Resource:
        """Tell whoever runs the bot that a resource does not work: its id and the day, no more.

        Raises:
            OutdatedControl: when there is no such resource.
            OSError: when it could not be noted.
        """
        resource = self.directory.find(resource_id)
        if resource is None:
            raise OutdatedControl
        await self._reports.add(ProblemReport(self.today, resource.id))
        return resource
