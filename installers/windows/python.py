"""A Windows CPython 3.11 made on Debian, where no installer of Windows runs unattended.

The wheel of ``panda3d`` carries the official binaries of CPython 3.11.9 (python311.dll and its extensions, signed by
the Python Software Foundation). What a wheel has no need of is added: the standard library of the Linux Python that
runs this, ``python.exe`` of five lines, and ``python3.dll``, which only passes on to python311.dll and which PySide6
asks for. So what is frozen with this Python is a **rehearsal**; a release is frozen by the workflow on Windows,
with the same locks, spec and setup script.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import sysconfig
import zipfile
from pathlib import Path

COMPILER = "x86_64-w64-mingw32-gcc"
UNUSED = (
    "site-packages",
    "__pycache__",
    "lib-dynload",
    "test",
    "idlelib",
    "ensurepip",
    "config-3.11*",
    "_sysconfigdata*",
)
_MAIN = """#include <wchar.h>
__declspec(dllimport) int Py_Main(int, wchar_t **);
int wmain(int argc, wchar_t **argv) { return Py_Main(argc, argv); }
"""


def make_python(wheel: Path, folder: Path) -> None:
    """Lay out a Windows Python in ``folder``. Raises CalledProcessError where the compiler fails."""
    shutil.rmtree(folder, ignore_errors=True)
    libraries = folder / "DLLs"
    libraries.mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            inner, _, file = name.rpartition("/")
            # The C runtime of 2016 would be loaded before the newer one that PySide6 brings and needs.
            if inner.endswith("deploy_libs") and not file.startswith(("api-ms-win-", "VCRUNTIME140")):
                (libraries / file).write_bytes(archive.read(name))
    interpreter = (libraries / "python311.dll").rename(folder / "python311.dll")
    shutil.copytree(sysconfig.get_path("stdlib"), folder / "Lib", ignore=shutil.ignore_patterns(*UNUSED))
    (folder / "Lib" / "site-packages").mkdir()
    source, exports = folder / "main.c", folder / "python3.def"
    source.write_text(_MAIN)
    lines = "".join(f"  {name} = python311.{name}\n" for name in exported(interpreter))
    exports.write_text(f"LIBRARY python3\nEXPORTS\n{lines}")
    compile_ = [COMPILER, "-s", "-Wl,--no-insert-timestamp"]
    for words in (
        ["-O2", "-municode", source, interpreter, "-o", folder / "python.exe"],
        ["-shared", "-nostdlib", "-o", folder / "python3.dll", exports, "-Wl,--entry=0"],
    ):
        subprocess.run([*compile_, *map(str, words)], check=True, capture_output=True)
    source.unlink()
    exports.unlink()


def exported(library: Path) -> list[str]:
    """The names that a 64-bit DLL exports, in its own order."""
    data = library.read_bytes()

    def number(kind: str, place: int) -> int:
        return int(struct.unpack_from("<" + kind, data, place)[0])

    header = number("I", 0x3C)
    first = header + 24 + number("H", header + 20)
    sections = [struct.unpack_from("<4I", data, first + 40 * nth + 8) for nth in range(number("H", header + 6))]

    def place(address: int) -> int:
        return next(int(address - at + raw) for size, at, held, raw in sections if at <= address < at + max(size, held))

    table = place(number("I", header + 24 + 112))
    names = place(number("I", table + 32))
    starts = [place(number("I", names + 4 * nth)) for nth in range(number("I", table + 24))]
    return [data[start : data.index(b"\0", start)].decode("ascii") for start in starts]
