"""What was checked last, and of what: ``installers/checked.json``, written where ``build.py --check`` passed.

The digest is of all that the packages depend on and that only a long check can judge: what lies in ``installers/``,
what the project says of itself and its dependencies, and the programs' entries. The README and the record itself do
not count.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RECORD = "installers/checked.json"
_UNCOUNTED = {RECORD, "installers/README.md"}
_LEFT = {"__pycache__"}


def digest(root: Path) -> str:
    """Name the state that a check belongs to; ``root`` is a checkout or an export. Line endings do not count."""
    found = hashlib.sha256()
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    found.update(json.dumps(project, sort_keys=True).encode())
    entries = sorted(root.glob("*/__main__.py"))
    inside = sorted(path for path in (root / "installers").rglob("*") if path.is_file() and not _LEFT & {*path.parts})
    for path in (*entries, *inside):
        name = path.relative_to(root).as_posix()
        if name not in _UNCOUNTED:
            found.update(name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return found.hexdigest()


def is_checked(root: Path, kind: str) -> bool:
    """Whether a check of ``kind`` passed for what is in ``root`` now."""
    return bool(_read(root).get(kind, {}).get("digest") == digest(root))


def record(root: Path, kind: str, source: Path, seen: list[str]) -> None:
    """Note down that a check of ``source`` passed, and what it saw."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")  # noqa: TID251 - the build knows nothing of the programs' clock
    known = {**_read(root), kind: {"digest": digest(source), "at": at, "seen": seen}}
    text = json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (root / RECORD).write_text(text, "utf-8", newline="\n")


def _read(root: Path) -> dict[str, Any]:
    try:
        known = json.loads((root / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
