"""What Windows shows of a program: its icon, drawn from ``installers/icons``, and its version information."""

from __future__ import annotations

from pathlib import Path

from installers.packing.context import Build
from installers.packing.run import run

TITLES = {
    "operator-panel": "Operator Panel",
    "wallboard": "Wallboard",
    "supervisor-console": "Supervisor Console",
    "collector-daemon": "Call Centre Collector",
    "callcentre-service": "Call Centre Collector, the service",
}
PRODUCT = "Call Centre Suite"
SERVICE = "callcentre-service"

# Run by the build's environment, which has Qt. An .ico is a table of PNGs; 0 says 256.
_DRAW = """
import struct, sys
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
drawing = QSvgRenderer(sys.argv[1])
sizes, pictures = (16, 24, 32, 48, 64, 256), []
for size in sizes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    pictures.append(bytes(buffer.data()))
place, table = 6 + 16 * len(sizes), struct.pack("<3H", 0, 1, len(sizes))
for size, picture in zip(sizes, pictures):
    table += struct.pack("<4B2H2I", size % 256, size % 256, 0, 0, 1, 32, len(picture), place)
    place += len(picture)
open(sys.argv[2], "wb").write(table + b"".join(pictures))
"""
_VERSION = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, fileType=1, subtype=0),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "{product}"), StringStruct("ProductName", "{product}"),
      StringStruct("FileDescription", "{title}"), StringStruct("InternalName", "{name}"),
      StringStruct("OriginalFilename", "{name}.exe"),
      StringStruct("FileVersion", "{version}"), StringStruct("ProductVersion", "{version}")])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])])])
"""


def make(build: Build, environment: Path) -> Path:
    """Icons and version information, where the spec looks for them; the answer is their folder. Raises Stopped."""
    folder = build.source / "build" / "windows"
    folder.mkdir(parents=True, exist_ok=True)
    log = build.work / "logs" / "windows-icons.log"
    settings = {**build.environment, "QT_QPA_PLATFORM": "offscreen"}
    for name, title in TITLES.items():
        drawing = build.source / "installers" / "icons" / f"{'collector-daemon' if name == SERVICE else name}.svg"
        words: list[str | Path] = [environment / "bin" / "python", "-c", _DRAW, drawing, folder / f"{name}.ico"]
        run(words, f"drawing {name}.ico", log, environment=settings)
        (folder / f"{name}.version").write_text(version_text(name, title, build.version), encoding="utf-8")
    return folder


def version_text(name: str, title: str, version: str) -> str:
    """Version information as PyInstaller reads it; Windows counts in four numbers."""
    numbers = tuple(int(part) for part in (*version.split("."), "0"))
    return _VERSION.format(numbers=numbers, product=PRODUCT, title=title, name=name, version=version)
