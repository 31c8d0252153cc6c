"""The panel's own things in a shift: lock by time, quitting, links to a customer system, the port, planned calls."""

import json
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox

from collector_daemon.simulator.people import End, Reaction, Scripted
from shared.clock import now
from tests.helpers.crm_server import open_crm
from tests.helpers.waiting import wait_until
from tests.ui.operator_panel.work import DESK, at_work

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(120)]


def desk_with(text: str) -> str:
    return DESK.replace("[[disposition]]", f"[desk]\n{text}\n\n[[disposition]]", 1)


def test_it_locks_after_a_while_and_not_in_a_call(drive, ground, tmp_path, database_url):
    async def story():
        async with at_work(ground, tmp_path, database_url, desk_with("idle_lock_minutes = 0.03")) as (centre, it):
            await it.sign_in("petr", "1001")
            panel = await it.seated()
            await it.until(lambda one: one.state.state.token == "ready", "ready")
            centre.server.world.pbx.people = Scripted({"1001": [Reaction("answer", 0.5)]}, [(End(6.0, "caller"),)])
            centre.call()
            await it.until(lambda one: one.mode == "call", "the call")
            assert not panel.front.idle.is_locked
            await it.until(lambda one: one.wrapup, "the end of the call", 20)
            assert not panel.front.idle.is_locked
            await wait_until(lambda: panel.front.idle.is_locked, 20, "the lock")
            assert panel.front.window.view.lock.isVisible()
            assert panel.front.window.view.lock.who.text() == "Petr Dvořák"

    drive(story())


def test_who_quits_in_queues_is_asked_and_signed_out(drive, ground, tmp_path, database_url):
    async def story():
        async with at_work(ground, tmp_path, database_url) as (centre, it):
            await it.sign_in("petr", "1001")
            panel = await it.seated()
            await it.until(lambda one: one.state.state.token == "ready", "ready")
            panel.front.window.close()
            box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox))
            assert "queues" in box.text()
            next(button for button in box.buttons() if "Cancel" in button.text()).click()
            assert centre.members("vip")
            it.wish("quit")
            box = next(one for one in panel.front.window.findChildren(QMessageBox) if one.isVisible())
            next(button for button in box.buttons() if button.text().startswith("Sign out")).click()
            await wait_until(lambda: it.shifts.panel is None, 20, "the end")
            assert it.dialog is None
            assert centre.members("vip") == {}

    drive(story())


def test_who_is_signed_out_by_the_server_is_asked_again(drive, ground, tmp_path, database_url):
    async def story():
        desk = desk_with('second_panel = "take_over"')
        async with at_work(ground, tmp_path, database_url, desk) as (centre, it):
            await it.sign_in("petr", "1001")
            await it.until(lambda one: one.state.state.token == "ready", "ready")
            petr = await centre.panel("petr")
            await petr.ask("seat.take", extension="1003", is_takeover=True)  # he sits somewhere else now
            await petr.ask("seat.leave")
            await petr.leave()
            shown = await it.until_dialog()
            await it.until_error(shown, "You were signed in elsewhere.")
            await it.sign_in("petr", "1001")
            await it.until(lambda one: one.state.state.token == "ready", "ready again")

    drive(story())


def test_what_the_customer_system_says_is_shown_and_stored(drive, ground, tmp_path, database_url):
    async def story():
        async with open_crm() as crm:
            crm.customers["+420777000001"] = crm.customers["+420777123001"]
            links = f"""
[[crm_link]]
name = "who"
kind = "look_up"
template = "{crm.origin}/api/customer?phone={{callerid_e164}}"
timeout_seconds = 5

[[crm_link.field]]
name = "customer"
path = "customer.name"
role = "name"

[[crm_link.field]]
name = "contract"
path = "customer.contracts[0].name"
title = "Smlouva"
"""
            async with at_work(ground, tmp_path, database_url, DESK + links) as (centre, it):
                await it.sign_in("petr", "1001")
                await it.until(lambda one: one.state.state.token == "ready", "ready")
                centre.server.world.pbx.people = Scripted({"1001": [Reaction("answer", 3.0)]}, [(End(60.0, "caller"),)])
                centre.call()
                screen = await it.until(lambda one: one.popups and one.popups[0].customer.rows, "the answer")
                assert screen.popups[0].caller.name == "Jana Nováková"
                assert [(row.title, row.value) for row in screen.popups[0].customer.rows] == [("Smlouva", "Gold")]
                await wait_until(lambda: forms(database_url), 20, "what was found is stored")
                ((form, answers),) = forms(database_url)
                assert (form, answers) == ("who", {"customer": "Jana Nováková", "contract": "Gold"})

    drive(story())


