"""The command line of a program with windows, said to whoever started it also where Windows gives it no console.

A program without console has neither ``sys.stdout`` nor ``sys.stderr`` there. What it has to say before its window, a
version or one line of an error, goes to the console that it was started from, else into a box to be read and closed.
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
    said = io.StringIO()
    with contextlib.redirect_stdout(sys.stdout or said), contextlib.redirect_stderr(sys.stderr or said):
        try:
            yield
        finally:
            if said.getvalue():
                _tell(program, said.getvalue())


def _tell(program: str, text: str) -> None:
    """In the console of who started it, else in a box."""
    if sys.platform == "win32":
        import ctypes

        if ctypes.windll.kernel32.AttachConsole(_PARENTS):
            try:
                with Path("CONOUT$").open("w", encoding="utf-8", errors="replace") as console:
                    console.write(text)
            finally:
                ctypes.windll.kernel32.FreeConsole()  # a program that stays attached would end with the console
        else:
            ctypes.windll.user32.MessageBoxW(None, text, program, _IN_FRONT | _WITH_A_CROSS)
