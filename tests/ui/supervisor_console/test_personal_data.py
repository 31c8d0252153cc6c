"""All that is stored of a number, given out by an administrator in the real console: complete, audited, or one line."""

import asyncio
import hashlib
import json
import sys
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from shared.credentials import Secret
from shared.database.accounts import open_book
from supervisor_console.administration.app.page import AdministrationPage
from supervisor_console.administration.views.recording_forms import SubjectDialog
from tests.helpers.waiting import wait_until
from tests.ui.supervisor_console.centre import PASSWORD, Centre
from tests.ui.supervisor_console.playback_desk import BARE, CALL, FILES, GONE, LATER, OTHER, RUNNING, centre, sounds
from tests.ui.supervisor_console.sitting import Sitting
from tests.ui.supervisor_console.test_administration import page_of, press, type_in

pytestmark = [pytest.mark.postgres]
__all__ = ["centre", "sounds"]
NUMBER = "608 134 572"


@pytest.fixture(scope="module")
def governed(centre: Centre) -> Centre:
    """The centre of the recorded calls, with an administrator, and a note about one of them."""
    with open_book(centre.url, "test") as book:
        book.add("kratochvil", ["administrator"], Secret(PASSWORD), title="Pavel Kratochvíl", queues=None, agent=None)
        book.add("castecny", ["administrator"], Secret(PASSWORD), queues=["support"], agent=None)
    return centre


async def dialog_of(it: Sitting) -> tuple[AdministrationPage, SubjectDialog]:
    """The form, opened with the mouse."""
    page = await page_of(it)
    press(page.widget.tabs.tabs["recordings"])
    await wait_until(page.widget.recordings.subject.isEnabled, 10, "the button")
    press(page.widget.recordings.subject)
    dialog = page.recording_deeds.dialog
    assert isinstance(dialog, SubjectDialog)
    return page, dialog


async def count(dialog: SubjectDialog, number: str) -> None:
    """The number and a reason typed, what there is counted."""
    type_in(dialog.number, number)
    type_in(dialog.why, "GDPR 15")
    assert not dialog.give.isEnabled()
    QTest.mouseClick(dialog.agree, Qt.MouseButton.LeftButton)
    await wait_until(dialog.give.isEnabled, 10, "it is counted")


async def refused(page: AdministrationPage, dialog: SubjectDialog, file: Path) -> str:
    """Given out into this file: the line that says why not."""
    page.recording_deeds.ask_file = lambda *_asked: asyncio.sleep(0, file)
    press(dialog.give)
    await wait_until(lambda: not dialog.error.isHidden(), 20, "why not")
    await wait_until(dialog.give.isEnabled, 5, "it may be tried again")
    said: str = dialog.error.text
    return said


def test_all_that_is_stored_of_a_number_is_saved_and_audited(drive, ground, governed, sitting, sounds, tmp_path):
    file = tmp_path / "personal-data.zip"

    async def story():
        async with sitting("kratochvil") as it:
            page, dialog = await dialog_of(it)
            await count(dialog, NUMBER)
            assert dialog.told.text().startswith("Found: 5 calls,")
            page.recording_deeds.ask_file = lambda *_asked: asyncio.sleep(0, file)
            press(dialog.give)
            await wait_until(file.exists, 20, "the archive")
            await wait_until(lambda: dialog.told.text().startswith(f"Written to {file}. 2 recordings are not in it: "),
                             5, "what is missing")  # fmt: skip
            assert "gone.wav" in dialog.told.text()
            assert not dialog.give.isEnabled(), "what is counted was given out"
            it.shot("person_given_out")
            dialog.reject()

    drive(story())
    assert [one.name for one in tmp_path.glob("*.zip*")] == [file.name]
    assert not list(tmp_path.glob(".*.part"))
    complete(file, sounds)
    kept = governed.ask("select account, subject, detail from audit where act = 'person: exported'")
    assert kept == [("kratochvil", "…572", "5 calls; GDPR 15")]


def complete(file: Path, sounds: Path) -> None:
    """Every call, every recording that there is, byte for byte; what is not there is named."""
    archive = zipfile.ZipFile(file)
    assert archive.testzip() is None
    data, manifest = json.loads(archive.read("data.json")), json.loads(archive.read("manifest.json"))
    assert {row["call_id"] for row in data["call"]} == {key[1] for key in (CALL, OTHER, GONE, LATER, RUNNING)}
    assert {row["file"] for row in data["recording"]} >= {*FILES, BARE}
    assert len(data["queue_visit"]) == 1
    sums = {one["name"]: one["sha256"] for one in manifest["contents"]}
    assert sums == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in sums}
    assert {*sums, "manifest.json"} == {*archive.namelist()}
    for told in FILES:
        whole = (sounds / "2026" / told.rpartition("/")[2]).read_bytes()
        assert hashlib.sha256(whole).hexdigest() in sums.values()
    assert len(manifest["missing"]) == 2


def test_what_keeps_an_archive_from_its_file_is_one_line(drive, ground, governed, sitting, tmp_path):
    file = tmp_path / "mine.zip"
    file.write_text("mine")

    async def story():
        async with sitting("kratochvil") as it:
            page, dialog = await dialog_of(it)
            await count(dialog, NUMBER)
            nowhere = tmp_path / "nowhere" / "a.zip"
            assert await refused(page, dialog, nowhere) == f"There is no such folder: {nowhere.parent}"
            if sys.platform == "linux":
                part = tmp_path / ".mine.zip.part"
                part.symlink_to("/dev/full")  # takes nothing, like a full disk
                assert await refused(page, dialog, file) == f"The disk is full, nothing was exported: {file}"
                assert not part.is_symlink()
            governed.feed.cut()
            await wait_until(lambda: "nothing can be changed" in page.widget.strip.more.text(), 20, "what is missing")
            assert "\n" not in await refused(page, dialog, file)
            governed.feed.mend()
            await it.both()
            type_in(dialog.number, "nesmysl")
            QTest.mouseClick(dialog.agree, Qt.MouseButton.LeftButton)
            await wait_until(dialog.give.isEnabled, 10, "it is counted")
            assert await refused(page, dialog, file) == "That is no telephone number."
            dialog.reject()

    drive(story())
    assert file.read_text() == "mine"
    assert [one.name for one in (*tmp_path.glob("*.zip"), *tmp_path.glob(".*"))] == ["mine.zip"]


def test_who_does_not_see_all_queues_gives_nothing_out(drive, ground, governed, sitting, tmp_path):
    async def story():
        async with sitting("castecny") as it:
            page, dialog = await dialog_of(it)
            await count(dialog, NUMBER)
            said = await refused(page, dialog, tmp_path / "a.zip")
            assert said
            assert "\n" not in said
            dialog.reject()

    drive(story())
    assert not list(tmp_path.glob("*.zip"))
    assert not governed.ask("select 1 from audit where account = 'castecny' and act like 'person%'")
