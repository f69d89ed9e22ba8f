"""`make` sets up what it needs, once; it mends what was interrupted and takes nothing away."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.house.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.lay_out(tmp_path)


def stand_in(folder: Path, script: str) -> str:
    """Make a folder whose only program is this python3, and return it as a PATH."""
    (folder / "bin").mkdir()
    python = folder / "bin/python3"
    python.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    python.chmod(0o755)
    return str(python.parent)


def test_the_first_call_installs_and_the_second_is_silent(project: Project) -> None:
    first = project.sh("tools/venv.sh", "rehearsal")
    assert first.returncode == 0, first.stderr
    assert "installing requirements-rehearsal.txt" in first.stderr
    assert project.versions() == {"alpha": 1, "beta": 1}
    second = project.sh("tools/venv.sh", "rehearsal")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_a_changed_lock_is_installed(project: Project) -> None:
    project.sh("tools/venv.sh", "base")
    project.lock("base", "alpha", version="2")
    project.sh("tools/venv.sh", "base")
    assert project.versions() == {"alpha": 2}


def test_a_smaller_tier_takes_nothing_from_a_larger_one(project: Project) -> None:
    project.sh("tools/venv.sh", "dev")
    again = project.sh("tools/venv.sh", "base")
    assert (again.returncode, again.stderr) == (0, "")
    assert project.versions() == {"alpha": 1, "beta": 1, "gamma": 1}


def test_a_larger_tier_that_is_out_of_date_is_brought_up_to_date(project: Project) -> None:
    project.sh("tools/venv.sh", "dev")
    project.lock("dev", "alpha", "beta", "gamma", version="2")
    project.sh("tools/venv.sh", "base")
    assert project.versions() == {"alpha": 2, "beta": 2, "gamma": 2}


def test_an_install_that_failed_half_way_says_so_and_is_made_good(project: Project) -> None:
    project.sh("tools/venv.sh", "base")
    _, lost = project.lock("rehearsal", "alpha", "beta", version="2")
    content = lost.read_bytes()
    lost.unlink()
    failed = project.sh("tools/venv.sh", "rehearsal")
    assert failed.returncode == 1
    assert "are not all there" in failed.stderr
    assert "ready" not in failed.stderr
    lost.write_bytes(content)
    assert project.sh("tools/venv.sh", "rehearsal").returncode == 0
    assert project.versions() == {"alpha": 2, "beta": 2}


def test_a_package_that_is_not_the_locked_one_is_refused(project: Project) -> None:
    (wheel,) = project.lock("base", "alpha")
    wheel.write_bytes(project.wheel("gamma").read_bytes())
    refused = project.sh("tools/venv.sh", "base")
    assert refused.returncode == 1
    assert "are not all there" in refused.stderr


def another_uv(project: Project, *, without_pip: bool) -> tuple[str, Path]:
    """Make a uv of another version than the locked one; return a PATH with it, and its record."""
    uv = shutil.which("uv", path=project.environment["PATH"])
    assert uv
    folder, record = project.folder / "elsewhere", project.folder / "record"
    folder.mkdir()
    other = folder / "uv"
    other.write_text(
        '#!/bin/sh\n[ "$*" != --version ] || exec echo "uv 0.1.0"\n'
        f'echo "$1 $2" >>{record}\nexec {uv} "$@"\n',
        "utf-8",
    )
    other.chmod(0o755)
    if not without_pip:
        subprocess.run(  # noqa: S603 - our own interpreter
            [project.environment["PYTHON"], "-m", "venv", project.folder / ".venv"], check=True
        )
    project.trust(uv, version="9.9")
    return f"{folder}:/usr/bin:/bin", record


@pytest.mark.sampled(of="")
@pytest.mark.parametrize("without_pip", [True, False])
def test_a_uv_of_another_version_installs_nothing_from_the_locks(
    project: Project, without_pip: bool
) -> None:
    path, record = another_uv(project, without_pip=without_pip)
    done = project.sh("tools/venv.sh", "base", PATH=path)
    assert done.returncode == 0, done.stderr
    assert project.versions() == {"alpha": 1}
    asked = record.read_text("utf-8").splitlines() if record.exists() else []
    assert asked == (["venv --quiet", "pip install"] if without_pip else [])
    assert "installing uv, the installer, into .venv" in done.stderr


def test_what_runs_the_bot_is_never_built_from_source(project: Project) -> None:
    name = "alpha-1"
    source = project.folder / f"{name}.tar.gz"
    with tarfile.open(source, "w:gz") as archive:
        about = b"[project]\nname = 'alpha'\nversion = '1'\n"
        entry = tarfile.TarInfo(f"{name}/pyproject.toml")
        entry.size = len(about)
        archive.addfile(entry, io.BytesIO(about))
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    lock = f"alpha @ file://{source} --hash=sha256:{digest}\n"
    (project.folder / "requirements.txt").write_text(lock, "utf-8")
    refused = project.sh("tools/venv.sh", "base")
    assert refused.returncode == 1
    assert "building source distributions is disabled" in refused.stderr.lower()
    assert "are not all there" in refused.stderr


def test_an_environment_whose_python_is_gone_is_made_anew(project: Project) -> None:
    project.sh("tools/venv.sh", "base")
    python = project.folder / ".venv/bin/python"
    python.unlink()
    python.symlink_to(project.folder / "a-python-that-was-upgraded-away")
    assert project.sh("tools/venv.sh", "base").returncode == 0
    assert project.versions() == {"alpha": 1}


def test_an_unknown_tier_is_refused(project: Project) -> None:
    refused = project.sh("tools/venv.sh", "everything")
    assert refused.returncode == 1
    assert not (project.folder / ".venv").exists()


def test_a_python_that_is_too_old_is_told_in_one_sentence(project: Project) -> None:
    path = stand_in(project.folder, "exit 1")
    told = project.sh("tools/venv.sh", "base", PATH=path, PYTHON="")
    assert told.returncode == 1
    assert told.stderr.startswith("campaign bot: python3 is missing or older than 3.11; install")
    assert told.stderr.count("\n") == 1
    assert not (project.folder / ".venv").exists()


def test_a_python_without_venv_is_told_with_the_package_to_install(project: Project) -> None:
    real = project.environment["PYTHON"]
    path = stand_in(project.folder, f'case "$2" in *ensurepip*) exit 1 ;; esac\nexec "{real}" "$@"')
    told = project.sh("tools/venv.sh", "base", PATH=path, PYTHON="")
    assert told.returncode == 1
    assert "apt install python3." in told.stderr
    assert told.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("dotenv", "called"),
    [
        (None, "rehearse"),
        ("DISCORD_TOKEN=\n", "rehearse"),
        ('DISCORD_TOKEN=""\n', "rehearse"),
        ("DISCORD_TOKEN=   # later\n", "rehearse"),
        ("# DISCORD_TOKEN=abc\n", "rehearse"),
        ("MY_DISCORD_TOKEN=abc\n", "rehearse"),
        ("LOG_LEVEL=debug\nDISCORD_TOKEN=abc\n", "run"),
        ("export DISCORD_TOKEN = 'abc'\n", "run"),
        ("\ufeffDISCORD_TOKEN=abc\r\n", "run"),
    ],
)
def test_a_token_decides_between_discord_and_the_rehearsal(
    project: Project, dotenv: str | None, called: str
) -> None:
    if dotenv is not None:
        (project.folder / ".env").write_bytes(dotenv.encode())
    done = project.sh("tools/run.sh")
    assert done.stdout == f"{called}\n", done.stderr
    assert done.stderr.startswith("campaign bot: there is no DISCORD_TOKEN") is (
        called == "rehearse"
    )


def test_a_token_in_the_environment_runs_on_discord(project: Project) -> None:
    assert project.sh("tools/run.sh", DISCORD_TOKEN="abc").stdout == "run\n"
    assert project.versions() == {"alpha": 1}


def test_a_scripted_visit_never_goes_to_discord(project: Project) -> None:
    played = project.sh("tools/run.sh", "--script", DISCORD_TOKEN="abc")
    assert played.stdout == "rehearse --script\n"
    assert "DISCORD_TOKEN" not in played.stderr


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_reaches_the_bot_and_make_adds_no_word(
    project: Project, told: signal.Signals
) -> None:
    project.sh("tools/venv.sh", "rehearsal")
    make = project.start("run", "ARGS=--wait")
    assert make.stdout
    assert make.stdout.readline() == "rehearse --wait\n"
    if told is signal.SIGINT:
        os.killpg(make.pid, told)  # Ctrl-C goes to all that stand in the foreground
    else:
        make.send_signal(told)
    printed, complaint = make.communicate(timeout=60)
    assert printed == f"stopped by {told.name}\n"
    assert "Error" not in complaint


def test_make_alone_lists_what_it_can_do(project: Project) -> None:
    printed, complaint = project.start().communicate(timeout=60)
    assert complaint == ""
    assert {line.split()[1] for line in printed.splitlines()} >= {"run", "test", "bench", "check"}
