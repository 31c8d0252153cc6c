"""What is committed belongs to no machine: nobody's paths, no registry, and lock files that fit."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import ROOT, name_of, tracked_files

# Somebody's folders, and hosts that packages come from. Paths of Asterisk and of Debian are the customer's,
# not ours.
MACHINE = re.compile(
    rb"(/work/|/home/[a-z]|/root/|/opt/(pypi|wheels)|/tmp/fresh|C:\\Users\\[A-Z]"
    rb"|--(extra-)?index-url|pypi\.org|files\.pythonhosted|proxy\.golang)"
)
LOCKS = {name: ROOT / f"installers/requirements/{name}.txt" for name in ("runtime", "desktop", "test")}
EXTRAS = {"runtime": ["build"], "desktop": ["build", "desktop"], "test": ["build", "desktop", "dev"]}


def test_no_machine_is_named():
    found = [
        f"{name_of(path)}: {match.group().decode()}"
        for path in tracked_files()
        if path.suffix not in {".gz", ".zst", ".png"} and name_of(path) != "tests/architecture/test_tracked.py"
        if (match := MACHINE.search(path.read_bytes()))
    ]
    assert not found


def locked(name: str) -> dict[str, set[str]]:
    """Read the versions that a lock file pins; a name may have one for each Python."""
    pins: dict[str, set[str]] = {}
    for line in LOCKS[name].read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([a-z0-9.-]+)==(\S+)", line):
            pins.setdefault(match[1], set()).add(match[2])
    return pins


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_fits_the_project(name: str):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [
        *project["dependencies"],
        *(text for extra in EXTRAS[name] for text in project["optional-dependencies"][extra]),
    ]
    pins = locked(name)
    for requirement in map(Requirement, asked):
        versions = pins.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not locked; run installers/lock.py"
        assert all(requirement.specifier.contains(version) for version in versions), (
            f"{requirement} is not what is locked"
        )


def test_the_smaller_locks_are_parts_of_the_largest():
    runtime, desktop, everything = locked("runtime"), locked("desktop"), locked("test")
    assert runtime.items() <= desktop.items() <= everything.items()


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_hashes(name: str):
    entries = re.split(r"\n(?=[a-z0-9])", LOCKS[name].read_text(encoding="utf-8").strip())
    assert not [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]
