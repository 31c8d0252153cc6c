"""``settings``: print the documented sample of the settings file, or check one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from collector_daemon import settings

NAME = "settings"
HELP = "print a documented sample of the settings file, or check one"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--check", type=Path, metavar="FILE", help="check this file instead")


def run(options: argparse.Namespace) -> int:
    """Exit 0; 2 with one line that names the file and the key that is wrong."""
    if options.check:
        found = settings.load(options.check)
        _ = found.desk_description  # reads the scripts' files
        sys.stdout.write(f"{options.check}: good; PBXs: {', '.join(pbx.name for pbx in found.pbx) or 'none'}\n")
    else:
        sys.stdout.write(settings.sample())
    return 0
