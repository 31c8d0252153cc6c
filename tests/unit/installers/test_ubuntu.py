"""What the packages depend on is what Ubuntu 22.04 has, and no less than the programs use."""

import shutil
import sys
from pathlib import Path

import pytest

from installers.bootstrap import Stopped
from installers.packing import ubuntu

pytestmark = pytest.mark.skipif(sys.platform == "win32" or not shutil.which("readelf"), reason="no readelf here")
DEPENDS = "libc6 (>= 2.35), libx11-xcb1 (>= 2:1.8.4), libzstd1 (>= 1.5.2), zlib1g (>= 1:1.2.3.4)"


@pytest.fixture(scope="module")
def libraries() -> list[Path]:
    """Qt's own, which use both."""
    import PySide6

    folder = Path(PySide6.__file__).parent / "Qt" / "lib"
    return [folder / f"libQt6{name}.so.6" for name in ("Core", "Network", "XcbQpa")]


def test_versions_are_those_of_22_04_where_all_that_is_used_is_there(libraries, tmp_path):
    lowered = ubuntu.lowered(DEPENDS, libraries, tmp_path)
    assert lowered == "libc6 (>= 2.35), libx11-xcb1 (>= 2:1.7.5), libzstd1 (>= 1.4.8), zlib1g (>= 1:1.2.3.4)"


def test_what_is_used_is_read_from_the_programs(libraries, tmp_path):
    core, _, xcb = libraries
    assert "ZSTD_decompress" in ubuntu.used([core, xcb], ubuntu.LIBRARIES["libzstd1"], tmp_path)
    assert ubuntu.used([core, xcb], ubuntu.LIBRARIES["libx11-xcb1"], tmp_path) == {
        "XGetXCBConnection", "XSetEventQueueOwner",
    }  # fmt: skip
    assert ubuntu.used([xcb], ubuntu.LIBRARIES["libzstd1"], tmp_path) == set()


def test_a_function_that_nobody_looked_for_in_22_04_stops_the_build(libraries, tmp_path, monkeypatch):
    known = ubuntu.LIBRARIES["libzstd1"]
    monkeypatch.setitem(ubuntu.LIBRARIES, "libzstd1", known._replace(functions=known.functions - {"ZSTD_decompress"}))
    with pytest.raises(Stopped, match="nobody has looked whether Ubuntu 22.04's libzstd1 has ZSTD_decompress$"):
        ubuntu.lowered(DEPENDS, libraries, tmp_path)


def test_a_newer_c_library_stops_the_build(libraries, tmp_path):
    with pytest.raises(Stopped, match=r"need libc6 2\.36, and Ubuntu 22\.04 has 2\.35"):
        ubuntu.lowered(DEPENDS.replace("2.35", "2.36"), libraries, tmp_path)
