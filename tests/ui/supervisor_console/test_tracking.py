"""The page of one call in a window: drawn, pointed at, typed at, printed; and what it says when there is nothing."""

import asyncio
import time
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from collector_daemon import settings as daemon_settings
from collector_daemon.commands.replay import calls_of
from supervisor_console.reports.tracked import KeptEvent, Tracked
from supervisor_console.tracking import app
from supervisor_console.tracking.app.page import TrackingPage
from supervisor_console.tracking.app.questions import Questions
from supervisor_console.tracking.presenter.present import present, telling_of
from supervisor_console.tracking.presenter.raw import raw_rows
from supervisor_console.tracking.screen import Wish
from supervisor_console.tracking.views.lane_painting import LABELS
from supervisor_console.tracking.views.page import TrackingView
from supervisor_console.tracking.views.raw_dialog import RawDialog
from supervisor_console.tracking.views.scale import Scale
from supervisor_console.tracking.views.side import LinkedLine
from tests.helpers.waiting import wait_until
from tests.helpers.windows import clipped_texts, nameless_controls, speak, untranslated_texts
from tests.stories.test_stories import PBX, STORIES
from tests.ui.supervisor_console.tracking_desk import Desk, fill, second_call
from tests.unit.supervisor_console.tracking import calls
from tests.unit.supervisor_console.tracking.shown import moment_of, screen_of

CALL = ("main", calls.usual().call_id)
OTHER = ("main", second_call().call_id)


@pytest.fixture(scope="module")
def stored(postgres, _template):
    """A database with two calls and two accounts."""
    url = postgres.create(_template)
    asyncio.run(fill(url))
    yield url
    postgres.drop(url)
    postgres.drop_login_roles()


@pytest.fixture
def view(ground, show):
    """The page with the usual call."""
    made = TrackingView(ground)
    made.resize(1360, 844)
    show(made)
    made.render_screen(screen_of(calls.usual(), tracked=calls.usual_tracked(), place=3, among=120, may_hear=True))
    QApplication.processEvents()
    return made


def point(view: TrackingView, ms: int, lane: str) -> QPoint:
    """Where a moment is in a lane."""
    sheet = view.lanes.sheet()
    top = next(top for one, top in (*sheet.acting(), *sheet.sounding()) if one.key == lane)
    return QPoint(round(view.lanes.scale.x(ms)), top + 20)


def chosen(view: TrackingView) -> str:
    return str(view.steps.key_now())


# --- lanes and table in step


def test_a_click_sets_the_playhead_and_chooses_the_step(view, qtbot):
    told: list[int] = []
    view.playhead_moved.connect(told.append)
    qtbot.mouseClick(view.lanes.viewport(), Qt.MouseButton.LeftButton, pos=point(view, 31_000, "agent:1001"))
    assert abs(view.lanes.playhead_ms - 31_000) < 300
    assert chosen(view) == "ring:0:0"
    assert told == [view.lanes.playhead_ms]
    qtbot.mouseClick(view.lanes.viewport(), Qt.MouseButton.LeftButton, pos=point(view, 31_000, "caller"))
    assert chosen(view) == "queue:0"  # the same moment as the caller saw it


def test_a_row_that_is_chosen_moves_the_playhead(view, qtbot):
    told: list[int] = []
    view.playhead_moved.connect(told.append)
    place = view.steps.visualRect(view.steps.model().index(4, 3)).center()
    qtbot.mouseClick(view.steps.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.lanes.playhead_ms == 45_000
    assert told == [45_000]
    qtbot.keyClick(view.steps, Qt.Key.Key_Down)
    assert view.lanes.playhead_ms == 130_000


def test_keys_move_by_ten_seconds_and_from_step_to_step(view, qtbot):
    lanes = view.lanes
    for key, modifier, ms in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 10_000),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 18_000),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 24_000),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 18_000),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 8_000),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 278_000),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
    ):
        qtbot.keyClick(lanes, key, modifier)
        assert lanes.playhead_ms == ms
    qtbot.keyClick(view.steps, Qt.Key.Key_Right)
    assert lanes.playhead_ms == 10_000


