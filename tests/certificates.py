"""A certificate that no authority of this system has signed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

_OPENSSL = shutil.which("openssl")


def self_signed(folder: Path) -> Path:
    """Make one for localhost, with its key in the same file."""
    if _OPENSSL is None:
        pytest.skip("there is no openssl on this machine to make a certificate with")
    key, certificate, both = (folder / name for name in ("key.pem", "cert.pem", "both.pem"))
    written = ["-keyout", str(key), "-out", str(certificate), "-days", "2"]
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(  # noqa: S603 - nothing of it comes from outside
        [_OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", *named, *written],
        check=True,
        capture_output=True,
    )
    both.write_text(certificate.read_text() + key.read_text())
    return both
