"""The suite's packages from a clean checkout, by one command: ``python3 installers/build.py`` (README.md beside it).

Only committed files are built. Nothing named builds what this system can; ``--frozen`` stops before the packages.
Exit 0 where all is built, 2 on bad usage, 1 with one line of what was missing or failed.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run as a script: what is here is found from the checkout

from installers.bootstrap import Stopped  # noqa: E402
from installers.packing import context, freezing  # noqa: E402

KINDS = {"deb": "debian", "rpm": "rpm", "windows": "windows"}
"""What can be built → the module of ``packing`` that does, by ``build(build: Build) -> list[Path]``."""


def main(words: Sequence[str] | None = None) -> int:
    """Build what is asked for; what went wrong is said in one line."""
    options = _parser().parse_args(words)
    try:
        _build(options)
    except Stopped as stopped:
        print(f"build: {stopped}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Build the suite's packages from the last commit.")
    parser.add_argument(
        "kinds", nargs="*", metavar="KIND", help=f"{', '.join(KINDS)}; none: all that can be built here"
    )
    parser.add_argument("--frozen", action="store_true", help="freeze the programs into build/work/frozen, no packages")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where packages go (dist)")
    return parser


def _build(options: argparse.Namespace) -> None:
    if unknown := [kind for kind in options.kinds if kind not in KINDS]:
        raise Stopped(f"unknown package {unknown[0]!r}; there are {', '.join(KINDS)}")
    kinds = options.kinds or list(KINDS)
    if changed := context.uncommitted():
        print(
            f"build: not built, as not committed: {', '.join(changed[:5])}{' …' * (len(changed) > 5)}", file=sys.stderr
        )
    build = context.export(options.out)
    if options.frozen or {"deb", "rpm"} & set(kinds):
        with _Step("frozen"):
            freezing.freeze(build)
    for kind in [] if options.frozen else kinds:
        module = importlib.import_module(f"installers.packing.{KINDS[kind]}")
        with _Step(kind):
            made: list[Path] = module.build(build)
        for path in made:
            print(f"{path.name}  {path.stat().st_size / 1e6:.1f} MB")


class _Step:
    """A part of the build, with the time that it took."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        self.began = time.monotonic()  # noqa: TID251 - the build knows nothing of the programs' clock

    def __exit__(self, problem: object, *_rest: object) -> None:
        if problem is None:
            print(f"{self.name}: {time.monotonic() - self.began:.0f} s", flush=True)  # noqa: TID251


if __name__ == "__main__":
    sys.exit(main())
