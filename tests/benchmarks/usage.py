"""What a process used of the machine: memory now, and processor time since it began."""

from __future__ import annotations

import os
import resource
import subprocess
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from tests.benchmarks.load import WAITING, Crowd


@dataclass(frozen=True, slots=True)
class Burst:
    """What a burst showed: answers a second, and the processor time of one in microseconds."""

    rate: float
    microseconds: float


async def measured_burst(crowd: Crowd, pid: int, number: int, *, waiting: int = WAITING) -> Burst:
    """Let a crowd press so many times, and measure the bot's process meanwhile."""
    before = processor_seconds(pid)
    took = await crowd.burst(number, waiting=waiting)
    return Burst(number / took, (processor_seconds(pid) - before) / number * 1e6)


def resident_megabytes(pid: int) -> float:
    """Return the resident memory of a process, in MB of 1,000,000 bytes."""
    pages = Path(f"/proc/{pid}/statm")
    if pages.exists():
        return int(pages.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return int(_ps(pid, "rss")) * 1024 / 1e6


def open_files(pid: int) -> int:
    """Return how many files and connections a process has open."""
    listed = Path(f"/proc/{pid}/fd")
    if listed.exists():
        return len(list(listed.iterdir()))
    asked = ["lsof", "-p", str(pid)]
    found = subprocess.run(  # noqa: S603 - a fixed word and a number
        asked, capture_output=True, check=True, text=True
    )
    return len(found.stdout.splitlines())


def peak_megabytes() -> float:
    """Return the most memory that was resident in this process, in MB of 1,000,000 bytes.

    Linux carries the parent's peak over in getrusage(2), hence proc(5).
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text("ascii").splitlines() if "VmHWM" in line)
        return int(peak.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # macOS: in bytes


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process, of its threads too, in seconds."""
    stat = Path(f"/proc/{pid}/stat")
    if stat.exists():
        fields = stat.read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    parts = _ps(pid, "time").replace("-", ":").split(":")  # [[days-]hours:]minutes:seconds
    return reduce(lambda whole, part: whole * 60 + float(part), parts, 0.0)


def _ps(pid: int, column: str) -> str:
    asked = ["ps", "-o", f"{column}=", "-p", str(pid)]
    return subprocess.run(  # noqa: S603 - fixed words and a number
        asked, capture_output=True, check=True, text=True
    ).stdout.strip()
