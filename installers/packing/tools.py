"""The system's tools that a build needs: asked for by the program's name, brought by Debian's package."""

from __future__ import annotations

import ctypes
import shutil
import sys
import sysconfig
from collections.abc import Mapping

from installers.bootstrap import NEWEST, OLDEST, Stopped, apt_install


def need(tools: Mapping[str, str], what: str) -> None:
    """See to ``tools`` (program → Debian package), by apt-get where that may be used. Raises Stopped, with the line."""
    missing = sorted({package for program, package in tools.items() if not shutil.which(program)})
    if missing:
        apt_install(missing, f"what {what} needs is")


def need_python() -> None:
    """See to a Python that can be frozen: of a version that is locked, with its library beside it. Raises Stopped."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        raise Stopped("this is Python {}.{}; the suite is built with 3.11 to 3.13".format(*sys.version_info[:2]))
    version = "{}.{}".format(*sys.version_info[:2])
    if sys.platform == "win32":
        return
    try:
        import ensurepip  # noqa: F401 - Debian keeps it in a package of its own
    except ImportError:
        apt_install([f"python{version}-venv"], "Python's venv module is")
    if not sysconfig.get_config_var("Py_ENABLE_SHARED"):  # Debian's Python: the library is a package of its own
        try:
            ctypes.CDLL(f"libpython{version}.so.1.0")
        except OSError:
            apt_install([f"libpython{version}"], "Python's library is")
