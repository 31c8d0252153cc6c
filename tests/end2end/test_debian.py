"""Where Asterisk cannot be had, the reason is one clear line, for the skip to show."""

import sys
from pathlib import Path

import pytest

from .pbx.debian import CACHE_VARIABLE, MIRROR_VARIABLE, PbxUnavailable, install, mirror, why_not
from .pbx.releases import RELEASES

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="Debian's packages run on Linux only")


@linux_only
def test_without_apt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    assert why_not() == "no apt-get, dpkg, dpkg-deb, tar here (Debian or Ubuntu needed)"
    with pytest.raises(PbxUnavailable, match="no apt-get"):
        install(RELEASES["16"])


@linux_only
@pytest.mark.skipif(sys.platform == "linux" and why_not() is not None, reason="no apt here")
def test_a_refused_download(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    monkeypatch.setenv(MIRROR_VARIABLE, "http://127.0.0.1:9/debian")  # the discard port: nobody listens
    with pytest.raises(PbxUnavailable) as refusal:
        install(RELEASES["16"])
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).startswith("Debian's Asterisk 16 cannot be downloaded: bullseye: ")
    assert not (tmp_path / "16").exists()  # nothing half done is left


def test_the_mirror_may_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MIRROR_VARIABLE, "http://mirror.example/debian")
    assert mirror() == "http://mirror.example/debian"
