"""One build: what is committed, checksums, the list of parts, the record of the last check, and one line of trouble."""

import hashlib
import json
import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from installers import build as command
from installers.bootstrap import Stopped
from installers.packing import checked, context, sbom, sums
from installers.packing.context import Build
from installers.packing.run import run


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of a project as small as it can be, with one commit."""
    root = tmp_path / "checkout"
    write(root / "shared/version.py", 'VERSION = "1.2.3"\n')
    write(root / "installers/build.py", "")
    write(root / "wallboard/__main__.py", "")
    write(root / "pyproject.toml", '[project]\nname = "suite"\ndependencies = ["rich"]\n')
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        git(root, *words)
    monkeypatch.setattr(context, "ROOT", root)
    return root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)


def test_what_is_committed_is_built(checkout: Path, tmp_path: Path):
    write(checkout / "wallboard/__main__.py", "changed")
    write(checkout / "installers/new.py", "")
    made = context.export(tmp_path / "out", tmp_path / "work")
    assert made.version == "1.2.3"
    assert made.epoch > 1_700_000_000
    assert (made.source / "wallboard/__main__.py").read_text(encoding="utf-8") == ""
    assert not (made.source / "installers/new.py").exists()
    assert context.uncommitted() == ["wallboard/__main__.py"]


def test_every_tool_gets_the_time_of_the_commit(checkout: Path, tmp_path: Path):
    made = context.export(tmp_path / "out", tmp_path / "work")
    assert made.environment["SOURCE_DATE_EPOCH"] == str(made.epoch)
    assert made.environment["PYTHONHASHSEED"] == "0"
    assert "PYTHONPATH" not in made.environment


def test_no_checkout_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(context, "ROOT", tmp_path)
    with pytest.raises(Stopped, match="is built from its last commit, but git says: .*not a git repository"):
        context.export(tmp_path / "out", tmp_path / "work")


def test_an_unknown_package_is_bad_usage(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        command.main(["snap"])
    assert ended.value.code == 2
    assert "unknown package 'snap'; there are deb, rpm, windows" in capsys.readouterr().err


def test_a_failed_process_is_one_line_with_its_log(tmp_path: Path):
    log = tmp_path / "logs/tool.log"
    script = "print('much'); print('ERROR: no such thing'); print('the end'); raise SystemExit(3)"
    with pytest.raises(Stopped) as stopped:
        run([sys.executable, "-c", script], "packing", log)
    assert str(stopped.value) == f"packing failed: ERROR: no such thing (all of it: {log})"
    assert "the end" in log.read_text(encoding="utf-8")


def test_a_missing_program_is_one_line(tmp_path: Path):
    with pytest.raises(Stopped, match=r"^packing failed: there is no no-such-program$"):
        run(["no-such-program"], "packing", tmp_path / "log")


def test_a_process_that_hangs_is_ended(tmp_path: Path):
    with pytest.raises(Stopped, match=r"^packing failed: not done after 0 s"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], "packing", tmp_path / "log", seconds=0.3)


def test_checksums_are_what_the_usual_tool_reads(tmp_path: Path):
    (tmp_path / "b.deb").write_bytes(b"two")
    (tmp_path / "a.deb").write_bytes(b"one")
    path = sums.write(tmp_path, [tmp_path / "b.deb", tmp_path / "a.deb"])
    one, two = hashlib.sha256(b"one").hexdigest(), hashlib.sha256(b"two").hexdigest()
    assert path.read_bytes() == f"{one}  a.deb\n{two}  b.deb\n".encode()


def test_the_list_of_parts_has_what_is_frozen(tmp_path: Path):
    made = Build(tmp_path, tmp_path / "work", tmp_path, tmp_path, "1.2.3", "0" * 40, 1_800_000_000)
    write(made.desktop / "_internal/msgspec/__init__.pyc", "")
    write(made.collector / "_internal/msgspec/__init__.pyc", "")
    write(made.desktop / "_internal/qasync/__init__.pyc", "")
    path = sbom.write(made, Path(sys.prefix))
    told = json.loads(path.read_text(encoding="utf-8"))
    parts = {part["name"]: part for part in told["components"]}
    assert set(parts) == {"python", "msgspec", "qasync"}
    assert [folder["value"] for folder in parts["msgspec"]["properties"]] == ["desktop", "collector"]
    assert parts["qasync"]["licenses"]
    assert not list(validator().iter_errors(told))
    before = path.read_bytes()
    assert sbom.write(made, Path(sys.prefix)).read_bytes() == before


def validator() -> Draft7Validator:
    folder = resources.files("cyclonedx").joinpath("schema", "_res")
    schemas = {
        name: json.loads(folder.joinpath(f"{name}.SNAPSHOT.schema.json").read_text(encoding="utf-8"))
        for name in ("bom-1.6", "spdx", "jsf-0.82")
    }
    known = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()
    )  # fmt: skip
    return Draft7Validator(schemas["bom-1.6"], registry=known)


def test_a_check_holds_until_what_was_checked_changes(checkout: Path):
    assert not checked.is_checked(checkout, "deb")
    checked.record(checkout, "deb", checkout, ["window after 0.4 s"])
    assert checked.is_checked(checkout, "deb")
    assert not checked.is_checked(checkout, "windows")
    write(checkout / "installers/README.md", "words")
    write(checkout / "wallboard/views.py", "")
    assert checked.is_checked(checkout, "deb")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("installers/requirements/build.txt", "rich==1"),
        ("installers/linux/postinst", "#!/bin/sh"),
        ("wallboard/__main__.py", "import sys"),
        ("pyproject.toml", '[project]\nname = "suite"\ndependencies = ["rich", "qasync"]\n'),
    ],
)
def test_a_change_asks_for_a_new_check(checkout: Path, name: str, text: str):
    checked.record(checkout, "deb", checkout, [])
    write(checkout / name, text)
    assert not checked.is_checked(checkout, "deb")


def test_settings_of_checkers_ask_for_none(checkout: Path):
    checked.record(checkout, "deb", checkout, [])
    with (checkout / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("[tool.ruff]\nline-length = 120\n")
    assert checked.is_checked(checkout, "deb")


def test_a_damaged_record_counts_for_nothing(checkout: Path):
    write(checkout / checked.RECORD, "{")
    assert not checked.is_checked(checkout, "deb")


def test_what_is_checked_already_is_not_checked_again(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(command, "ROOT", checkout)
    checked.record(checkout, "deb", checkout, [])
    assert command.main(["--if-changed", "deb"]) == 0
    assert capsys.readouterr().out == "build: deb: checked already, as installers/checked.json says\n"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="root is Linux's")
def test_a_machine_that_cannot_check_says_so(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(command, "ROOT", checkout)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert command.main(["--if-changed", "deb"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("build: deb: has changed since it was checked, and is not checked here: root is needed")
