"""What holds of the Windows setup without wine: the script compiles, locks are read for Windows, folders are safe."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installers.windows import mathematics, resources, wheels
from installers.windows.wine import Wine, windows_path

ROOT = Path(__file__).parents[3]
WINDOWS = ROOT / "installers" / "windows"


@pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis is not installed")
def test_the_setup_compiles_without_a_warning(tmp_path):
    for program in ("operator-panel", "wallboard", "supervisor-console"):
        (tmp_path / "desktop" / "_internal").mkdir(parents=True, exist_ok=True)
        (tmp_path / "desktop" / f"{program}.exe").touch()
    (tmp_path / "desktop" / "_internal" / "x").touch()
    (tmp_path / "collector").mkdir()
    (tmp_path / "collector" / "collector-daemon.exe").touch()
    icon = "/usr/share/nsis/Contrib/Graphics/Icons/modern-install.ico"
    setup = tmp_path / "suite-setup.exe"
    defined = {"VERSION": "1.2.3", "SOURCE": tmp_path, "OUTPUT": setup, "ICON": icon, "QUICK": 1}
    words = ["makensis", "-V2", "-WX", *(f"-D{name}={value}" for name, value in defined.items()), "suite.nsi"]
    done = subprocess.run(words, cwd=WINDOWS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert setup.read_bytes()[:2] == b"MZ"


def test_requirements_are_chosen_by_windows_own_markers(tmp_path):
    lock = (
        "alone==1.0 \\\n    --hash=sha256:aa\n"
        "theirs==2.0 ; sys_platform == 'linux' \\\n    --hash=sha256:bb\n"
        "ours==3.0 ; sys_platform == 'win32' and python_full_version < '3.12' \\\n    --hash=sha256:cc\n"
    )
    chosen = wheels.chosen(lock, Path(sys.executable), tmp_path / "log")
    assert [name for name, _lines in chosen] == ["alone", "ours"]
    assert chosen[1][1] == "ours==3.0 \\\n    --hash=sha256:cc"


def test_every_requirement_of_windows_has_a_hash():
    lock = (ROOT / wheels.ONLY).read_text("utf-8")
    found = {name: lines for name, _marker, lines in wheels.blocks(lock)}
    assert set(found) == {"panda3d", "pywin32"}
    assert all("--hash=sha256:" in lines for lines in found.values())


def test_version_information_counts_in_four_numbers():
    text = resources.version_text("wallboard", "Wallboard", "1.20.3")
    assert "filevers=(1, 20, 3, 0)" in text
    assert '"OriginalFilename", "wallboard.exe"' in text


def test_every_program_has_a_drawing():
    drawn = {path.stem for path in (ROOT / "installers" / "icons").glob("*.svg")}
    assert set(resources.TITLES) - {resources.SERVICE} <= drawn


def test_paths_are_said_as_windows_says_them(tmp_path):
    assert windows_path(Path("/srv/a b/c.exe")) == "Z:\\srv\\a b\\c.exe"
    command = Wine(tmp_path, tmp_path / "prefix", ()).command("wine", "x.exe", LANG="cs_CZ.UTF-8")
    assert command[-2:] == ["wine", "x.exe"]
    assert "LANG=cs_CZ.UTF-8" in command


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting takes root on Linux")
def test_a_folder_with_a_mount_in_it_is_not_deleted(tmp_path):
    (tmp_path / "tree" / "dev").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "kept").touch()
    script = (
        'mount --bind "$1/outside" "$1/tree/dev" && '
        '"$2" -c "import sys; from pathlib import Path; from installers.windows.wine import remove_folder; '
        'remove_folder(Path(sys.argv[1]))" "$1/tree"'
    )
    words = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh", str(tmp_path), sys.executable]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "is mounted: unmount it before" in done.stderr
    assert (tmp_path / "outside" / "kept").exists()


def test_the_added_functions_are_those_that_the_source_defines():
    source = mathematics.SOURCE.read_text("utf-8")
    assert all(f"({shape}" in source or f"our_{shape}(" in source for shape in mathematics.SHAPES)
