"""What the Linux packages are made of: entries, pages, unit and scripts hold what they promise."""

import configparser
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from collector_daemon import settings
from collector_daemon.__main__ import main as collector_daemon
from installers.packing import debian
from operator_panel.__main__ import main as operator_panel
from supervisor_console.__main__ import main as supervisor_console
from tests.architecture.source import ROOT
from wallboard.__main__ import main as wallboard

LINUX = ROOT / "installers" / "linux"
MAINS = {"operator-panel": operator_panel, "wallboard": wallboard, "supervisor-console": supervisor_console,
         "collector-daemon": collector_daemon}  # fmt: skip
UNIT = LINUX / "collector" / "callcentre-collector.service"


def tool(name: str) -> str:
    """The path of a program of Debian's; where it is not, the test is left out."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"no {name} here")
    return found


def checked(*words: str | Path) -> None:
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("program", debian.PROGRAMS)
def test_a_program_is_in_the_menu_in_both_languages(program: str):
    file = LINUX / "applications" / f"{debian.PROGRAMS[program]}.desktop"
    entry = configparser.RawConfigParser(strict=True)
    entry.optionxform = str  # type: ignore[method-assign,assignment]  # keys of desktop entries have capitals
    entry.read(file, encoding="utf-8")
    said = entry["Desktop Entry"]
    assert said["Exec"].split()[0] == said["TryExec"] == said["StartupWMClass"] == program
    assert said["Icon"] == debian.PROGRAMS[program]
    for key in ("Name", "GenericName", "Comment", "Keywords"):
        assert said[key]
        assert said[f"{key}[cs]"]
    assert (ROOT / "installers/icons" / f"{program}.svg").is_file()


def test_the_panel_alone_opens_telephone_links():
    entries = (LINUX / "applications").iterdir()
    with_links = [file.stem for file in entries if "x-scheme-handler/tel" in file.read_text("utf-8")]
    assert with_links == [debian.PROGRAMS["operator-panel"]]


@pytest.mark.parametrize("file", sorted((LINUX / "applications").iterdir()), ids=lambda path: path.stem)
def test_the_desktop_takes_the_entry(file: Path):
    checked(tool("desktop-file-validate"), file)


def test_software_centres_take_the_description(tmp_path: Path):
    [file] = (LINUX / "metainfo").iterdir()
    filled = tmp_path / file.name
    filled.write_text(file.read_text("utf-8").replace("@VERSION@", "1.0").replace("@DATE@", "2026-11-24"), "utf-8")
    described = {one.text for one in ET.parse(filled).iter("launchable")}
    assert described == {f"{ident}.desktop" for ident in debian.PROGRAMS.values()}
    checked(tool("appstreamcli"), "validate", "--no-net", filled)


@pytest.mark.parametrize("program", MAINS)
def test_the_page_tells_every_option(
    program: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys, "argv", [program, "--help"])
    with pytest.raises(SystemExit):
        MAINS[program]()
    told = capsys.readouterr().out
    page = (LINUX / "man" / f"{program}.1").read_text("utf-8").replace("\\-", "-")
    options = set(re.findall(r"--[a-z-]+", told.partition("options:")[2].partition("commands:")[0]))
    assert options
    assert options <= set(re.findall(r"--[a-z-]+", page))
    commands = re.findall(r"^    ([a-z-]+)(?: |$)", told.partition("COMMAND\n")[2], re.MULTILINE)
    assert [one for one in commands if one not in page] == []


@pytest.mark.skipif(sys.platform == "win32", reason="systemd is on Linux only")
def test_systemd_takes_the_unit(tmp_path: Path):
    verify = tool("systemd-analyze")
    text = UNIT.read_text("utf-8")
    here = tmp_path / UNIT.name
    here.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text).replace("man:", "file:/"), "utf-8")
    done = subprocess.run([verify, "verify", "--man=no", str(here)], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if UNIT.name in line]
    assert ours == []


def test_wrong_settings_do_not_start_the_daemon_again_and_again():
    text = UNIT.read_text("utf-8")
    assert "RestartPreventExitStatus=2" in text
    assert "ConditionPathExists=/etc/callcentre/ami_main" in text
    assert collector_daemon(["run", "--config", str(LINUX / "nowhere.toml")]) == 2


def test_the_settings_of_the_package_are_good(tmp_path: Path):
    text = (LINUX / "collector/collector.toml").read_text("utf-8")
    assert tomllib.loads(text)["pbx"][0]["secret_file"] == "/etc/callcentre/ami_main"
    file = tmp_path / "collector.toml"
    file.write_text(text, "utf-8")
    assert settings.load(file).pbx[0].name == "main"


@pytest.mark.parametrize("script", ["postinst", "prerm", "postrm"])
def test_a_shell_can_read_the_script(script: str):
    checked(tool("sh"), "-n", LINUX / "collector" / script)
    assert (LINUX / "collector" / script).read_text("utf-8").startswith("#!/bin/sh\nset -e\n")


def test_everything_in_the_control_files_is_filled_in():
    for kind in ("desktop", "collector"):
        text = (LINUX / kind / "control").read_text("utf-8")
        assert set(re.findall(r"@([A-Z]+)@", text)) == {"VERSION", "ARCHITECTURE", "SIZE", "DEPENDS"}
        assert f"Package: callcentre-{kind}" in text
        assert re.search(r"^Depends:.*\btzdata\b", text, re.MULTILINE), "a minimal Ubuntu has no time zones"
