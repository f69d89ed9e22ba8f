"""A PostgreSQL address as hosts and people write it, understood word by word."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode

HOW_TO_ENCODE: Final = (
    "in a user or password write @ as %40, # as %23, / as %2F, ? as %3F, [ as %5B, ] as %5D and "
    "% as %25"
)

_WHERE: Final = (
    f"postgres://user:password@host:5432/name, with a number as the port; {HOW_TO_ENCODE}"
)

_PARTS: Final = re.compile(r"([^/?#]*)([^?#]*)(?:\?([^#]*))?(#?)")
_HOST: Final = re.compile(r"(\[[0-9a-fA-F:.%]+\]|[^\s\[\]:]*)(?::([0-9]*))?")

# fmt: off
_OF_THE_DRIVER: Final = frozenset({
    "database", "dbname", "gsslib", "krbsrvname", "passfile", "password", "service",
    "ssl_max_protocol_version", "ssl_min_protocol_version", "sslcert", "sslcrl", "sslkey",
    "sslnegotiation", "sslpassword", "sslrootcert", "user",
})
"""Words that asyncpg understands as libpq does."""
_OF_CERTIFICATES: Final = ("sslrootcert", "sslcrl", "sslcert", "sslkey", "sslpassword")
_WITHOUT_EFFECT: Final = frozenset({
    "application_name", "channel_binding", "client_encoding", "connect_timeout",
    "connection_limit", "connectiontimeout", "fallback_application_name", "gssdelegation",
    "gssencmode", "keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval",
    "load_balance_hosts", "max_overflow", "pgbouncer", "pool_mode", "pool_size", "pool_timeout",
    "pooling", "prepared_statement_cache_size", "prepared_statements", "preparethreshold",
    "socket_timeout", "sslcompression", "sslsni", "statement_cache_size", "supa",
    "target_session_attrs", "tcp_user_timeout", "uselibpqcompat", "workaround",
})
"""Words of libpq, of other drivers and of poolers for what the bot does in its own way."""
# fmt: on
_SCHEMAS: Final = frozenset({"currentschema", "schema", "search_path"})
_MODES: Final = {
    **{one: one for one in ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")},
    **dict.fromkeys(("1", "on", "required", "true", "yes"), "require"),
    **dict.fromkeys(("0", "disabled", "false", "no", "off"), "disable"),
    "no-verify": "no-verify",
    "preferred": "prefer",
    "accept-invalid-certs": "no-verify",
    "strict": "verify-full",
}
"""What libpq, and other drivers with `ssl=` and `sslaccept=`, call the ways to encrypt."""
_TLS_WORDS: Final = ("sslmode", "ssl", "sslaccept")
"""Words that say how to encrypt, the one that counts most first."""


class Verify(StrEnum):
    """By what a server's certificate is judged."""

    AS_ADDRESSED = "the mode and the files that the address names"
    SYSTEM = "the system's own authorities"
    DEFAULT = "the authorities in the user's folder, or else the system's"
    NOT = "nothing"


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A PostgreSQL database; its addresses hold a password and stay out of every text.

    Attributes:
        dsns: one address for each host, in the order in which they are tried; the database is the
            first that takes changes.
        verify: how the certificate is judged.
        certificates: the files of certificates and keys that the address names, by its words for
            them (`sslrootcert`, `sslcrl`, `sslcert`, `sslkey`), and the `sslpassword` of the key.
        settings: what every session is set to, by name.
        options: what a proxy before the server wants to know first, as Neon's does.
        left_out: words of the address that are not known.
    """

    dsns: tuple[str, ...] = field(repr=False)
    verify: Verify = Verify.AS_ADDRESSED
    certificates: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    settings: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    options: str | None = field(default=None, repr=False)
    left_out: tuple[str, ...] = ()


class NotUnderstood(ValueError):
    """An address that cannot be read; its text completes the sentence "DATABASE_URL should be …".

    It holds nothing of the address.
    """


def postgres_server(rest: str) -> PostgresServer:
    """Read what follows `postgres://` in an address.

    Raises:
        NotUnderstood: with what would be right.
    """
    found = _PARTS.match(rest)
    if found is None:
        raise NotUnderstood("postgres://user:password@host/name")
    authority, path, query, fragment = found.groups(default="")
    user, at, hosts = authority.rpartition("@")
    pairs = [
        (name.lower(), value.strip()) for name, value in parse_qsl(query, keep_blank_values=True)
    ]
    if fragment or "@" in user or re.search(r"[\[\]]", user) or "@" in path or _astray(pairs):
        raise NotUnderstood(f"postgres://user:password@host/name: {HOW_TO_ENCODE}")
    words = dict(pairs)
    verify, tls = _encryption(words)
    settings, options = _settings(words)
    if verify is Verify.SYSTEM:
        words.pop("sslrootcert")
    places = _hosts(hosts, words)
    passed_on = _OF_THE_DRIVER if any(places) else {*_OF_THE_DRIVER, "port"}
    kept = urlencode({name: value for name, value in words.items() if name in passed_on} | tls)
    ending = f"{path}?{kept}" if kept else path
    return PostgresServer(
        tuple(f"postgresql://{user}{at}{place}{ending}" for place in places),
        verify=verify,
        certificates={word: words[word] for word in _OF_CERTIFICATES if words.get(word)},
        settings=settings,
        options=options,
        left_out=tuple(_unknown(words)),
    )


def _astray(pairs: list[tuple[str, str]]) -> bool:
    """Whether a password with a raw `?` reaches into the words."""
    known = {*_OF_THE_DRIVER, *_WITHOUT_EFFECT, "options", "host"}
    return any("@" in name or ("@" in value and name not in known) for name, value in pairs)


def _hosts(authority: str, words: Mapping[str, str]) -> list[str]:
    """Return every host with its port, as an address has them; words outdo what stands before.

    Without a host the driver knows the places to look in, and takes the port as a word.
    """
    found = [_HOST.fullmatch(place) for place in authority.split(",")]
    places = [(one[1], one[2] or "") for one in found if one]
    if len(places) < len(found):
        raise NotUnderstood(_WHERE)
    hosts, ports = [list(one) for one in zip(*places, strict=True)]
    if words.get("host"):
        hosts = [quote(one, safe="") for one in words["host"].split(",")]
    if words.get("port"):
        ports = words["port"].split(",")
    if len(ports) not in (1, len(hosts)):
        raise NotUnderstood(
            "an address with one port for all its hosts, or with as many ports as hosts"
        )
    pairs = list(zip(hosts, ports * len(hosts) if len(ports) == 1 else ports, strict=True))
    for host, port in pairs:
        _check_place(unquote(host).strip("[]"), port)
    if not authority and not words.get("host"):
        return [""]
    return [f"{host}:{port}" if port else host for host, port in pairs]


def _check_place(host: str, port: str) -> None:
    """Refuse what no system looks up: it would not even say that nothing is there."""
    try:
        host.encode("idna")
        named = host.isprintable()
    except UnicodeError:  # an empty label, or one of more than 63 letters
        named = host.startswith("/")  # the folder of a socket
    if not named:
        raise NotUnderstood(
            "an address with the whole name of a host: 1 to 63 letters before, between and after "
            "its dots"
        )
    if not re.fullmatch(r"[0-9]{0,5}", port) or not 0 < int(port or 1) < 2**16:
        raise NotUnderstood(_WHERE)


def _encryption(words: Mapping[str, str]) -> tuple[Verify, dict[str, str]]:
    """Return how a certificate is judged, and the mode where asyncpg sees to that."""
    said = next((words[word] for word in _TLS_WORDS if words.get(word)), None)
    mode = None if said is None else _MODES.get(said.lower().replace("_", "-"))
    if said is not None and mode is None:
        modes = "disable, allow, prefer, require, no-verify, verify-ca or verify-full"
        raise NotUnderstood(f"an address whose sslmode is {modes}")
    if words.get("sslrootcert") == "system":
        return Verify.SYSTEM, {}
    if mode == "no-verify":
        return Verify.NOT, {}
    if mode in ("verify-ca", "verify-full") and not words.get("sslrootcert"):
        return Verify.DEFAULT, {"sslmode": mode}
    return Verify.AS_ADDRESSED, {} if mode is None else {"sslmode": mode}


def _settings(words: Mapping[str, str]) -> tuple[dict[str, str], str | None]:
    """Return what a session is set to, and the rest of `options`, which is for a proxy."""
    schema = next((words[word] for word in _SCHEMAS if words.get(word)), None)
    settings = {} if schema is None else {"search_path": schema}
    for_proxy: list[str] = []
    parts = iter(_split(words.get("options", "")))
    for part in parts:
        setting = next(parts, "") if part == "-c" else part.removeprefix("-c").removeprefix("--")
        name, equals, value = setting.partition("=")
        if setting == part or not equals:
            for_proxy.append(part)
        else:
            settings[name.replace("-", "_")] = value
    return settings, " ".join(for_proxy) or None


def _split(options: str) -> list[str]:
    try:
        return shlex.split(options)
    except ValueError:  # an open quote
        return options.split()


def _unknown(words: Mapping[str, str]) -> Iterator[str]:
    known = {*_OF_THE_DRIVER, *_WITHOUT_EFFECT, *_SCHEMAS, *_TLS_WORDS, "host", "port", "options"}
    for word in words.keys() - known:
        # What is no plain word may be a piece of a password.
        yield word if re.fullmatch(r"[a-z][a-z0-9_-]{0,40}", word) else "a word that is no name"
