"""What stands in deploy/ works: each command is run or checked here, outside of a container."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.exits import Exit
from bot.settings import Settings
from tests.house import papers
from tests.house.project import Project

CONTAINERFILE = "deploy/Containerfile"
UNIT = "deploy/campaign-bot.service"
HOME = "/srv/campaign"

FOR_A_PERSON = {
    Exit.CONFIGURATION,
    Exit.TOKEN,
    Exit.SCHEMA,
    Exit.SECOND_COPY,
    Exit.EPHEMERAL_DISK,
    Exit.SECRET,
    Exit.OUTDATED,
    Exit.INTENTS,
    Exit.FORBIDDEN,
    Exit.HEALTH,
}
"""How a start ends that no restart mends."""


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Containerfile with what each says."""
    lines = papers.text(CONTAINERFILE).splitlines()
    parts = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return [(kind, said) for kind, _, said in parts]


def said(kind: str) -> list[str]:
    return [words for one, words in instructions() if one == kind]


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the image with the Python of the tests, and nothing else set."""
    if command[0] == "python":
        command = [sys.executable, *command[1:]]
    return subprocess.run(  # noqa: S603 - our own commands
        command,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A folder with what the Containerfile copies, and nothing else."""
    for words in said("COPY"):
        source, target = words.split()
        found = papers.ROOT / source
        if found.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(found, tmp_path / target, ignore=ignored)
        else:
            shutil.copy(found, tmp_path / target)
    return tmp_path


def test_every_instruction_of_the_containerfile_is_known_here() -> None:
    """Whoever adds one adds its test."""
    kinds = [kind for kind, _ in instructions()]
    assert kinds == [
        *("FROM", "WORKDIR", "COPY", "RUN", "COPY", "COPY", "COPY", "RUN", "RUN", "USER"),
        *("VOLUME", "ENV", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "CMD"),
    ]


def test_the_image_has_the_python_of_the_project_and_the_folder_of_its_data() -> None:
    version = papers.text(".python-version").strip()
    assert said("FROM") == [f"docker.io/library/python:{version}-slim"]
    assert said("WORKDIR") == [HOME]
    assert said("VOLUME") == [f"{HOME}/data"]
    store = Settings.model_fields["database_url"].default.get_secret_value()
    assert store.startswith("sqlite:///data/"), "the volume is where the default database is"
    (user,) = said("USER")
    assert user == "10001:10001"
    assert f"chown {user} data" in said("RUN")[-1]
    assert said("STOPSIGNAL") == ["SIGTERM"]


def test_the_image_is_made_of_what_the_context_holds_and_of_no_secret() -> None:
    _, everything, *lines = (
        line for line in papers.text(".dockerignore").splitlines() if line.strip()
    )
    assert everything == "*", "what is not named stays out: .env, data, backups"
    named = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert named == {words.split()[0] for words in said("COPY")}
    assert [line for line in lines if not line.startswith("!")] == ["**/__pycache__"]


def test_the_packages_are_installed_as_wheels_by_their_digests(tmp_path: Path) -> None:
    project = Project.lay_out(tmp_path)
    command = shlex.split(said("RUN")[0])
    assert command[:4] == ["python", "-m", "pip", "install"]
    at = {"--target": str(tmp_path / "there"), "--no-index": ""}
    extra = [word for pair in at.items() for word in pair if word]
    done = run([*command, *extra], tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "there/alpha.py").exists()
    (wheel,) = project.lock("base", "alpha", version="2")
    wheel.write_bytes(project.wheel("beta").read_bytes())
    refused = run([*command, *extra, "--upgrade"], tmp_path)
    assert refused.returncode != 0


def test_the_program_is_compiled_and_whole(image: Path) -> None:
    done = run(shlex.split(said("RUN")[1]), image)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout
    checked = run(["python", "-m", "bot", "check"], image)
    assert checked.stdout.startswith("configuration is valid\n"), checked.stderr


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give a folder away"
)
def test_the_folder_of_the_data_belongs_to_the_user_of_the_image(tmp_path: Path) -> None:
    done = run(["sh", "-c", said("RUN")[2]], tmp_path)
    assert done.returncode == 0, done.stderr
    found = (tmp_path / "data").stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (10001, 10001, 0o700)


def test_the_image_runs_the_bot(image: Path) -> None:
    (command,) = said("CMD")
    environment = dict(pair.split("=") for pair in said("ENV")[0].split())
    assert said("EXPOSE") == [environment["PORT"]]
    ended = run(json.loads(command), image, **environment)
    assert ended.returncode == Exit.TOKEN, ended.stderr


@pytest.mark.parametrize("paper", [CONTAINERFILE, "docs/operators.md"])
def test_a_container_has_a_first_process_that_hears_a_stop_before_python_is_up(paper: str) -> None:
    runs = re.findall(r"podman run .*", papers.text(paper))
    assert runs
    assert all("--init" in shlex.split(one) for one in runs)


class Server(HTTPServer):
    """A server that answers with one status."""

    status = 200


@pytest.fixture
def answering() -> Iterator[Server]:
    """Something that answers with the status that a test sets."""

    class Answer(BaseHTTPRequestHandler):
        """Answers one address."""

        def do_GET(self) -> None:
            assert isinstance(self.server, Server)
            self.send_response(self.server.status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Say nothing."""

    with Server(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("status", "well"), [(200, True), (503, False)])
def test_the_image_tells_whether_the_bot_serves(
    answering: Server, tmp_path: Path, status: int, well: bool
) -> None:
    answering.status = status
    (words,) = said("HEALTHCHECK")
    command = json.loads(words.partition(" CMD ")[2])
    asked = run(command, tmp_path, PORT=str(answering.server_port))
    assert (asked.returncode == 0) == well, asked.stderr


def unit() -> dict[str, list[str]]:
    """Return what the unit says, by name."""
    found: dict[str, list[str]] = {}
    for name, words in re.findall(r"^(\w+)=(.*)$", papers.text(UNIT), flags=re.MULTILINE):
        found.setdefault(name, []).append(words)
    return found


def test_the_unit_restarts_what_a_restart_may_mend() -> None:
    (codes,) = unit()["RestartPreventExitStatus"]
    assert [int(code) for code in codes.split()] == sorted(FOR_A_PERSON)
    assert unit()["Restart"] == ["on-failure"]


def test_the_unit_waits_longer_than_the_bot_takes_to_end() -> None:
    (seconds,) = unit()["TimeoutStopSec"]
    assert int(seconds) > 8


def test_the_unit_runs_the_bot_where_it_may_write() -> None:
    (command,), (folder,) = unit()["ExecStart"], unit()["WorkingDirectory"]
    python, *arguments = shlex.split(command)
    assert (folder, python) == (HOME, f"{HOME}/.venv/bin/python")
    assert f"{HOME}/data" in unit()["ReadWritePaths"]
    (image,) = said("CMD")
    assert arguments == json.loads(image)[1:], "which a test runs"


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine"
)
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    copy = tmp_path / Path(UNIT).name
    copy.write_text(papers.text(UNIT).replace(HOME, str(tmp_path)), "utf-8")
    verified = run(["systemd-analyze", "verify", str(copy)], tmp_path)
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")
