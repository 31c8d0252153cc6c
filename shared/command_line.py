"""The command line of a program with windows, said to whoever started it also where Windows gives it no console.

A program without console has neither ``sys.stdout`` nor ``sys.stderr`` there. What it has to say before its window, a
version or one line of an error, goes to the console that it was started from; an error else into a box to be closed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from shared.errors import SuiteError, one_line

_PARENTS, _IN_FRONT, _WITH_A_CROSS = 0xFFFFFFFF, 0x10000, 0x10


def run(parser: argparse.ArgumentParser, start: Callable[[argparse.Namespace], int]) -> int:
    """Parse the command line, start the program and return its exit code; what went wrong is one line."""
    with _heard(parser.prog):
        options = parser.parse_args()
    try:
        return start(options)
    except SuiteError as wrong:
        with _heard(parser.prog):
            print(f"{parser.prog}: {one_line(wrong)}", file=sys.stderr)  # noqa: T201 - this is the one who may
        return wrong.exit_code


@contextlib.contextmanager
def _heard(program: str) -> Iterator[None]:
    """What is written meanwhile is read by somebody."""
    if sys.stdout is not None and sys.stderr is not None:
        yield
        return
    told, wrong = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(sys.stdout or told), contextlib.redirect_stderr(sys.stderr or wrong):
        try:
            yield
        finally:
            _tell(program, told.getvalue(), wrong.getvalue())


def _tell(program: str, told: str, wrong: str) -> None:
    """In the console of who started it; what is wrong else in a box (a version that nobody sees waits for nobody)."""
    if sys.platform == "win32" and told + wrong:
        import ctypes

        if ctypes.windll.kernel32.AttachConsole(_PARENTS):
            try:
                with Path("CONOUT$").open("w", encoding="utf-8", errors="replace") as console:
                    console.write(told + wrong)
            finally:
                ctypes.windll.kernel32.FreeConsole()  # a program that stays attached would end with the console
        elif wrong:
            ctypes.windll.user32.MessageBoxW(None, wrong, program, _IN_FRONT | _WITH_A_CROSS)
