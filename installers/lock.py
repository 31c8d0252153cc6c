"""Write the lock files from pyproject.toml: ``.venv/bin/python installers/lock.py``.

One resolution for every supported Python and system, with hashes, so that a machine installs exactly what was
tested. Needs ``uv`` (``pip install uv``), which nobody else needs. Versions already locked are kept; add
``--upgrade`` to move them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = Path("installers/requirements")

# ``test`` contains ``desktop`` and that ``runtime``; ``build`` is ``desktop`` and what freezes it for a package.
# The extra ``build`` is what installing the project itself needs.
EXTRAS = {
    "test": ["build", "desktop", "dev"],
    "desktop": ["build", "desktop"],
    "runtime": ["build"],
    "build": ["desktop", "packing"],
}


def lock(name: str, extras: list[str], more: list[str]) -> None:
    """Write one lock file; the test's, written first, holds the versions for all."""
    command = ["uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--generate-hashes"]
    command += ["--python-version", "3.11", "--no-header", "--no-annotate", "--no-emit-index-url"]
    command += [part for extra in extras for part in ("--extra", extra)]
    if name == "test":
        command += more
    else:
        command += ["--constraint", str(LOCKS / "test.txt")]
    subprocess.run([*command, "--output-file", str(LOCKS / f"{name}.txt")], cwd=ROOT, check=True)


def main() -> int:
    """Lock all sets; exit 2 where uv is missing."""
    if shutil.which("uv") is None:
        print("uv is not installed: pip install uv", file=sys.stderr)
        return 2
    for name, extras in EXTRAS.items():
        lock(name, extras, sys.argv[1:])
        print(f"{LOCKS / name}.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
