"""Libraries are stripped where they still load afterwards."""

import struct
import sys
from pathlib import Path

import pytest

from installers.packing import stripping

ELF_HEADER = 64


def library(offset: int, address: int) -> bytes:
    header = bytearray(b"\x7fELF" + bytes(60))
    struct.pack_into("<Q", header, 32, ELF_HEADER)
    struct.pack_into("<HH", header, 54, 56, 1)
    return bytes(header) + struct.pack("<IIQQQQQQ", 1, 5, offset, address, address, 16, 16, 0x1000)


def test_a_segment_that_moved_within_its_page_does_not_load():
    assert stripping.is_loadable(library(0x2010, 0x5010))
    assert not stripping.is_loadable(library(0x2008, 0x5010))


@pytest.mark.skipif(sys.platform != "linux", reason="ELF is Linux's")
def test_libraries_of_this_python_load():
    import _ctypes

    assert stripping.is_loadable(Path(_ctypes.__file__).read_bytes())


def test_only_libraries_are_found(tmp_path: Path):
    (tmp_path / "a.so").write_bytes(library(0, 0))
    (tmp_path / "b.so.1").write_bytes(library(0, 0))
    (tmp_path / "words.so").write_bytes(b"no library")
    assert [path.name for path in stripping.libraries(tmp_path)] == ["a.so", "b.so.1"]
