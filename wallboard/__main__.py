"""``wallboard``: the command line. Everything it does not say is remembered from last time, or asked for."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from shared import command_line
from shared.version import VERSION


def parser() -> argparse.ArgumentParser:
    """The arguments; all may be left out."""
    found = argparse.ArgumentParser(prog="wallboard", description="The call centre's state on a large screen.")
    found.add_argument("--server", metavar="HOST[:PORT]", help="the collector daemon (default: as last time)")
    found.add_argument("--plain", action="store_true", help="without TLS, where the daemon's settings allow it")
    found.add_argument("--token-file", type=Path, metavar="FILE", help="file with a token made by 'user token'")
    found.add_argument("--window", action="store_true", help="an ordinary window instead of the whole screen")
    found.add_argument("--screen", metavar="N|NAME", default="", help="which screen, by number from 1 or by name")
    found.add_argument("--pages", type=Path, metavar="FILE", help="the pages' file (default: the user's own)")
    found.add_argument("--language", choices=("cs", "en"), help="default: as last time, or the system's")
    found.add_argument("--theme", choices=("light", "dark", "contrast"), help="default: as last time, or dark")
    found.add_argument("--version", action="version", version=f"wallboard {VERSION}")
    return found


def main() -> int:
    """Run until the window is closed. A wrong command line is one line and exit 2."""
    return command_line.run(parser(), _start)


def _start(options: argparse.Namespace) -> int:
    from wallboard.app.start import start  # Qt is loaded only when there is something to show

    return start(options)


if __name__ == "__main__":
    sys.exit(main())
