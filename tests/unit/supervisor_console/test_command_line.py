"""What a console is told from outside: the optional settings file, and the command line. Each mistake is one line."""

import subprocess
import sys

import pytest

import supervisor_console.app.start  # noqa: F401 - what it loads speaks before a test listens
from shared.errors import BadSettings
from supervisor_console.__main__ import main
from supervisor_console.app.database import address_of
from supervisor_console.app.pages import PAGES, load_tracking
from supervisor_console.settings import FILE, ConsoleSettings, load, text_of_sample


@pytest.fixture
def place(monkeypatch, tmp_path):
    """Where the user's own file would be."""
    for name in ("XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The program's own beginning, which ends before any window is made; its exit code."""
    monkeypatch.setattr(sys, "argv", ["supervisor-console", *arguments])
    try:
        return main()
    except SystemExit as ended:  # argparse's own way
        return int(str(ended.code))


def test_without_a_file_all_is_as_remembered(place):
    assert load() == ConsoleSettings()


def test_the_file_says_where_things_are(tmp_path):
    file = tmp_path / FILE
    file.write_text('server = "pbx:5099"\ndatabase = "postgresql://db/callcentre"\n', encoding="utf-8")
    found = load(file)
    assert (found.server, found.plain, found.database) == ("pbx:5099", False, "postgresql://db/callcentre")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("servr = 'x'", "servr"), ("plain = 'yes'", "plain"), ("server = ", FILE),
        ("database = 'mysql://db'", "no address like postgresql://host/callcentre"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_one_line_that_names_it(tmp_path, text, said):
    file = tmp_path / FILE
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings, match=said) as told:
        load(file)
    assert "\n" not in str(told.value)


def test_the_sample_can_be_read(tmp_path):
    file = tmp_path / FILE
    file.write_text(text_of_sample(), encoding="utf-8")
    assert load(file) == ConsoleSettings()


def test_an_address_of_the_database_is_checked_and_its_password_never_said():
    assert address_of("postgresql://db:5432/callcentre") == "postgresql://db:5432/callcentre"
    with pytest.raises(BadSettings) as told:
        address_of("mysql://anna:secret-1@db/x")
    assert "secret-1" not in str(told.value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--theme", "pink"), "invalid choice: 'pink'"),
        (("--token-file", "missing.token"), "missing.token"),
        (("--server", "pbx", "--token-file", "missing.token"), "missing.token"),
        (("--server", "pbx:none"), "'none' is no port"),
        (("--database", "mysql://anna:secret-1@db/x"), "--database is no address like"),
    ],
)
@pytest.mark.usefixtures("place")
def test_a_wrong_command_line_is_one_line_and_ends(monkeypatch, capsys, arguments, said):
    code = _run(monkeypatch, *arguments)
    told = capsys.readouterr().err
    last = told.strip().splitlines()[-1]
    assert last.startswith("supervisor-console:"), told
    assert said in last
    assert "secret-1" not in told
    assert code == 2


def test_the_sign_in_waits_for_nothing_that_only_pages_need():
    """Database, charts, sound and pages are some four fifths of what the console imports."""
    asked = "import sys, supervisor_console.app.start; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, encoding="utf-8").stdout
    imported = set(said.split())
    assert "shared.qt.sign_in" in imported
    pages = {f"supervisor_console.{page}" for page in (*PAGES, "tracking")}
    assert not imported & {"sqlalchemy", "psycopg", "numpy", "pyqtgraph", "aiohttp", *pages}


def test_every_page_can_be_loaded():
    for page, wired in PAGES.items():
        assert wired.load().__module__ == f"supervisor_console.{page}.app"
    assert load_tracking().__module__ == "supervisor_console.tracking.app"
