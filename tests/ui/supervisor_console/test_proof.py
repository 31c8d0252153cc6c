"""The chip of the nightly proof in the page of now: told by a real database, opened by mouse, told anew."""

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from shared.database.connection import conninfo
from supervisor_console.live.screen import ProofMark
from supervisor_console.live.views.proof import ProofBox
from tests.helpers.waiting import wait_until
from tests.helpers.windows import clipped_texts, speak
from tests.ui.supervisor_console.live_desk import sitting

pytestmark = pytest.mark.usefixtures("own_files")
KEPT = (
    "insert into nightly_proof (day, pbx, kind, checked, differing, explained, detail) values "
    "(current_date - 1, 'main', 'conservation', 120, 1, 0, %s), "
    "(current_date - 1, 'main', 'queue_log', 120, 2, 2, '[]'), (current_date - 1, 'main', 'rollups', 4210, 0, 0, '[]')"
)
DETAIL = '[{"about": "queue sales", "field": "answered", "ours": "11", "theirs": "12", "reason": ""}]'


@pytest.fixture
def own_files(monkeypatch, tmp_path):
    """No test reads or writes what this machine's user has."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def test_the_chip_says_what_the_night_found(ground, drive, tmp_path, database_url):
    async def story():
        async with sitting(ground, tmp_path, database_url) as seat:
            chip = seat.page.view.head.proof

            def mark() -> ProofMark:
                assert chip.shown is not None
                return chip.shown

            await wait_until(lambda: chip.shown is not None, 10, "the chip")
            assert chip.isVisible()
            assert mark().token == "muted"
            assert not mark().lines
            with psycopg.connect(conninfo(database_url)) as connection:
                connection.execute(KEPT, [DETAIL])
            seat.page.hidden()
            seat.page.shown()
            await wait_until(lambda: mark().token == "bad", 10, "what differs")
            for language in ("en", "cs"):
                speak(ground, language)
                seat.page.render()
                QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
                box = chip.popover
                assert isinstance(box, ProofBox)
                assert box.isVisible()
                assert "queue sales · answered" in mark().lines[0].differences[0]
                await wait_until(lambda: not clipped_texts(seat.window), 5, "a place for every word")
                QTest.keyClick(box, Qt.Key.Key_Escape)
                assert box.isHidden()
            seat.window.resize(1120, 700)
            await wait_until(lambda: chip.width() < 40, 5, "the icon alone")
            await wait_until(lambda: not clipped_texts(seat.window), 5, "a place for every word")

    drive(story())
