"""What the architecture tests look at: the project's own files as git lists them, each parsed once."""

import ast
import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("collector_daemon", "operator_panel", "wallboard", "supervisor_console")
PACKAGES = ("shared", *PROGRAMS)


@functools.cache
def tracked_files() -> tuple[Path, ...]:
    """List what belongs to the project: committed, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):  # no git, or a checkout that git does not trust
        listed = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if not is_scratch(path)]
    return tuple(path for name in sorted(set(listed) - {""}) if (path := ROOT / name).is_file())


def is_scratch(path: Path) -> bool:
    """Tell whether a file was made by a tool, as far as .gitignore's most common cases go."""
    parts = path.relative_to(ROOT).parts
    made = {".venv", ".git", "build", "dist", "__pycache__"}
    return any(part in made or part.endswith(("_cache", ".egg-info", ".hypothesis")) for part in parts)


def python_files(*folders: str) -> tuple[Path, ...]:
    """List the project's Python files below the given top-level folders."""
    return tuple(
        path for path in tracked_files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders
    )


@functools.cache
def tree(path: Path) -> ast.Module:
    """Parse a file, once."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    """Name a file as people do: relative to the checkout, with forward slashes."""
    return path.relative_to(ROOT).as_posix()
