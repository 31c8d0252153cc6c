"""Where the collector daemon is: said by the administrator in ``server.toml``, or by the user, who goes first.

``server.toml`` lies beside the program, or in the machine's settings folder, where the daemon's are
(/etc/callcentre, on Windows %ProgramData%\\callcentre\\callcentre)::

    host = "daemon.example.com"
    port = 5099         # may be left out
    tls = true          # may be left out
    ca = "authority.pem"  # only for a certificate that the system does not know; beside this file
"""

from __future__ import annotations

import ipaddress
import logging
import ssl
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import platformdirs

from shared import settings
from shared.errors import BadSettings, UsageError
from shared.protocol.messages import DEFAULT_PORT
from shared.qt.preferences import Server

log = logging.getLogger(__name__)

FILE = "server.toml"
_MACHINE = Path(platformdirs.site_config_dir("callcentre") if sys.platform == "win32" else "/etc/callcentre")


class ServerFile(settings.Section, frozen=True):
    """What ``server.toml`` may say."""

    host: Annotated[str, msgspec.Meta(min_length=1, max_length=253, description="Name or address of the daemon.")]
    port: Annotated[int, msgspec.Meta(ge=1, le=65535, description="Its port.")] = DEFAULT_PORT
    tls: Annotated[bool, msgspec.Meta(description="Encrypted, as all that leaves this machine should be.")] = True
    ca: Annotated[Path | None, msgspec.Meta(description="The authority that signed its certificate.")] = None


def folders() -> tuple[Path, ...]:
    """Where ``server.toml`` is looked for, the first one first."""
    program = Path(sys.executable if getattr(sys, "frozen", False) else sys.argv[0] or ".")
    return program.resolve().parent, _MACHINE


def find_server(places: tuple[Path, ...] | None = None) -> Server | None:
    """What the administrator says; None where there is no file, or (one line in the log) only a wrong one."""
    for folder in folders() if places is None else places:
        file = folder / FILE
        if not file.is_file():
            continue
        try:
            found = settings.load(file, ServerFile)
        except BadSettings as wrong:
            log.warning("%s", wrong)
            continue
        ca = str(folder / found.ca) if found.ca else ""
        return Server(host=found.host, port=found.port, is_tls=found.tls, ca=ca)
    return None


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


def server_of(text: str, *, is_plain: bool = False) -> Server:
    """The server of a command line; off this machine it speaks TLS unless it is said not to. Raises UsageError."""
    host, port = parsed(text)
    return Server(host=host, port=port, is_tls=not is_plain and not _is_here(host))


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
