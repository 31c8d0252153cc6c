"""``wallboard``: the command line. Everything it does not say is remembered from last time, or asked for."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from shared.errors import UsageError
from shared.protocol.messages import DEFAULT_PORT
from shared.version import VERSION


def parser() -> argparse.ArgumentParser:
    """The arguments; all may be left out."""
    found = argparse.ArgumentParser(prog="wallboard", description="The call centre's state on a large screen.")
    found.add_argument("--server", metavar="HOST[:PORT]", help="the collector daemon (default: as last time)")
    found.add_argument("--token-file", type=Path, metavar="FILE", help="file with a token made by 'user token'")
    found.add_argument("--window", action="store_true", help="an ordinary window instead of the whole screen")
    found.add_argument("--screen", metavar="N|NAME", help="which screen, by number from 1 or by name")
    found.add_argument("--pages", type=Path, metavar="FILE", help="the pages' file (default: the user's own)")
    found.add_argument("--language", choices=("cs", "en"), help="default: as last time, or the system's")
    found.add_argument("--theme", choices=("light", "dark", "contrast"), help="default: as last time, or dark")
    found.add_argument("--version", action="version", version=f"wallboard {VERSION}")
    return found


def address(text: str) -> tuple[str, int]:
    """``host``, ``host:port`` or ``[v6]:port`` as host and port. Raises UsageError."""
    host, separator, port = text.rpartition(":")
    if not separator or text.endswith("]") or (":" in host and not host.startswith("[")):
        host, port = text, str(DEFAULT_PORT)
    if not host.strip("[]") or not port.isdigit() or not 0 < int(port) < 65536:
        raise UsageError(f"--server {text!r} is no address: write HOST or HOST:PORT")
    return host.strip("[]"), int(port)


def main() -> int:
    """Run until the window is closed. Exit 2 with one line for a wrong command line."""
    options = parser().parse_args()
    try:
        server = address(options.server) if options.server else None
        from wallboard.app import start  # noqa: PLC0415 - Qt is loaded only when there is something to show

        return start(options, server)
    except UsageError as wrong:
        sys.stderr.write(f"wallboard: {wrong}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
