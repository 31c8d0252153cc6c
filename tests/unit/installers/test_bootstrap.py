"""bootstrap: one clear line for whatever is missing, nothing done twice, arguments and exit codes passed on.

What downloads something is not tried here: the reviewer's run of a fresh clone is that test.
"""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from installers import bootstrap

SCRIPT = Path(bootstrap.__file__)
posix = pytest.mark.skipif(os.name != "posix", reason="apt-get is Debian's")


def run(*arguments: str):
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A PATH with nothing on it but small scripts, each of which notes how it was called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def make(name: str, script: str) -> Path:
        program, calls = folder / name, tmp_path / f"{name}.calls"
        program.write_text(
            f'#!/bin/sh\necho "$0 $@" | /usr/bin/sed "s,.*/,," >> {calls}\n{script}\n', encoding="utf-8"
        )
        program.chmod(0o755)
        calls.touch()
        return calls

    return make


def test_it_parses_on_an_old_python_and_needs_only_the_standard_library():
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    named = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    named |= {str(node.module) for node in imports if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in named} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("version", [(3, 10, 4), (3, 14, 0)])
def test_a_python_that_does_not_fit_is_one_line(monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(
        bootstrap.Stopped, match=f"this is Python 3.{version[1]}; the suite needs 3.11, 3.12 or 3.13"
    ):
        bootstrap.check_python()


def test_an_unknown_verb_is_one_line_and_exit_2():
    result = run("demonstrate")
    assert result.returncode == 2
    verbs = "demo, daemon, wallboard, panel, console, test, python"
    assert result.stderr == f"bootstrap: unknown verb 'demonstrate'; there are {verbs}\n"


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["--help"], 0)])
def test_usage(arguments, code):
    result = run(*arguments)
    assert result.returncode == code
    assert "usage: python3 installers/bootstrap.py VERB" in result.stdout


def test_arguments_and_the_exit_code_are_passed_on():
    if bootstrap.read_stamp().get("test") != bootstrap.digest_of("test"):
        pytest.skip("this virtual environment was not made by bootstrap")
    result = run("python", "-c", "import sys; print(sys.argv[1:]); sys.exit(7)", "--headless", "a b")
    assert (result.stdout, result.stderr, result.returncode) == ("['--headless', 'a b']\n", "", 7)


@pytest.mark.parametrize(
    ("verb", "rest", "environment", "lock"),
    [
        ("demo", [], {}, "runtime"),
        ("demo", [], {"DISPLAY": ":0"}, "desktop"),
        ("demo", [], {"WAYLAND_DISPLAY": "wayland-0"}, "desktop"),
        ("demo", ["--headless"], {"DISPLAY": ":0"}, "runtime"),
        ("demo", [], {"DISPLAY": ""}, "runtime"),
        ("daemon", [], {"DISPLAY": ":0"}, "runtime"),
        ("wallboard", [], {}, "desktop"),
        ("console", [], {}, "desktop"),
        ("test", [], {}, "test"),
    ],
)
def test_qt_is_installed_only_for_those_who_will_see_something(monkeypatch, verb, rest, environment, lock):
    monkeypatch.setattr(bootstrap, "WINDOWS", False)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert bootstrap.lock_of(verb, rest) == lock


def test_on_windows_a_demo_has_a_display(monkeypatch):
    monkeypatch.setattr(bootstrap, "WINDOWS", True)
    assert bootstrap.lock_of("demo", []) == "desktop"


