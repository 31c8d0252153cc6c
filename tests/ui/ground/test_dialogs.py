"""Every dialog in every language and theme: nothing clipped, untranslated, nameless or out of the keyboard's reach."""

import itertools
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from shared.domain.commands import Refused
from shared.feed_client.refusals import trouble
from shared.feed_client.status import Status
from shared.language import Language
from shared.qt.about import AboutDialog, show_about
from shared.qt.connection import ConnectionBar
from shared.qt.fault import FaultDialog
from shared.qt.ground import Ground
from shared.qt.preferences import Server
from shared.qt.settings_dialog import SettingsDialog
from shared.qt.sign_in import SIZE, Entry, SignIn
from shared.qt.sign_in_question import Question
from shared.qt.theme import THEMES
from tests.architecture.source import ROOT
from tests.helpers.windows import clipped_texts, controls, nameless_controls, speak, texts, untranslated_texts

SERVER = Server(host="daemon.example.com")


def title(language: Language) -> str:
    return language.text("Wallboard")


def sign_in(ground: Ground) -> SignIn:
    made = SignIn(ground, title, SERVER)
    made.account.line.setText("petr.dvorak")
    made.foot.show_reach("there")
    return made


def wrong_password(ground: Ground) -> SignIn:
    made = sign_in(ground)
    made.refuse(Status(state="refused", since=ground.clock.now(), code="throttled"))
    return made


def wrong_server(ground: Ground) -> SignIn:
    made = sign_in(ground)
    made.refuse(Status(state="connecting", since=ground.clock.now(), code="unreachable", message="getaddrinfo failed"))
    made.foot.show_reach("not_found")
    return made


def busy(ground: Ground) -> SignIn:
    made = sign_in(ground)
    made.set_busy(True)
    return made


QUESTION = Question(
    label=lambda language: language.text("Phone extension"), answers=("1002", "1005"),
    newest=lambda language: "– " + language.text("last used on this computer"),
    heading=lambda language: language.text("Operator's sign-in"),
    hint=lambda language: language.text("After signing in you will be paused: {reason}", reason="Příprava"),
    remember=lambda language: language.text("Remember name and extension"),
)


def extension(ground: Ground) -> SignIn:
    made = SignIn(ground, title, SERVER, question=QUESTION)
    made.account.line.setText("petr.dvorak")
    made.password.line.setText("12345678")
    made.foot.show_reach("there")
    return made


def extension_taken(ground: Ground) -> SignIn:
    made = extension(ground)
    taken = Refused("seat_taken", "Extension 1002 is used by Jana Nováková.")
    made.refuse_answer(lambda language: trouble(taken, language))
    return made


def extension_server(ground: Ground) -> SignIn:
    made = extension(ground)
    made.foot.change.click()
    made.refuse_answer(lambda language: trouble(Refused("unavailable", ""), language))
    return made


def settings_open(ground: Ground) -> SettingsDialog:
    made = SettingsDialog(ground, SERVER)
    made.server.open()
    return made


def fault(ground: Ground) -> FaultDialog:
    made = FaultDialog(ground)
    try:
        raise ZeroDivisionError("an example")
    except ZeroDivisionError as error:
        made.report(error)
    return made


def bar(state: str, code: str, seconds: int | None) -> Callable[[Ground], QWidget]:
    def make(ground: Ground) -> ConnectionBar:
        now = ground.clock.now()
        made = ConnectionBar(ground)
        retry_at = now + timedelta(seconds=seconds) if seconds else None
        made.show_status(Status(state=state, since=now, code=code, retry_at=retry_at))  # type: ignore[arg-type]
        made.resize(760, made.sizeHint().height())
        return made

    return make


WINDOWS: dict[str, Callable[[Ground], QWidget]] = {
    "sign_in": sign_in,
    "sign_in_wrong_password": wrong_password,
    "sign_in_wrong_server": wrong_server,
    "sign_in_busy": busy,
    "sign_in_extension": extension,
    "sign_in_extension_taken": extension_taken,
    "sign_in_extension_server": extension_server,
    "settings": lambda ground: SettingsDialog(ground, SERVER),
    "settings_server": settings_open,
    "settings_alone": SettingsDialog,
    "about": lambda ground: AboutDialog(ground, title),
    "fault": fault,
    "bar_connecting": bar("connecting", "", None),
    "bar_away": bar("connecting", "unreachable", 8),
    "bar_stale": bar("stale", "lost", 8),
    "bar_refused": bar("refused", "token_expired", None),
}


@pytest.fixture
def opened(ground, show, caplog):
    """Open a window by name; the fault's is logged, as it must be."""
    return lambda name: show(WINDOWS[name](ground))


@pytest.mark.parametrize("name", WINDOWS)
def test_every_dialog_in_every_language_and_theme(ground, opened, grab, name):
    window = opened(name)
    for theme, code in itertools.product(THEMES, ("cs", "en", "stretched")):
        ground.set_theme(theme.name)
        speak(ground, code)
        picture = grab(window, f"{name}_{theme.name}_{code}")
        assert not clipped_texts(window), (picture, clipped_texts(window))
        if code == "stretched":
            assert not untranslated_texts(window)


