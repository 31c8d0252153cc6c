"""Debian's packages and rpm's are made of one tree: what is in the one is in the other, and nothing is lost."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installers.packing import debian, rpm
from installers.packing.context import Build
from tests.architecture.source import ROOT

TOOLS = (*debian.TOOLS, "rpmbuild", "rpm", "dpkg")
pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or any(shutil.which(tool) is None for tool in TOOLS),
    reason="no dpkg-dev, librsvg2-bin or rpm here",
)


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """A build whose frozen programs are small ones of the system."""
    made = Build(ROOT, tmp_path / "work", tmp_path / "out", tmp_path / "cache", "1.2.3", "0" * 40, 1_790_000_000)
    made.out.mkdir()
    for folder, programs in ((made.desktop, [*debian.PROGRAMS]), (made.collector, ["collector-daemon"])):
        (folder / "_internal").mkdir(parents=True)
        (folder / "_internal" / "data.sql").write_text("select 1\n", "utf-8")
        for program in programs:
            shutil.copy("/bin/true", folder / program)
    return made


def said(*words: str | Path) -> list[str]:
    return subprocess.run(list(map(str, words)), capture_output=True, text=True, check=True).stdout.splitlines()


def test_both_hold_the_same_files(build: Build):
    debs, rpms = debian.build(build), rpm.build(build)
    assert [path.name.split("_")[0] for path in debs] == ["callcentre-desktop", "callcentre-collector"]
    for deb, other in zip(debs, rpms, strict=True):
        packed = {line.split()[5].removeprefix(".") for line in said("dpkg-deb", "--contents", deb)}
        files = {name for name in packed if not name.endswith("/") and "/lintian/" not in name}
        there = set(said("rpm", "-qpl", other))
        assert files <= there
        assert {f"{name}/" for name in there - files} <= packed, "folders, and nothing else, are there beyond"
        assert {line.split()[1] for line in said("dpkg-deb", "--contents", deb)} == {"root/root"}


def test_settings_survive_in_both_and_both_say_what_they_need(build: Build):
    [_, deb], [_, other] = debian.build(build), rpm.build(build)
    assert said("dpkg-deb", "--info", deb, "conffiles") == ["/etc/callcentre/collector.toml"]
    assert said("rpm", "-qp", "--configfiles", other) == ["/etc/callcentre/collector.toml"]
    assert "libc6 (>= " in "".join(said("dpkg-deb", "--field", deb, "Depends"))
    assert "libc.so.6()(64bit)" in said("rpm", "-qp", "--requires", other)


def test_the_same_input_gives_the_same_bytes(build: Build):
    first = [path.read_bytes() for path in debian.build(build)]
    assert first == [path.read_bytes() for path in debian.build(build)]
