"""The suite's packages from a clean checkout, by one command: ``python3 installers/build.py`` (README.md beside it).

Only committed files are built. Beside the packages in ``dist`` lie their checksums and the list of their parts.
Exit 0 where all is done, 2 on bad usage, 1 with one line of what was missing or failed.
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
from installers.packing import checked, context, freezing, sbom, sums  # noqa: E402
from installers.packing.context import Build  # noqa: E402

KINDS = {"deb": "debian", "rpm": "rpm", "windows": "windows"}
"""What can be built → the module of ``packing`` that does, by ``build(build: Build) -> list[Path]``."""
CHECKS = {"deb": "debian_packages", "windows": "windows_setup"}
"""What can be checked → the module of ``checking`` that does, by ``check(build: Build, *packages: Path) -> list[str]``:
what was seen, a line each; a module may say by ``lacking() -> str`` what this machine has not got for it."""


def main(words: Sequence[str] | None = None) -> int:
    """Do what is asked for; what went wrong is said in one line."""
    parser = _parser()
    options = parser.parse_args(words)
    if unknown := [kind for kind in options.kinds if kind not in KINDS]:
        parser.error(f"unknown package {unknown[0]!r}; there are {', '.join(KINDS)}")
    kinds = options.kinds or (["windows"] if sys.platform == "win32" else list(KINDS))
    try:
        if options.if_changed:
            kinds = [kind for kind in kinds if _is_to_be_checked(kind)]
        if kinds:
            _build(kinds, options.out, is_only_frozen=options.frozen, is_checked=options.check or options.if_changed)
    except Stopped as stopped:
        print(f"build: {stopped}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Build the suite's packages from the last commit.")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"{', '.join(KINDS)}; none: all that this system can")
    parser.add_argument("--frozen", action="store_true", help="only freeze the programs, into build/scratch/frozen")
    parser.add_argument("--check", action="store_true", help="build, then install and try what was built")
    parser.add_argument("--if-changed", action="store_true", help="--check, where none has passed yet for what is here")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where packages go (dist)")
    return parser


def _is_to_be_checked(kind: str) -> bool:
    if kind not in CHECKS:
        return False
    if checked.is_checked(ROOT, kind):
        print(f"build: {kind}: checked already, as {checked.RECORD} says")
        return False
    if lacking := _lacking(kind):
        print(f"build: {kind}: has changed since it was checked, and is not checked here: {lacking}")
    return not lacking


def _lacking(kind: str) -> str:
    try:
        module = importlib.import_module(f"installers.checking.{CHECKS[kind]}")
        return str(module.lacking()) if hasattr(module, "lacking") else ""
    except Stopped as stopped:
        return str(stopped)


def _build(kinds: list[str], out: Path, *, is_only_frozen: bool, is_checked: bool) -> None:
    if changed := context.uncommitted():
        more = f" and {len(changed) - 5} more" * (len(changed) > 5)
        print(f"build: not built, as not committed: {', '.join(changed[:5])}{more}", file=sys.stderr)
    build = context.export(out)
    if is_only_frozen or {"deb", "rpm"} & {*kinds}:
        with _Step("frozen"):
            freezing.freeze(build)
    if is_only_frozen:
        return
    made: dict[str, list[Path]] = {}
    for kind in kinds:
        with _Step(kind):
            made[kind] = importlib.import_module(f"installers.packing.{KINDS[kind]}").build(build)
    packages = [path for files in made.values() for path in files]
    if build.desktop.exists():
        packages.append(sbom.write(build, freezing.provide_environment(build)))
    for path in (*packages, sums.write(build.out, packages)):
        print(f"{path.name}  {path.stat().st_size / 1e6:.1f} MB")
    for kind in [kind for kind in kinds if is_checked and kind in CHECKS]:
        _check(kind, build, made[kind])


def _check(kind: str, build: Build, packages: list[Path]) -> None:
    with _Step(f"{kind} checked"):
        seen: list[str] = importlib.import_module(f"installers.checking.{CHECKS[kind]}").check(build, *packages)
    for line in seen:
        print(f"  {line}")
    checked.record(ROOT, kind, build.source, seen)


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