@pytest.mark.parametrize("name", WINDOWS)
def test_everything_has_a_name_and_tab_comes_everywhere(opened, qtbot, name):
    window: QWidget = opened(name)
    assert not nameless_controls(window)
    wanted = controls(window)
    window.activateWindow()
    if name != "sign_in_busy" and not name.startswith("bar"):
        qtbot.waitUntil(lambda: window.focusWidget() is not None)
        reached = set()
        for _ in range(2 * len(wanted)):
            qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
            reached.add(window.focusWidget())
        assert reached >= set(wanted)


def test_the_sign_in_has_its_size(ground, show):
    window = show(sign_in(ground))
    assert (window.width(), window.height()) == SIZE == (420, 520)
    assert [one.height() for one in (window.account.line, window.password.line)] == [40, 40]
    assert (window.button.height(), window.foot.height()) == (44, 44)


def test_the_sign_in_with_a_question_has_its_size_and_grows_for_the_server(ground, show, qtbot):
    window = show(extension(ground))
    assert (window.width(), window.height()) == SIZE
    assert window.question is not None
    assert window.question.editor.height() == 40
    assert window.question.answer == "1002"
    entries: list[Entry] = []
    window.entered.connect(entries.append)
    window.question.line.selectAll()
    qtbot.keyClicks(window.question.line, " 1007 ")
    window.button.click()
    assert (entries[0].answer, entries[0].server.host) == ("1007", SERVER.host)
    window.foot.change.click()
    qtbot.waitUntil(lambda: window.height() > SIZE[1])
    assert window.focusWidget() is window.server.field.line


def test_where_nothing_is_remembered_nothing_is_said_of_it(ground, show):
    asked = replace(QUESTION, answers=(), placeholder=lambda _language: "my own")
    window = show(SignIn(ground, title, SERVER, question=asked))
    assert window.question is not None
    before = window.question.line.grab().toImage()
    window.question.noted_line.note = ""
    assert window.question.line.grab().toImage() == before


def test_escape_closes_and_there_is_one_of_each(ground, qtbot):
    show_about(ground, title)
    first = ground._windows["about"]
    qtbot.addWidget(first)
    show_about(ground, title)
    assert ground._windows["about"] is first
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert not first.isVisible()


def test_settings_hold_at_once_and_are_remembered(ground, show, qtbot):
    window = show(SettingsDialog(ground, SERVER))
    window.themes.setCurrentIndex(2)
    window.themes.activated.emit(2)
    window.languages.activated.emit(0)
    window.motion.click()
    assert (ground.theme.name, ground.language.code) == ("contrast", "cs")
    window.server.open()
    window.server.field.line.setText("other.example.com:5100")
    with qtbot.waitSignal(window.server_chosen) as told:
        window.use.click()
    assert told.args[0].host == "other.example.com"
    remembered = ground.preferences
    assert (remembered.theme, remembered.language, remembered.has_reduced_motion) == ("contrast", "cs", True)
    assert remembered.server.port == 5100


def test_settings_refuse_an_address_that_is_none(ground, show, qtbot):
    window = show(SettingsDialog(ground, SERVER))
    window.server.open()
    window.server.field.line.setText("http://x y")
    with qtbot.assertNotEmitted(window.server_chosen):
        window.use.click()
    assert window.server.field.error == "Enter the server's name or address."
    assert ground.preferences.server.host == ""


def test_a_fault_is_shown_once_counted_and_can_be_copied(ground, show, caplog):
    window = show(fault(ground))
    error = RuntimeError("another")
    for _ in range(50):
        window.report(error)
    assert len([record for record in caplog.records if record.name == "shared.qt.fault"]) == 2
    assert "51 faults of the program" in [text for _, text in texts(window)]
    window.findChildren(QPushButton)[0].click()
    copied = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError: an example" in copied
    assert copied.startswith("callcentre ")
    window.close()
    window.report(error)
    assert not window.isVisible(), "the same again opens nothing"


def test_a_report_tells_no_secret(ground, caplog):
    from shared.credentials import Secret
    from shared.qt.fault import told

    secret = Secret("tajne-heslo-xyz")
    assert "tajne-heslo-xyz" not in told(RuntimeError(f"login with {secret.reveal()} failed"))


SCALED = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from shared.clock import SystemClock
from shared.language import Language
from tests.helpers.windows import clipped_texts, make_ground
from tests.ui.ground.test_dialogs import WINDOWS
application = QApplication([])
ground = make_ground(application, Path(sys.argv[1]) / "preferences.json")
ground.language = Language.stretched()
for name, make in WINDOWS.items():
    window = make(ground)
    window.show()
    application.processEvents()
    assert window.devicePixelRatioF() == float(sys.argv[2]), window.devicePixelRatioF()
    for text in clipped_texts(window):
        print(name, text)
    window.grab().save(str(Path(sys.argv[1]) / f"{name}_{sys.argv[2]}.png"))
    window.close()
"""


@pytest.mark.parametrize("scale", ["1", "1.25", "1.5", "2", "2.5"])
def test_nothing_is_clipped_at_any_scale(tmp_path, scale):
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-X", "utf8", "-c", SCALED, str(tmp_path), scale]
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)
    assert (run.stdout, run.returncode) == ("", 0), run.stdout + run.stderr
