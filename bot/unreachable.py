"""Says in words why Discord cannot be reached, as far as the network tells."""

from __future__ import annotations

import errno
import ssl
from enum import StrEnum
from http import HTTPStatus
from typing import Final

import aiohttp

_NOT_VALID_NOW: Final = (9, 10)
"""OpenSSL's numbers for a certificate that is not valid yet, or not any more."""
_CUT: Final = (errno.ECONNRESET, errno.ECONNABORTED, errno.EPIPE)


class NotDiscord(Exception):
    """What answered in Discord's place is not Discord."""


class Reason(StrEnum):
    """Why Discord cannot be reached, and where to look."""

    NAME = "its name is not found; look at this machine's network and its DNS"
    REFUSED = "no connection comes about; look at this machine's network, or a firewall"
    SILENT = "nothing answers; look at this machine's network, or a firewall"
    CUT = "the connection is closed without an answer; a proxy or a firewall may do that"
    CLOCK = "its certificate is not valid at this machine's time; set the clock"
    CERTIFICATE = (
        "its certificate is not one that this machine trusts; a proxy that looks into connections "
        "may be why, or a missing package of authorities (ca-certificates)"
    )
    TLS = "the encrypted connection fails; a proxy or a firewall may be why"
    PROXY = "the proxy does not let the bot through"
    OTHER_PAGE = "something else answers in its place, a proxy or the sign-in page of a network"
    DOWN = "it answers with a fault of its own; discordstatus.com says whether it is known"
    LIMITED = "it asks for a pause, as the bot has asked for too much"
    ADDRESS = (
        "Cloudflare, which stands before it, turns this machine's address away for a while, for "
        "too many refused requests; on a shared host they may be another's: wait, or move the bot "
        "to another address"
    )
    REFUSES = "it answers and refuses what the bot asks; its status and code say why"
    ENDS = (
        "it ends the connection before it lets the bot in; discordstatus.com says whether it has a "
        "fault of its own"
    )
    OTHER = "the connection fails"


def is_page(content_type: str) -> bool:
    """Whether a page for people came instead of Discord's JSON."""
    return "json" not in content_type


def reason_of_network(error: BaseException) -> Reason:
    """Return why no answer of Discord's came."""
    if isinstance(error, aiohttp.WSServerHandshakeError):
        return _handshake(error.status)
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return _certificate(error.certificate_error)
    if isinstance(error, OSError) and error.errno in _CUT:
        return Reason.CUT
    for kinds, reason in _NETWORK:
        if isinstance(error, kinds):
            return reason
    return Reason.OTHER


def _handshake(status: int) -> Reason:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Reason.ADDRESS
    return Reason.DOWN if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Reason.OTHER_PAGE


_NETWORK: Final[tuple[tuple[tuple[type[BaseException], ...], Reason], ...]] = (
    ((aiohttp.ClientHttpProxyError, aiohttp.ClientProxyConnectionError), Reason.PROXY),
    ((aiohttp.ClientSSLError, ssl.SSLError), Reason.TLS),
    ((aiohttp.ClientConnectorDNSError,), Reason.NAME),
    ((TimeoutError,), Reason.SILENT),
    ((aiohttp.ClientConnectorError, ConnectionRefusedError), Reason.REFUSED),
    ((aiohttp.ServerDisconnectedError, ConnectionError), Reason.CUT),
    ((NotDiscord, aiohttp.ClientResponseError, aiohttp.InvalidURL), Reason.OTHER_PAGE),
    ((OSError,), Reason.REFUSED),
)


def _certificate(error: Exception) -> Reason:
    now = isinstance(error, ssl.SSLCertVerificationError) and error.verify_code in _NOT_VALID_NOW
    return Reason.CLOCK if now else Reason.CERTIFICATE
