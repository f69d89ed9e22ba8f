"""Coverage watches each greenlet as a stack of its own, and sees what truly ran."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.house import papers

SAMPLE = """
from greenlet import getcurrent, greenlet

def inner(first):
    got = getcurrent().parent.switch(first)
    if got:
        return deeper(got)
    return None

def deeper(got):
    return getcurrent().parent.switch(got)

def main():
    other = greenlet(inner)
    given = other.switch(1)
    if same(other.switch(given)):
        given = 5
    else:
        given = 6
    return other.switch(given)

def same(one):
    return one

def broken_off():
    other = greenlet(inner)
    other.switch(1)
    try:
        other.throw(ValueError)
    except ValueError:
        return True
"""
DEFINITIONS = {2, 4, 10, 13, 22, 25}
RAN = "5-6 6-7 14-15 15-16 16-17 17-20 26-27 27-28 28-29 29-30 30-31"
"""Which lines of the functions ran one after the other."""
MEASURE = """
import json, sys
import coverage
from tests.unwatched import follow_greenlets

watching = coverage.Coverage(
    include=["sample.py"], branch=True, concurrency=["thread"], data_file=None, config_file=False
)
watching.start()
follow_greenlets()
import sample
for _ in range(3):
    assert sample.main() == 5
    assert sample.broken_off()
watching.stop()
print(json.dumps(watching.get_data().arcs(sample.__file__)))
"""


def test_what_greenlets_run_is_seen_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "sample.py").write_text(SAMPLE, "utf-8")
    done = subprocess.run(  # noqa: S603 - our own interpreter, no shell
        [sys.executable, "-c", MEASURE],
        cwd=tmp_path,
        env={"PYTHONPATH": str(papers.ROOT)},
        capture_output=True,
        check=True,
    )
    arcs = [(begin, end) for begin, end in json.loads(done.stdout) if begin > 0 < end]
    inside = sorted(one for one in arcs if one[0] not in DEFINITIONS)
    assert " ".join(f"{begin}-{end}" for begin, end in inside) == RAN
