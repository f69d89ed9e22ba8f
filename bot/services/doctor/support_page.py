"""Checks what the support page needs from someone: numbers to try, reports to look into."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.domain.resources import Directory
from bot.domain.resources.review import Condition
from bot.services.doctor.findings import Finding, mend, ok
from bot.services.reports import ProblemReports

_PAGE = "support page"


def examine(directory: Directory, reports: ProblemReports, today: date) -> Iterator[Finding]:
    """Yield what is late or was reported; that nobody has tried a number yet is no defect.

    A campaign without a support page has nothing to be looked into.
    """
    if not directory.resources:
        return
    by_condition: dict[Condition, list[str]] = {condition: [] for condition in Condition}
    for one in directory.resources:
        by_condition[one.review.condition(today)].append(one.id)
    late = by_condition[Condition.OVERDUE] + by_condition[Condition.LAPSED]
    if late:
        names = ", ".join(late)
        yield mend(_PAGE, f"try {names} again and write the day into resources.yaml")
    unchecked, total = len(by_condition[Condition.UNCHECKED]), len(directory.resources)
    yield ok(_PAGE, f"{total - unchecked} of {total} entries were tried by this campaign")
    yield from _reported(reports)


def _reported(reports: ProblemReports) -> Iterator[Finding]:
    try:
        pending = reports.pending()
    except OSError as failure:
        reason = failure.strerror or "unknown reason"
        yield mend(_PAGE, f"{reports.path} cannot be read: {reason}")
        return
    for one in pending:
        words = f"someone reported on {one.day} that {one.resource_id} does not work: try it"
        yield mend(_PAGE, f"{words}, and delete {reports.path} when all are dealt with")