def forms(url):
    with psycopg.connect(url) as connection:
        rows = connection.execute("select form, answers from call_form").fetchall()
    return [(form, answers if isinstance(answers, dict) else json.loads(answers)) for form, answers in rows]


def test_a_planned_call_is_in_the_list_is_reminded_of_and_done(drive, ground, tmp_path, database_url):
    async def story():
        async with at_work(ground, tmp_path, database_url) as (centre, it):
            await it.sign_in("petr", "1001")
            panel = await it.seated()
            await it.until(lambda one: one.state.state.token == "ready", "ready")
            centre.script(600.0, "1001")
            centre.call()
            screen = await it.until(lambda one: one.mode == "call", "the call")
            due = (now() + timedelta(seconds=2)).isoformat()
            it.wish("plan_callback", call=screen.call.call, text=due, is_on=True)
            screen = await it.until(lambda one: one.callbacks.lines, "the planned call", 20)
            line = screen.callbacks.lines[0]
            assert line.number.replace("\u00a0", " ").endswith("777 000 001")
            await wait_until(lambda: panel._reminded, 20, "the reminder")
            assert [one.partition(" ")[0] for one in panel._reminded] == [line.key]
            it.wish("callback_done", choice=line.key)
            await it.until(lambda one: not one.callbacks.lines, "done", 20)

    drive(story())


class Player(QObject):
    """Whatever this computer plays sound with."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def play(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


def test_an_own_recording_is_fetched_and_opened_and_nothing_of_it_stays(drive, ground, tmp_path, database_url):
    sound = bytes(range(256)) * 1500
    player = Player()
    QDesktopServices.setUrlHandler("file", player, "play")  # type: ignore[arg-type]  # it wants a text

    async def story():
        desk = desk_with("own_recordings = true") + f"\n[[recordings]]\nfolder = '{tmp_path / 'sounds'}'\n"
        async with at_work(ground, tmp_path, database_url, desk) as (centre, it):
            await it.sign_in("petr", "1001")
            await it.until(lambda one: one.state.state.token == "ready", "ready")
            centre.script(1.0, "1001")
            centre.call()
            screen = await it.until(lambda one: one.calls.lines, "the call in the list", 30)
            play = next(one for one in screen.calls.lines[0].actions if one.wish.kind == "play")
            it.panel.do(play.wish)
            screen = await it.until(lambda one: one.notice, "that it is not there")
            assert "recording" in screen.notice.text
            path = tmp_path / "sounds" / Path(play.wish.choice).relative_to("/var/spool/asterisk/monitor")
            path.parent.mkdir(parents=True)
            path.write_bytes(sound)
            it.panel.do(play.wish)
            await wait_until(lambda: player.opened, 20, "the sound")
            assert player.opened[0].read_bytes() == sound
            assert player.opened[0].suffix == path.suffix
        assert not player.opened[0].parent.exists()

    try:
        drive(story())
    finally:
        QDesktopServices.unsetUrlHandler("file")


def test_what_was_typed_is_sent_before_somebody_signs_out(drive, ground, tmp_path, database_url):
    async def story():
        async with at_work(ground, tmp_path, database_url) as (centre, it):
            await it.sign_in("petr", "1001")
            await it.until(lambda one: one.state.state.token == "ready", "ready")
            centre.script(600.0, "1001")
            centre.call()
            screen = await it.until(lambda one: one.mode == "call", "the call")
            it.wish("note", call=screen.call.call, text="napsáno těsně před odchodem")
            it.wish("sign_out")
            await it.until_dialog()
            with psycopg.connect(database_url) as connection:
                assert connection.execute("select text from call_note").fetchall() == [("napsáno těsně před odchodem",)]

    drive(story())
