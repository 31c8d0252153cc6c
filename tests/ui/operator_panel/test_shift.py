"""A shift at the panel against a real daemon and a simulated PBX: what is shown is what the PBX says."""

import pytest

from collector_daemon.simulator.people import End, Reaction, Scripted
from tests.ui.operator_panel.work import at_work

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(120)]


def test_from_the_sign_in_to_the_sign_out(drive, ground, tmp_path, database_url):
    async def story():
        async with at_work(ground, tmp_path, database_url) as (centre, it):
            shown = await it.sign_in("petr", "1001", password="wrong")
            await it.until_error(shown, "Name or password is wrong.")
            await it.sign_in("petr", "1001")
            panel = await it.seated()
            screen = await it.until(lambda one: one.state.state.token == "ready", "ready in all queues")
            assert set(centre.members("vip")) == {"PJSIP/1001"}
            assert [chip.is_joined for chip in screen.queues.chips] == [True, True]
            assert (screen.header.name, screen.mode) == ("Petr Dvořák", "idle")

            # One queue less, a pause and back: all as the PBX has it.
            it.wish("logout", choice="support")
            await it.until(lambda one: sum(chip.is_joined for chip in one.queues.chips) == 1, "one queue")
            it.wish("pause", choice="lunch")
            assert it.screen.state.state.token != "paused", "nothing is shown before it is so"
            await it.until(lambda one: one.state.state.token == "paused", "the pause")
            assert centre.paused("vip") == {"PJSIP/1001": "lunch"}
            it.wish("ready")
            await it.until(lambda one: one.state.state.token == "ready", "ready again")

            # A call: popup, card, note, outcome, wrap-up.
            answer, hang_up = Reaction("answer", 2.0), End(2.0, "caller")
            centre.server.world.pbx.people = Scripted({"1001": [answer]}, [(hang_up,)])
            centre.call()
            screen = await it.until(lambda one: one.popups, "the popup")
            assert panel.front.pile.windows
            call = screen.popups[0].call
            screen = await it.until(lambda one: one.mode == "call", "the call")
            assert (screen.popups, screen.call.call) == ((), call)
            it.wish("note", call=call, text="volá kvůli faktuře")
            screen = await it.until(lambda one: one.wrapup, "the wrap-up")
            assert screen.wrapup.note.text == "volá kvůli faktuře"
            it.wish("save_ready", call=call)
            screen = await it.until(lambda one: one.wrapup.outcome.missing.text, "the missing outcome")
            it.wish("disposition", call=call, choice="sold")
            it.wish("save_ready", call=call)
            screen = await it.until(lambda one: one.mode == "idle" and one.state.state.token == "ready", "ready")
            assert screen.notice is None
            assert not panel.box.entries
            screen = await it.until(lambda one: one.calls.lines, "the call in the list", 30)

            # Opened again to look at what was noted, and closed.
            it.wish("open_call", call=call)
            screen = await it.until(lambda one: one.wrapup, "the earlier call")
            assert (screen.wrapup.is_earlier, screen.wrapup.note.text) == (True, "volá kvůli faktuře")
            assert screen.state.state.token == "ready"
            it.wish(screen.wrapup.save_pause.wish.kind)
            await it.until(lambda one: one.mode == "idle", "the list again")

            # The supervisor says something, twice: it stays until it was read.
            eva = await centre.panel("eva")
            for key, text in (("a" * 16, "<b>Oběd</b> ve 12:00"), ("b" * 16, "Vlastně ve 13:00")):
                assert await eva.ask("message.send", agents=["1001"], text=text, key=key) == {"reached": ["1001"]}
            screen = await it.until(lambda one: one.notice and "1 more" in one.notice.title, "both messages")
            assert (screen.notice.text, screen.notice.key) == ("<b>Oběd</b> ve 12:00", "a" * 16)
            assert panel.front.window.view.notice.words.text() == screen.notice.text
            for key in ("a" * 16, "b" * 16):
                await it.until(lambda one: one.notice is not None and one.notice.key == key, "the next of them")  # noqa: B023
                it.wish("close_notice", choice=key)
            await it.until(lambda one: one.notice is None, "that all was read")

            # Out, and the sign-in again.
            it.wish("sign_out")
            shown = await it.until_dialog()
            assert centre.members("vip") == {}
            assert shown.account.line.text() == "petr"
            assert shown.question is not None
            assert shown.question.answer == "1001"

    drive(story())
