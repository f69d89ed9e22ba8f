"""`python -m tests.benchmarks`: measure, and print one table of ratios."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import nullcontext
from pathlib import Path

import click

from tests.benchmarks.charts import chart_rows
from tests.benchmarks.commands import command_rows
from tests.benchmarks.endurance import endurance_rows
from tests.benchmarks.exports import export_rows
from tests.benchmarks.garbage import garbage_rows
from tests.benchmarks.letter import letter_rows, picture_rows
from tests.benchmarks.look_ups import look_up_rows
from tests.benchmarks.plain_ways import plain_rows
from tests.benchmarks.presses import Plan, press_rows
from tests.benchmarks.raids import raid_rows
from tests.benchmarks.scale import scale_rows
from tests.benchmarks.store import publishing_rows, size_rows, tally_rows, wall_rows, writer_rows
from tests.benchmarks.table import Row, rendered
from tests.benchmarks.versus import typical_rows
from tests.loopback.forking import forking

_FULL = Plan(rounds=5, starts=5, burst=1_500, even=250, presses_for_memory=10_000)
_QUICK = Plan(rounds=1, starts=1, burst=40, even=10, presses_for_memory=200)


@click.command()
@click.option("--quick", is_flag=True, help="Tiny numbers: does it run? Not: how fast is it?")
@click.option("--long", is_flag=True, help="Ten million pledges, and ten minutes of use.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Where the databases are made; the disk decides what a commit costs.",
)
def main(*, quick: bool, long: bool, folder: Path | None) -> None:
    """Measure the campaign bot against baselines of the same run, on this machine.

    Leave the machine alone meanwhile: both bots and the load share its processors.
    """
    starting = forking() if quick else nullcontext()  # a fork's start and memory say nothing
    with starting, tempfile.TemporaryDirectory(dir=folder) as made:
        rows = asyncio.run(_measure(Path(made), quick=quick, long=long))
    click.echo(rendered(rows))


async def _measure(folder: Path, *, quick: bool, long: bool) -> list[Row]:
    rows: list[Row] = []
    click.echo("measuring presses …", err=True)
    rows += await press_rows(folder, _QUICK if quick else _FULL)
    click.echo("measuring beside a typical bot …", err=True)
    bursts, burst, offered, patience = (1, 40, 40, 0.5) if quick else (7, 1_500, 1_000, 3.0)
    rows += await typical_rows(
        folder, rounds=bursts, burst=burst, offered=offered, patience=patience
    )
    click.echo("measuring garbage collection …", err=True)
    bursts, burst = (1, 40) if quick else (9, 1_500)
    rows += await garbage_rows(folder, rounds=bursts, burst=burst)
    click.echo("measuring the letter …", err=True)
    presses, rounds = (40, 1) if quick else (1_500, 5)
    rows += await letter_rows(folder, presses=presses, rounds=rounds)
    rows += await picture_rows()
    rows += chart_rows(rounds=1 if quick else 15)
    click.echo("measuring commands …", err=True)
    bursts, burst = (1, 40) if quick else (5, 1_500)
    rows += await command_rows(folder, rounds=bursts, burst=burst)
    rows += await plain_rows(folder, times=20 if quick else 500)
    click.echo("measuring the writer …", err=True)
    signatures, rounds = (400, 1) if quick else (20_000, 3)
    rows += await writer_rows(folder, signatures=signatures, rounds=rounds)
    rows += await publishing_rows(folder, scopes=100 if quick else 10_000, rounds=rounds)
    click.echo("measuring look-ups …", err=True)
    looks, counted = (400, 30_000) if quick else (20_000, 3_000_000)
    rows += await look_up_rows(folder, look_ups=looks, rounds=rounds, counted=counted)
    click.echo("measuring the tally …", err=True)
    many, looks = (2_000, 20) if quick else (1_000_000, 500)
    rows += await size_rows(folder, pledges=many)
    rows += await wall_rows(folder, listed=2_000 if quick else 200_000, looks=looks)
    rows += await export_rows(folder, listed=2_000 if quick else 50_000, rounds=rounds)
    rows += await tally_rows(folder, many=many, few=1_000, looks=looks)
    click.echo("measuring a raid …", err=True)
    rows += await raid_rows(folder, people=2_000 if quick else 50_000)
    click.echo("measuring backup and restore …", err=True)
    few, many, signatures = (200, 2_000, 40) if quick else (10_000, 1_000_000, 2_000)
    rows += await scale_rows(
        folder, few=few, many=10_000_000 if long else many, signatures=signatures
    )
    click.echo("measuring many servers, and long use …", err=True)
    servers, rate = (20, 40) if quick else (1_000, 200)
    seconds = 3 if quick else 600 if long else 30
    starts, rush = (1, 100) if quick else (3, 10_000)
    return rows + await endurance_rows(
        folder, servers=servers, rate=rate, seconds=seconds, starts=starts, rush=rush
    )


if __name__ == "__main__":
    main()
