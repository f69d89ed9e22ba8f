"""The doctor tells what the support page needs from someone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.config import load
from bot.domain.resources import Directory
from bot.domain.resources.review import Review
from bot.outreach import phrases
from bot.services.doctor.findings import Mark
from bot.services.doctor.support_page import examine
from bot.services.reports import FILE_NAME, ProblemReport, ProblemReports, reports_file

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)


def told(folder: Path, directory: Directory) -> list[str]:
    findings = examine(directory, ProblemReports(folder / FILE_NAME), TODAY)
    return [f"{one.mark}: {one.words}" for one in findings]


def shipped() -> Directory:
    return load(ROOT / "config", phrases()).directory


def test_that_nobody_tried_a_number_yet_is_no_defect(tmp_path: Path) -> None:
    assert told(tmp_path, shipped()) == ["ok: 0 of 66 entries were tried by this campaign"]


def test_what_is_late_is_to_be_mended(tmp_path: Path) -> None:
    directory = shipped()
    first, *others = directory.resources
    late = replace(first, review=Review(date(2026, 1, 1), 90))
    mend, ok = told(tmp_path, replace(directory, resources=(late, *others)))
    assert mend == f"{Mark.MEND}: try us-rainn again and write the day into resources.yaml"
    assert ok.startswith("ok: 1 of 66")


async def test_reports_are_told_with_their_day_and_where_they_are(tmp_path: Path) -> None:
    reports = ProblemReports(tmp_path / FILE_NAME)
    await reports.add(ProblemReport(TODAY, "gb-acas"))
    assert told(tmp_path, shipped())[1] == (
        "mend: someone reported on 2026-11-23 that gb-acas does not work: try it, and delete "
        f"{reports.path} when all are dealt with"
    )


def test_reports_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    assert told(tmp_path, shipped())[1].endswith("cannot be read: Is a directory")


def test_reports_are_kept_beside_the_store(tmp_path: Path) -> None:
    assert reports_file(f"sqlite:///{tmp_path}/a.sqlite3") == tmp_path / FILE_NAME
    assert reports_file("postgres://user@host/name") == Path("data") / FILE_NAME
