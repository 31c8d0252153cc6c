"""What every benchmark prints first: where its figures come from."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

import psutil


def told() -> str:
    """One line: processor, cores, memory, system, Python, and how busy it was before."""
    model = ""
    if (cpus := Path("/proc/cpuinfo")).exists():
        found = re.search(r"model name\s*: (.*)", cpus.read_text(encoding="utf-8"))
        model = found[1] if found else ""
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = platform.platform()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    memory = psutil.virtual_memory().total / 2**30
    return (f"{model or platform.processor()}, {psutil.cpu_count()} cores, {memory:.0f} GB, {system},"
            f" CPython {platform.python_version()}{load}")
