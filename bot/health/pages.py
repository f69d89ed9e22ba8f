"""Writes what is told over HTTP: JSON for hosts and readers, text for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot import RELEASE
from bot.domain.tallies import SMALLEST_SHOWN, Tally, told
from bot.health.state import Report, State

_PREFIX = "campaign_bot"


def health_of(report: Report) -> dict[str, object]:
    """Return how the bot is, as `/healthz` tells it."""
    kept = report.backup
    return {
        "state": report.state.value,
        "serving": report.state is State.SERVING,
        "release": RELEASE,
        "at": _iso(report.at),
        "gateway": {
            "acknowledged": _iso(report.acknowledged),
            "seconds_ago": _ago(report, report.acknowledged),
        },
        "store": {
            "works": report.store_works,
            "committed": _iso(report.committed),
            "seconds_ago": _ago(report, report.committed),
        },
        "backup": kept
        and {
            "made": _iso(kept.made),
            "seconds_ago": _ago(report, kept.made),
            "trouble": kept.trouble and kept.trouble.value,
        },
    }


def tally_of(campaign: str, tally: Tally) -> dict[str, object]:
    """Return the published totals, as `/tally.json` tells them: those of every card, no others.

    A number that may be wrong, or is under five, is null; `fewer_than` then says which it is.
    """
    known = tally.as_of is not None and not tally.recounting
    return {
        "campaign": campaign,
        "as_of": _iso(tally.as_of),
        "recounting": tally.recounting,
        "counted": _number(told(tally.campaign.counted)) if known else None,
        "held": _number(_held(tally)) if known else None,
        "goal": tally.goal,
    }


def _number(people: int | None) -> dict[str, int]:
    return {"fewer_than": SMALLEST_SHOWN} if people is None else {"exactly": people}


def _held(tally: Tally) -> int | None:
    """Return how many are held as everybody reads it: that none are, the cards say too."""
    return told(tally.campaign.held) if tally.campaign.held else 0


def metrics_of(report: Report, tally: Tally | None) -> str:
    """Return what Prometheus reads: whether the bot serves, and the published totals.

    Nothing that moves with a command or a press is here, processor time and memory neither: a look
    at the support page would move them too. A rush is of hundreds at once, and of no such look.
    """
    return "".join(_metrics(report, tally))


def _metrics(report: Report, tally: Tally | None) -> Iterator[str]:
    yield _metric("info", "The release at work.", 1, f'{{release="{RELEASE}"}}')
    serving = report.state is State.SERVING
    yield _metric("serving", "1 while the bot serves, else 0.", int(serving))
    yield from _moment(
        "gateway_acknowledged_timestamp_seconds", "Discord last acknowledged", report.acknowledged
    )
    if report.store_works is not None:
        yield _metric("store_works", "1 while the store takes changes.", int(report.store_works))
    yield from _moment(
        "store_committed_timestamp_seconds", "the store kept the bot's own write", report.committed
    )
    rushes = report.rushes
    yield _metric("overloaded", "1 while more comes than can be answered.", int(rushes.now))
    yield _count("turned_away_total", "Refused in overloads that ended.", rushes.turned_away)
    yield _count("unanswered_total", "Left unanswered in overloads that ended.", rushes.unanswered)
    if report.backup is not None:
        fine = int(report.backup.trouble is None)
        yield _metric("backup_works", "1 unless the last scheduled backup failed.", fine)
        yield from _moment(
            "backup_made_timestamp_seconds",
            "the last scheduled backup was made",
            report.backup.made,
        )
    if tally is None or tally.as_of is None or tally.recounting:
        return
    yield from _moment("published_timestamp_seconds", "the totals were published", tally.as_of)
    for name, people in (("counted", told(tally.campaign.counted)), ("held", _held(tally))):
        if people is not None:
            yield _metric(f"published_{name}", f"Pledges {name}, as published.", people)


def _moment(name: str, what: str, moment: datetime | None) -> Iterator[str]:
    if moment is not None:
        words = f"When {what}, in seconds since 1970."
        yield _metric(name, words, int(moment.timestamp()))


def _count(name: str, words: str, value: int) -> str:
    return _metric(name, words, value, kind="counter")


def _metric(name: str, words: str, value: int, labels: str = "", *, kind: str = "gauge") -> str:
    whole = f"{_PREFIX}_{name}"
    return f"# HELP {whole} {words}\n# TYPE {whole} {kind}\n{whole}{labels} {value}\n"


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _ago(report: Report, moment: datetime | None) -> int | None:
    return None if moment is None else max(0, int((report.at - moment).total_seconds()))
