"""What is frozen: the project's programs, every file that they open, nothing of the system."""

import importlib.metadata
import importlib.util
import tomllib
from pathlib import Path

import pytest

from installers.packing import contents
from installers.packing.contents import COLLECTOR, DESKTOP
from tests.architecture.source import ROOT

SITE = "/venv/lib/python3.11/site-packages"


def test_the_programs_are_the_projects():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    entries = {**project["scripts"], **project["gui-scripts"]}
    packages = {**DESKTOP.programs, **COLLECTOR.programs}
    assert {name: f"{package}.__main__:main" for name, package in packages.items()} == entries


def test_every_file_that_is_opened_comes_along():
    inside = {Path(source).relative_to(ROOT).as_posix() for source, _place in contents.files_of(COLLECTOR, ROOT)}
    migrations = ROOT / "shared/database/migrations"
    expected = {path for kind in ("*.sql", "*.py", "*.mako") for path in migrations.rglob(kind)}
    assert {path.relative_to(ROOT).as_posix() for path in expected} <= inside
    assert {"shared/language/catalogues/cs.mo", "collector_daemon/commands/demo.toml"} <= inside
    assert not [name for name in inside if name.startswith("shared/qt/")]


def test_what_windows_show_comes_along():
    inside = {Path(source).name for source, _place in contents.files_of(DESKTOP, ROOT)}
    assert {"Inter-Regular.otf", "headphones.svg", "alert.wav", "DejaVuSans.ttf", "cs.mo"} <= inside
    assert not [name for name in inside if name.endswith("-cs.png")]


def test_a_file_lies_where_its_module_is():
    places = {Path(source): place for source, place in contents.files_of(DESKTOP, ROOT)}
    assert Path(places[ROOT / "wallboard/views/alert.wav"]) == Path("wallboard/views")


@pytest.mark.parametrize(
    ("target", "source"),
    [
        ("libgtk-3.so.0", "/usr/lib/x86_64-linux-gnu/libgtk-3.so.0"),
        ("libssl.so.3", "/lib/x86_64-linux-gnu/libssl.so.3"),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", f"{SITE}/PySide6/Qt/plugins/platforms/libqeglfs.so"),
        ("PySide6/Qt/plugins/multimedia/libgstreamermediaplugin.so", f"{SITE}/libgstreamermediaplugin.so"),
        ("PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so", f"{SITE}/libffmpegmediaplugin.so"),
        ("PySide6/Qt/lib/libavcodec.so.61", f"{SITE}/PySide6/Qt/lib/libavcodec.so.61"),
        ("PySide6\\avcodec-61.dll", "C:\\Python\\Lib\\site-packages\\PySide6\\avcodec-61.dll"),
        ("PySide6/Qt/lib/libQt6Quick.so.6", f"{SITE}/PySide6/Qt/lib/libQt6Quick.so.6"),
        ("PySide6/Qt/lib/libQt6Qml.so.6", f"{SITE}/PySide6/Qt/lib/libQt6Qml.so.6"),
        ("PySide6/Qt/lib/libQt6WebEngineCore.so.6", f"{SITE}/PySide6/Qt/lib/libQt6WebEngineCore.so.6"),
        ("PySide6/translations/qtbase_de.qm", f"{SITE}/PySide6/translations/qtbase_de.qm"),
        ("PySide6\\opengl32sw.dll", "C:\\Python\\Lib\\site-packages\\PySide6\\opengl32sw.dll"),
        ("babel/locale-data/de.dat", f"{SITE}/babel/locale-data/de.dat"),
        ("pyqtgraph/tests/image.png", f"{SITE}/pyqtgraph/tests/image.png"),
    ],
)
def test_stays_out(target: str, source: str):
    assert not contents.is_needed(target, source)


@pytest.mark.parametrize(
    ("target", "source"),
    [
        ("libpython3.11.so.1.0", "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0"),
        ("python3.11/lib-dynload/_ssl.so", "/usr/lib/python3.11/lib-dynload/_ssl.so"),
        ("PySide6/Qt/lib/libQt6Pdf.so.6", f"{SITE}/PySide6/Qt/lib/libQt6Pdf.so.6"),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", f"{SITE}/PySide6/Qt/plugins/platforms/libqxcb.so"),
        ("PySide6/Qt/lib/libQt6Multimedia.so.6", f"{SITE}/PySide6/Qt/lib/libQt6Multimedia.so.6"),
        ("PySide6\\translations\\qtbase_cs.qm", "C:\\site-packages\\PySide6\\translations\\qtbase_cs.qm"),
        ("babel/locale-data/cs.dat", f"{SITE}/babel/locale-data/cs.dat"),
    ],
)
def test_goes_in(target: str, source: str):
    assert contents.is_needed(target, source)


def test_what_is_loaded_by_name_is_there():
    for name in contents.LOADED_BY_NAME:
        assert importlib.util.find_spec(name), name
    for name in contents.RECORDS:
        assert importlib.metadata.version(name)


def test_the_spec_is_python():
    spec = ROOT / "installers/pyinstaller/suite.spec"
    compile(spec.read_text(encoding="utf-8"), spec.name, "exec")