def test_playback_drives_the_playhead_without_being_told(view):
    told: list[int] = []
    view.playhead_moved.connect(told.append)
    view.set_playhead(122_000)
    assert (view.lanes.playhead_ms, chosen(view), told) == (122_000, "talk:0:0", [])
    places: list[tuple[str, QRectF, Scale]] = []
    view.lanes.sound_painter = lambda _painter, sound, rect, scale: places.append((sound.file, rect, scale))
    view.grab()
    (file, rect, scale), _ = places
    assert file == "/rec/a-1003.wav"
    assert rect.left() == pytest.approx(scale.x(45_000))
    assert rect.width() == pytest.approx(126_000 * scale.pixels_a_ms)


def wheel(view: TrackingView, x: float, notches: int, modifier: Qt.KeyboardModifier) -> None:
    port = view.lanes.viewport()
    place = QPointF(x, 60)
    event = QWheelEvent(
        place, QPointF(port.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(port, event)


def test_the_wheel_zooms_about_the_pointer_and_back(view):
    lanes = view.lanes
    fitted = lanes.scale
    assert fitted.x(278_000) <= lanes.viewport().width()  # on opening all is seen
    x = fitted.x(100_000)
    wheel(view, x, 4, Qt.KeyboardModifier.ControlModifier)
    assert lanes.scale.pixels_a_ms == pytest.approx(fitted.pixels_a_ms * 1.25**4)
    assert lanes.scale.x(100_000) == pytest.approx(x, abs=2)
    before = lanes.horizontalScrollBar().value()
    wheel(view, x, -1, Qt.KeyboardModifier.ShiftModifier)
    assert lanes.horizontalScrollBar().value() > before
    wheel(view, x, -20, Qt.KeyboardModifier.ControlModifier)
    assert lanes.scale.pixels_a_ms == pytest.approx(fitted.pixels_a_ms)
    assert lanes.horizontalScrollBar().value() == 0


def test_tooltips_tell_all(view):
    assert "did not answer" in view.lanes.hint_at(point(view, 31_000, "agent:1001"))
    assert "27.000\u00a0s" in view.lanes.hint_at(point(view, 31_000, "queue:support"))
    assert view.lanes.hint_at(point(view, 100_000, "agent:1001")) == ""
    assert "Petr Svoboda" in view.lanes.hint_at(QPoint(LABELS // 2, point(view, 0, "agent:1001").y()))


# --- what stands around


@pytest.mark.parametrize("size", [(1360, 844), (1200, 664)])
def test_nothing_is_clipped_or_untranslated(view, ground, size):
    view.resize(*size)
    speak(ground, "stretched")
    moment = replace(
        moment_of(calls.usual(), tracked=calls.usual_tracked(), place=3, among=120), language=ground.language
    )
    view.render_screen(present(moment))
    QApplication.processEvents()
    assert clipped_texts(view) == []
    assert untranslated_texts(view) == []
    assert nameless_controls(view) == []
    speak(ground, "en")


def test_the_table_has_rows_of_28_and_all_lanes_are_seen(view):
    assert {view.steps.rowHeight(row) for row in range(13)} == {28}
    assert view.lanes.verticalScrollBar().maximum() == 0
    view.resize(1200, 664)
    QApplication.processEvents()
    assert view.lanes.verticalScrollBar().maximum() == 0


def test_raw_events_are_filtered_and_copied(ground, show, qtbot):
    moment = moment_of(calls.usual())
    assert moment.tracked is not None
    events = [
        KeptEvent(heard_at=calls.at(n), seq=n, name=name, headers={"Event": name, "Uniqueid": str(n), "A": "<b>x</b>"})
        for n, name in enumerate(["Newchannel", "Newstate", "Hangup"])
    ]
    dialog = RawDialog(ground, "1.2", raw_rows(telling_of(moment, moment.tracked), events))
    show(dialog)
    assert dialog.count.text() == "3 / 3"
    qtbot.keyClicks(dialog.filter, "hang uniqueid")
    assert [row.name for row in dialog.rows] == ["Hangup"]
    assert "A: <b>x</b>" in dialog.headers.toPlainText()
    dialog.copy_all.click()
    assert QGuiApplication.clipboard().text().endswith("Event: Hangup\nUniqueid: 2\nA: <b>x</b>")
    qtbot.keyClicks(dialog.filter, "zzz")
    assert dialog.rows == []
    assert not dialog.copy_all.isEnabled()
    assert nameless_controls(dialog) == []


def test_long_and_short_calls_are_drawn_quickly(ground, show):
    made = TrackingView(ground)
    made.resize(1360, 844)
    show(made)
    for call, limit in ((calls.long_day(), 1.0), (calls.instant(), 0.5), (calls.running(), 0.5)):
        screen = screen_of(call)
        begun = time.perf_counter()
        made.render_screen(screen)
        made.grab()
        assert time.perf_counter() - begun < limit  # 40 ms on an idle machine
        begun = time.perf_counter()
        for ms in range(0, 40_000, 2_000):
            made.lanes.set_playhead(ms)
            made.lanes.grab()
        assert (time.perf_counter() - begun) / 20 < 0.05  # 1 ms on an idle machine: playback moves it all the time


def test_calls_of_the_stories_are_drawn_in_both_themes(ground, show):
    made = TrackingView(ground)
    made.resize(1200, 664)
    show(made)
    for name in ("i7_transferred_twice", "t2_parking_timeout", "l_queue_timeout", "z2_recording_paused", "y3_ami_gap"):
        for theme in ("dark", "light"):
            ground.set_theme(theme, is_remembered=False)
            for call in calls_of(STORIES / "22" / name / "capture.jsonl.gz", daemon_settings.defaults(), PBX):
                made.render_screen(screen_of(call))
                assert not made.grab().isNull()


# --- with the database


def test_a_stored_call_opens_with_its_neighbours(stored, ground, show, drive):
    async def story():
        desk: Any = Desk(ground, stored)
        page: Any = app.make(desk)
        page.widget.resize(1360, 844)
        show(page.widget)
        page.shown()
        page.show(*CALL, among=(OTHER, CALL))
        await wait_until(lambda: page.screen is not None and page.screen.drawing is not None)
        heading = page.screen.heading
        assert (heading.title, heading.place, heading.has_previous, heading.has_next) == (
            "+420 608 134 572", "2 / 2", True, False)  # fmt: skip
        assert len(page.widget.steps.steps) == 13
        assert "no right to recordings" in page.screen.sound.empty
        assert page.widget.heading.rate.isHidden()
        assert page.widget.heading.download.isHidden()
        assert not page.widget.heading.dial.isEnabled()
        assert "may not" in page.widget.heading.dial.toolTip()
        # one of the same customer is linked, and opens
        (line,) = page.widget.side.findChildren(LinkedLine)
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert desk.opened == [(*OTHER, ())]
        page.widget.heading.previous.click()
        assert desk.opened[-1] == (*OTHER, (OTHER, CALL))
        page.widget.heading.back.click()
        assert desk.opened[-1] == "back"
        page.widget.wished.emit(Wish(kind="copy"))
        assert QGuiApplication.clipboard().text() == CALL[1]
        # what the PBX said, one click away
        page.widget.wished.emit(Wish(kind="raw"))
        await wait_until(lambda: page._deeds.raw is not None)
        assert len(page._deeds.raw.rows) == 40
        page._deeds.raw.close()
        # another call in its place
        page.show(*OTHER, among=(OTHER, CALL))
        await wait_until(lambda: page.screen.heading.call == OTHER[1] and page.screen.heading.chips)
        assert [chip.text for chip in page.screen.heading.chips] == ["Abandoned"]
        answered = []
        page.offer("rate", lambda pbx, call: answered.append((pbx, call)))
        page.widget.heading.rate.click()
        assert answered == [OTHER]
        page.close()
        assert desk.hearing == []

    drive(story())


def test_the_caller_is_called_back_from_the_own_extension(stored, ground, show, drive):
    async def story():
        desk: Any = Desk(ground, stored)
        desk.rights.add("call.own")
        desk.feed = SimpleNamespace(status=SimpleNamespace(state="live"), welcome=SimpleNamespace(agent=None))
        page: Any = app.make(desk)
        show(page.widget)
        page.shown()
        page.show(*CALL)
        await wait_until(lambda: page.screen is not None and page.screen.drawing is not None)
        button = page.widget.heading.dial
        assert "no extension" in page.screen.heading.dial_refusal
        desk.feed.welcome.agent = "1003"
        page.reload()
        await wait_until(button.isEnabled, 10, "the button")
        button.click()
        button.click()
        await wait_until(lambda: desk.said, 10, "what came of it")
        assert desk.commands == [("call.dial", {"pbx": "main", "agent": "1003", "number": page.tracked.call.caller})]
        assert desk.said == [("The number is being dialled.", False)]
        regions = [one for one in page.widget.findChildren(QWidget) if one.property("is_region")]
        assert len(regions) == 5, "where F6 goes"
        page.close()

    drive(story())


@pytest.mark.parametrize(("account", "key"), [("vera", CALL), ("anna", ("main", "no such call"))])
def test_what_may_not_be_seen_or_is_not_there_is_said(stored, ground, show, drive, account, key):
    async def story():
        desk: Any = Desk(ground, stored, account)
        page: Any = app.make(desk)
        show(page.widget)
        page.show(*key)
        told = "This call is not stored, or your account may not see it any more."  # first that it is loading
        await wait_until(lambda: page.screen and page.screen.notice and page.screen.notice.text == told, what=told)
        assert page.widget.large.isVisible()
        page.close()

    drive(story())


def test_a_database_that_is_away_is_said_and_what_is_shown_stays(stored, ground, show, drive):
    async def story():
        desk: Any = Desk(ground, stored)
        page: Any = app.make(desk)
        show(page.widget)
        desk.database.is_cut = True
        page.shown()
        page.show(*CALL)
        await wait_until(lambda: page.screen is not None and page.screen.notice is not None, what="the notice")
        assert page.screen.notice.text.startswith("Database unreachable since ")
        desk.database.is_cut = False
        page.widget.large.button.click()
        await wait_until(lambda: page.screen.drawing is not None, what="the call")
        desk.database.is_cut = True
        page.reload()
        await wait_until(lambda: page.screen.is_old, what="the strip")
        assert page.widget.strip.isVisible()
        assert len(page.widget.steps.steps) == 13
        desk.database.is_cut, desk.database.away_since = False, None
        for hear in list(desk.hearing):
            hear()
        await wait_until(lambda: not page.screen.is_old, what="the call anew")
        page.close()

    drive(story())


def test_a_call_that_goes_on_grows_while_somebody_looks(stored, ground, show, drive):
    async def story():
        desk: Any = Desk(ground, stored)
        read: list[str] = []

        def tracked(_connection: object, _pbx: str, call: str) -> Tracked:
            read.append(call)
            return Tracked(call=calls.running())

        page: Any = TrackingPage(desk, Questions(tracked=tracked, linked=lambda *_: (), raw_events=lambda *_: ()))
        opened: list[Tracked] = []
        page.when_opened(opened.append)
        show(page.widget)
        page.show("main", "now")
        page.shown()
        await wait_until(lambda: page.screen is not None and page.screen.drawing is not None)
        assert (len(read), len(opened)) == (1, 1)  # turned to, it is asked for once
        before = page.screen.drawing.call_ms
        await wait_until(lambda: [hear() for hear in list(desk.hearing)] and page.screen.drawing.call_ms > before)
        page.hidden()
        at_rest = page.screen.drawing.call_ms
        for hear in list(desk.hearing):
            hear()
        assert page.screen.drawing.call_ms == at_rest
        page.close()

    drive(story())


def test_a_pdf_has_the_lanes_the_steps_and_who_printed_it(stored, ground, show, drive, tmp_path):
    async def story():
        desk: Any = Desk(ground, stored)
        page: Any = app.make(desk)
        show(page.widget)
        page.show(*CALL)
        await wait_until(lambda: page.screen is not None and page.screen.drawing is not None)
        ground.set_theme("dark", is_remembered=False)  # paper is light all the same
        page._deeds.save_as(tmp_path / "call.pdf", page._moment, page.screen)
        page._deeds.save_as(tmp_path / "no such folder" / "call.pdf", page._moment, page.screen)
        assert [is_bad for _, is_bad in desk.said] == [False, True]
        document = QPdfDocument()
        assert document.load(str(tmp_path / "call.pdf")) == QPdfDocument.Error.None_
        text = "\n".join(document.getAllText(number).text() for number in range(document.pageCount()))
        for words in (
            "+420 608 134 572", "13:42:07 – 13:46:45", "Printed by anna", f"page 1 of {document.pageCount()}",
            "talks with 1005 · 1:42", "did not answer, 0:15", "13:42:31", "Conversation, caller hung up at 13:46:45",
            "End of the call, caller hung up",
        ):  # fmt: skip
            assert words in text
        size = document.pagePointSize(0)
        assert (round(size.width()), round(size.height())) == (842, 595)  # A4 across
        page.close()

    drive(story())
