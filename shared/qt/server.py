"""The collector daemon's address: as people write it, and how it is spoken with. Where it comes from: ``finding``."""

from __future__ import annotations

import ipaddress
import ssl

from shared.errors import BadSettings, UsageError
from shared.protocol.messages import DEFAULT_PORT
from shared.qt.preferences import Server


def parsed(text: str) -> tuple[str, int]:
    """``host``, ``host:port``, ``[v6]:port`` or ``v6`` as host and port. Raises UsageError."""
    text = text.strip()
    host, colon, port = text.rpartition(":")
    if not colon or text.endswith("]") or (":" in host and not host.endswith("]")):
        host, port = text, str(DEFAULT_PORT)
    host = host.removeprefix("[").removesuffix("]")
    if not host or any(letter.isspace() or letter in "/\\@[]" for letter in host):
        raise UsageError(f"{text!r} is no address")
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise UsageError(f"{port!r} is no port")
    return host, int(port)


def all_parsed(text: str) -> list[tuple[str, int]]:
    """Several addresses with commas between them: the server, and those that stand by for it. Raises UsageError."""
    return [parsed(one) for one in text.split(",")]


def server_of(text: str, *, is_plain: bool = False) -> Server:
    """The server of a command line; off this machine it speaks TLS unless it is said not to. Raises UsageError."""
    (host, port), *others = all_parsed(text)
    is_tls = not is_plain and not all(_is_here(one) for one, _port in ((host, port), *others))
    return Server(host=host, port=port, is_tls=is_tls, others=tuple(others))


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def written(server: Server) -> str:
    """The address as people write it; the usual port is left out."""
    host = f"[{server.host}]" if ":" in server.host else server.host
    return host if server.port == DEFAULT_PORT or not host else f"{host}:{server.port}"


def tls_of(server: Server) -> ssl.SSLContext | None:
    """How to encrypt; None: not at all. Raises BadSettings for an authority's file that can't be used."""
    if not server.is_tls:
        return None
    try:
        return ssl.create_default_context(cafile=server.ca or None)
    except (OSError, ssl.SSLError) as problem:
        raise BadSettings(f"the certificate authority {server.ca} cannot be read: {problem}") from problem
