"""Qt's library of languages is cut to those that the programs speak, and what they speak stays as it was."""

import shutil
import struct
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from installers.bootstrap import Stopped
from installers.packing import languages

FOLDER = Path(PySide6.__file__).parent
ASKED = """
from PySide6.QtCore import QCollator, QDateTime, QLocale, QTimeZone
words = "čáp cibule chata hrad řeka ruka žába zebra Ábel abel šál sál úl ul česky krok10 krok9 ďas dub ťuk tuk".split()
for name in ("cs_CZ", "en_GB", "en_US", "de_DE"):
    locale = QLocale(name)
    order = QCollator(locale)
    order.setNumericMode(True)
    zone = QTimeZone(b"Europe/Prague")
    print(sorted(words, key=order.sortKey), locale.toUpper("žluťoučký ß"), locale.toLower("ŽLUŤ"))
    print(zone.offsetFromUtc(QDateTime(2026, 7, 1, 0, 0, 0)))
print([zone.displayName(QTimeZone.StandardTime, QTimeZone.LongName, QLocale(name)) for name in ("cs_CZ", "en_GB")])
"""


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("ld"), reason="only Qt for Linux brings ICU")
def test_czech_and_english_are_as_they_were(tmp_path: Path):
    [library] = (FOLDER / "Qt/lib").glob("libicudata.so.*")
    for name in ("__init__.py", "_config.py", "_git_pyside_version.py", "QtCore.abi3.so", "libpyside6.abi3.so.6.9"):
        (tmp_path / "PySide6").mkdir(exist_ok=True)
        shutil.copy(FOLDER / name, tmp_path / "PySide6" / name)
    shutil.copytree(FOLDER.parent / "shiboken6", tmp_path / "shiboken6")
    (tmp_path / "PySide6/Qt/lib").mkdir(parents=True)
    for each in (*(FOLDER / "Qt/lib").glob("libicu*"), *(FOLDER / "Qt/lib").glob("libQt6Core.so*")):
        shutil.copy(each, tmp_path / "PySide6/Qt/lib" / each.name)
    before = _asked(tmp_path)
    languages.cut(tmp_path, tmp_path / "log")
    after = tmp_path / "PySide6/Qt/lib" / library.name
    assert after.stat().st_size < 4_000_000 < library.stat().st_size
    assert _asked(tmp_path) == before
    assert "středoevropský" in before
    assert before.index("hrad") < before.index("chata")


def test_a_library_of_another_shape_is_said():
    with pytest.raises(Stopped, match="not of the shape"):
        languages.smaller(b"\x7fELF" + bytes(200))


def test_only_files_of_spoken_languages_stay():
    files = {b"x/de.res": b"D" * 20, b"x/coll/cs.res": b"C" * 20, b"x/coll/root.res": b"R" * 3}
    start = struct.pack("<HBBHH", 24, 0xDA, 0x27, 20, 0) + b"\0\0\x02\0CmnD" + bytes(8)
    made = start + languages._table(list(files.items()))
    kept = languages.smaller(made)
    assert (b"D" * 20 in kept, b"C" * 20 in kept, b"RRR" in kept) == (False, True, True)
    assert struct.unpack_from("<I", kept, 24) == (2,)


def _asked(folder: Path) -> str:
    words = [sys.executable, "-c", ASKED]
    done = subprocess.run(words, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=True)
    return done.stdout
