"""A small project with the real Makefile and tools, whose packages lie beside it as wheels."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tests.house import papers

TIERS = {
    "base": "requirements.txt",
    "rehearsal": "requirements-rehearsal.txt",
    "dev": "requirements-dev.txt",
}

# It stands where the bot would: it says how it was called, and ends well when it is told to stop.
BOT = """
import signal, sys
print(*sys.argv[1:], flush=True)
if sys.argv[2:] == ["--wait"]:
    told = signal.sigwait({signal.SIGINT, signal.SIGTERM})
    print("stopped by", told.name)
"""
BLOCKED = "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})"


def version_of(uv: str) -> str:
    """Return which uv this is."""
    said = subprocess.run(  # noqa: S603 - the uv of the tests
        [uv, "--version"], capture_output=True, text=True, check=True
    )
    return said.stdout.split()[1]


@dataclass(frozen=True, slots=True)
class Project:
    """A folder that `make run` works in, without a network."""

    folder: Path
    environment: dict[str, str]

    @classmethod
    def lay_out(cls, folder: Path) -> Project:
        """Make the project; each tier has one package of its own and those of the smaller ones."""
        for name in ("Makefile", "tools"):
            source = papers.ROOT / name
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, folder / name)
        (folder / "bot").mkdir()
        (folder / "bot/__main__.py").write_text(BLOCKED + BOT, "utf-8")
        uv = shutil.which("uv", path=str(Path(sys.executable).parent))
        assert uv, "uv belongs to the packages of the tests: run `make test`"
        project = cls(
            folder,
            {
                "PATH": os.pathsep.join([str(Path(uv).parent), os.environ["PATH"]]),
                "PYTHON": sys.executable,
                "UV_CACHE_DIR": str(folder / "cache"),
                "UV_OFFLINE": "1",
            },
        )
        project.trust(uv, version=version_of(uv))
        project.lock("base", "alpha")
        project.lock("rehearsal", "alpha", "beta")
        project.lock("dev", "alpha", "beta", "gamma")
        return project

    def trust(self, uv: str, *, version: str) -> None:
        """Lock a version of uv, whose package lies in the project and calls this uv."""
        script = f'#!/bin/sh\n[ "$*" != --version ] || exec echo "uv {version}"\nexec {uv} "$@"\n'
        program = zipfile.ZipInfo(f"uv-{version}.data/scripts/uv")
        program.external_attr = 0o100755 << 16
        wheel = self.wheel("uv", version)
        with zipfile.ZipFile(wheel, "a") as archive:
            archive.writestr(program, script)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lines = f"--no-index\n--find-links .\nuv=={version} --hash=sha256:{digest}\n"
        (self.folder / "requirements-uv.txt").write_text(lines, "utf-8")

    def wheel(self, name: str, version: str = "1") -> Path:
        """Make a package that holds its own version, and return its file."""
        path = self.folder / f"{name}-{version}-py3-none-any.whl"
        about = f"{name}-{version}.dist-info"
        files = {
            f"{name}.py": f"version = {version}\n",
            f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{about}/RECORD": "",
        }
        with zipfile.ZipFile(path, "w") as archive:
            for inside, content in files.items():
                entry = zipfile.ZipInfo(inside)  # without today's time: one content, one hash
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, content)
        return path

    def lock(self, tier: str, *names: str, version: str = "1") -> list[Path]:
        """Write the lock of a tier, and return the files of its packages."""
        wheels = [self.wheel(name, version) for name in names]
        lines = [
            f"./{wheel.name} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
            for wheel in wheels
        ]
        (self.folder / TIERS[tier]).write_text("".join(lines), "utf-8")
        return wheels

    def sh(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a script of the project to its end."""
        shell = shutil.which("sh")
        assert shell
        return subprocess.run(  # noqa: S603 - our own scripts
            [shell, *words],
            cwd=self.folder,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a make command in a process group of its own, as a terminal does."""
        return subprocess.Popen(  # noqa: S603 - our own Makefile
            ["make", *words],  # noqa: S607 - the make of whoever runs the tests
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def versions(self) -> dict[str, int]:
        """Return the packages that the project's Python can use, with their versions."""
        ask = "import importlib, sys\nfor name in ('alpha', 'beta', 'gamma'):\n"
        ask += " try: print(name, importlib.import_module(name).version)\n"
        ask += " except ImportError: pass"
        told = subprocess.run(  # noqa: S603 - the environment just made
            [self.folder / ".venv/bin/python", "-B", "-c", ask],
            capture_output=True,
            text=True,
            check=True,
        )
        return {name: int(version) for name, version in map(str.split, told.stdout.splitlines())}
