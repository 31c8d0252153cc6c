"""What the administrator says on this machine: the environment, and ``server.toml``.

``server.toml`` lies beside the program, or in the machine's settings folder, where the daemon's are
(/etc/callcentre, on Windows %ProgramData%\\callcentre\\callcentre)::

    host = "daemon.example.com"
    port = 5099         # may be left out
    tls = true          # may be left out
    others = ["standby.example.com"]  # daemons that stand by for it, host or host:port; may be left out
    ca = "authority.pem"  # only for a certificate that the system does not know; beside this file
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
import platformdirs

from shared import settings
from shared.errors import BadSettings, UsageError, one_line
from shared.protocol.messages import DEFAULT_PORT
from shared.qt.finding.found import Found, Origin, Search, Wrong
from shared.qt.preferences import Server
from shared.qt.server import parsed, server_of

VARIABLE = "CALLCENTRE_SERVER"
FILE = "server.toml"
_MACHINE = Path(platformdirs.site_config_dir("callcentre") if sys.platform == "win32" else "/etc/callcentre")


class ServerFile(settings.Section, frozen=True):
    """What ``server.toml`` may say."""

    host: Annotated[str, msgspec.Meta(min_length=1, max_length=253, description="Name or address of the daemon.")]
    port: Annotated[int, msgspec.Meta(ge=1, le=65535, description="Its port.")] = DEFAULT_PORT
    others: Annotated[
        list[str], msgspec.Meta(description="Daemons that stand by for it: host or host:port.", max_length=10)
    ] = []
    tls: Annotated[bool, msgspec.Meta(description="Encrypted, as all that leaves this machine should be.")] = True
    ca: Annotated[Path | None, msgspec.Meta(description="The authority that signed its certificate.")] = None


def folders() -> tuple[Path, ...]:
    """Where ``server.toml`` is looked for, the first one first."""
    program = Path(sys.executable if getattr(sys, "frozen", False) else sys.argv[0] or ".")
    return program.resolve().parent, _MACHINE


def of_environment(environment: Mapping[str, str]) -> Search:
    """What the variable says."""
    origin, text = Origin("environment", VARIABLE), environment.get(VARIABLE, "").strip()
    if not text:
        return Search(asked=(origin,))
    try:
        return Search(found=(Found(server_of(text), origin),))
    except UsageError:
        return Search(wrong=(Wrong(origin, "no_address", text),))


def of_file(folder: Path) -> Search:
    """What this folder's file says."""
    file = folder / FILE
    origin = Origin("file", str(file))
    if not file.is_file():
        return Search(asked=(origin,))
    try:
        said = settings.load(file, ServerFile)
    except BadSettings as wrong:
        return Search(wrong=(Wrong(origin, "file", one_line(wrong)),))
    try:
        host, _ = parsed(f"[{said.host}]")  # a port has a line of its own there
    except UsageError:
        return Search(wrong=(Wrong(origin, "no_address", said.host),))
    try:
        others = tuple(parsed(one) for one in said.others)
    except UsageError:
        return Search(wrong=(Wrong(origin, "no_address", ", ".join(said.others)),))
    ca = str(folder / said.ca) if said.ca else ""
    server = Server(host=host, port=said.port, is_tls=said.tls, ca=ca, others=others)
    return Search(found=(Found(server, origin),))
