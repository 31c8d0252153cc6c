"""``operator-panel``: the command line. Everything it does not say is remembered from last time, or asked for."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from shared import command_line
from shared.version import VERSION


def parser() -> argparse.ArgumentParser:
    """The arguments; all may be left out."""
    found = argparse.ArgumentParser(prog="operator-panel", description="One operator's calls, queues and pauses.")
    found.add_argument("link", nargs="?", default="", metavar="tel:NUMBER", help="dial it, in the running panel if any")
    found.add_argument("--server", metavar="HOST[:PORT]", help="the collector daemon (default: as last time)")
    found.add_argument("--plain", action="store_true", help="without TLS, where the daemon's settings allow it")
    found.add_argument("--token-file", type=Path, metavar="FILE", help="a token instead of a sign-in")
    found.add_argument("--minimized", action="store_true", help="begin in the tray, without the window")
    found.add_argument("--language", choices=("cs", "en"), help="default: as last time, or the system's")
    found.add_argument("--theme", choices=("light", "dark", "contrast"), help="default: the last, or the system's")
    found.add_argument("--version", action="version", version=f"operator-panel {VERSION}")
    return found


def main() -> int:
    """Run until somebody quits. A wrong command line is one line and exit 2."""
    return command_line.run(parser(), _start)


def _start(options: argparse.Namespace) -> int:
    from operator_panel.app.start import start  # Qt is loaded only when there is something to show

    return start(options)


if __name__ == "__main__":
    sys.exit(main())