@posix
def test_the_tests_want_an_x_server_and_windows_do_not(programs, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    assert {"xvfb", "xdotool"} <= set(bootstrap.missing_packages("test"))
    assert not {"xvfb", "xdotool"} & set(bootstrap.missing_packages("desktop"))
    programs("Xvfb", "exit 0")
    assert "xvfb" not in bootstrap.missing_packages("test")


@posix
def test_the_tests_want_a_browser_and_get_the_rest_where_there_is_none_to_install(programs, monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(bootstrap, "missing_packages", lambda _lock: ["xvfb"])
    assert bootstrap.missing_browser("test") == ["chromium"]
    assert bootstrap.missing_browser("desktop") == []
    programs("env", 'shift; exec "$@"')  # env DEBIAN_FRONTEND=… apt-get …
    programs("apt-get", 'case "$*" in *chromium*) exit 100;; esac')
    bootstrap.provide_packages("test", bootstrap.Progress())
    said = capsys.readouterr().err
    assert "system packages missing for Qt: xvfb\n" in said
    assert "system packages missing for the tests of web pages: chromium\n" in said
    assert said.count("going on without them") == 1
    assert "apt-get install -y --no-install-recommends chromium" in said
    programs("chromium-browser", "exit 0")
    assert bootstrap.missing_browser("test") == []


@posix
def test_a_library_that_is_missing_is_named_by_its_package(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    libraries = {"libc.so.6": "libc6", "libno-such-thing.so.9": "libno-such-thing9"}
    assert bootstrap.missing_libraries(libraries) == ["libno-such-thing9"]


@posix
def test_without_the_packages_it_goes_on_and_says_so(programs, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(bootstrap, "missing_packages", lambda _lock: ["libxcb-cursor0", "xvfb"])
    programs("apt-get", "exit 1")
    bootstrap.provide_packages("test", bootstrap.Progress())
    said = capsys.readouterr().err
    assert "system packages missing for Qt: libxcb-cursor0, xvfb" in said
    assert "run: sudo apt-get install -y --no-install-recommends libxcb-cursor0 xvfb" in said


def test_what_is_installed_depends_on_lock_project_and_place(tmp_path, monkeypatch):
    before = bootstrap.digest_of("runtime")
    assert before == bootstrap.digest_of("runtime")
    assert before != bootstrap.digest_of("test")
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    (tmp_path / "installers/requirements").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (tmp_path / "installers/requirements/runtime.txt").write_bytes(b"a==1\n")
    here = bootstrap.digest_of("runtime")
    (tmp_path / "installers/requirements/runtime.txt").write_bytes(b"a==1\r\n")
    assert bootstrap.digest_of("runtime") == here  # git on Windows may change line ends
    (tmp_path / "installers/requirements/runtime.txt").write_bytes(b"a==2\n")
    assert bootstrap.digest_of("runtime") != here


@pytest.mark.parametrize("content", [None, "", "[]", "{"])
def test_a_stamp_that_says_nothing_means_install(tmp_path, monkeypatch, content):
    stamp = tmp_path / "bootstrap.json"
    monkeypatch.setattr(bootstrap, "STAMP", str(stamp))
    if content is not None:
        stamp.write_text(content, encoding="utf-8")
    assert bootstrap.read_stamp() == {}


@posix
def test_root_installs_debian_packages_after_an_update_if_need_be(programs, monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    programs("env", 'shift; exec "$@"')
    calls = programs(
        "apt-get", f'[ "$1" = update ] && /usr/bin/touch {tmp_path}/updated; [ -e {tmp_path}/updated ]'
    )
    bootstrap.apt_install(["libegl1"], "Qt's system libraries")
    install = "apt-get install -y --no-install-recommends libegl1\n"
    assert calls.read_text() == install + "apt-get update\n" + install


@posix
def test_without_root_the_one_line_to_run_is_said(programs, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    programs("apt-get", "exit 1")
    programs("sudo", "exit 1")
    expected = "run: sudo apt-get install -y --no-install-recommends libegl1 libgl1$"
    with pytest.raises(bootstrap.Stopped, match=expected):
        bootstrap.apt_install(["libegl1", "libgl1"], "Qt's system libraries")


@posix
def test_on_another_linux_the_packages_are_named(programs):
    with pytest.raises(
        bootstrap.Stopped, match=r"Python's venv module missing \(python3.11-venv in Debian's names\)"
    ):
        bootstrap.apt_install(["python3.11-venv"], "Python's venv module")


def test_a_failing_step_says_its_error_and_where_all_of_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path))
    monkeypatch.setattr(bootstrap, "LOG", str(tmp_path / "bootstrap.log"))
    step = [sys.executable, "-c", "print('Collecting a'); print('ERROR: no network'); print('more'); exit(1)"]
    with pytest.raises(
        bootstrap.Stopped, match=r"^cannot install: ERROR: no network \(all of it: .*bootstrap.log\)$"
    ):
        bootstrap.run_logged(step, "cannot install", bootstrap.Progress())
    assert (tmp_path / "bootstrap.log").read_text(encoding="utf-8").splitlines()[-1] == "more"
