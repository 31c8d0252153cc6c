"""An operator works in a campaign, with a real daemon, database and simulated PBX."""

from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest

from collector_daemon.simulator.session import AmiUser
from shared.campaigns.campaign import CallingHours, CampaignDisposition
from shared.credentials import Secret
from shared.database.accounts import open_book
from tests.helpers.waiting import wait_until
from tests.integration.daemon.running import RunningDaemon, until
from tests.integration.dialer.ground import NOON, Ground, act
from tests.integration.seats.office import Office, office
from tests.ui.operator_panel.work import DESK, Work, at_work, running

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(120)]

ALWAYS = CallingHours(
    days=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "holiday"), begins=0, ends=1440
)
LIST = "Jméno;Telefon;Město\nŽofie Nováková;777123001;Plzeň\nPetr Malý;602123002;Brno\n"


def contacts(url: str) -> dict[str, str]:
    with psycopg.connect(url) as connection:
        return dict(connection.execute("select name, state from contact").fetchall())


async def campaign(url: str, people: str = LIST, **more: Any) -> str:
    """One that runs, with two contacts and preview unless said otherwise."""
    ground = Ground(url)
    try:
        wanted: dict[str, Any] = {
            "mode": "preview", "operators": ("petr",),
            "hours": (ALWAYS,), "is_marketing": False, "script": "Mluvím s {name}, {lead.mesto}?",
            "dispositions": (CampaignDisposition(code="sold", title="Prodáno", is_goal=True),
                             CampaignDisposition(code="never", title="Nevolat", is_refusal=True)),
            "skip_reasons": (("later", "Později"),),
        } | more  # fmt: skip
        made = await ground.campaign(**wanted)
        await ground.store.campaigns.put(msgspec.structs.replace(made, queue="support"), "eva", NOON, act())
        told = await ground.take(made, people)
        assert told.state == "taken", told
    finally:
        await ground.close()
    return made.campaign


def test_a_contact_is_skipped_the_next_one_dialled_and_its_result_said(drive, ground, tmp_path, database_url):
    async def story():
        name = await campaign(database_url)
        async with at_work(ground, tmp_path, database_url) as (centre, it):
            await it.sign_in("petr", "1001")
            await it.until(lambda one: one.state.state.token == "ready", "ready")
            shown = await it.until(lambda one: one.campaign is not None, "a campaign is there")
            assert shown.campaign.words.text == "You work in no campaign."
            it.wish("campaign", choice=name)
            shown = await it.until(lambda one: one.mode == "preview", "a contact lies here")
            first = shown.preview
            assert (first.name, [one.value for one in first.rows]) == ("Žofie Nováková", ["Plzeň"])
            assert shown.script.markdown == "Mluvím s Žofie Nováková, Plzeň?"
            it.wish("skip", choice="later", text=first.contact)
            shown = await it.until(lambda one: one.preview is not None and one.preview.contact != first.contact, "next")
            assert shown.preview.name == "Petr Malý"
            centre.script(1.0, "1001", "420602123002", calls=1)
            it.wish("start", text=shown.preview.contact, choice=shown.preview.start.wish.choice)
            shown = await it.until(lambda one: one.mode == "call", "the call")
            assert (shown.call.caller.name, [one.value for one in shown.call.customer.rows]) == ("Petr Malý", ["Brno"])
            shown = await it.until(lambda one: one.mode == "wrapup", "the wrap-up")
            card = shown.wrapup
            assert (card.call, card.caller.name, len(card.missing)) == ("dial-1", "Petr Malý", 1)
            await it.until(lambda one: one.state.state.token == "wrapup", "nobody rings him")
            it.wish("note", call=card.call, text="Chce smlouvu poštou.")
            it.wish("disposition", call=card.call, choice="sold")
            it.wish("save_ready", call=card.call)
            await wait_until(lambda: contacts(database_url)["Petr Malý"] == "done", 10, "its result is stored")
            await it.until(lambda one: one.mode == "idle" and one.state.state.token == "ready", "ready again")
            it.wish("campaign")
            await it.until(lambda one: one.campaign is not None and not one.campaign.name, "he works in none")
            assert not it.panel.box.entries

    drive(story())


def results(url: str) -> list[tuple[Any, ...]]:
    """Of each attempt: whom, the PBX's word, who talked and what he said; how often the customer system is told."""
    with psycopg.connect(url) as connection:
        return connection.execute(
            "select c.name, a.outcome, a.operator, a.disposition, "
            "(select count(*) from crm_outbox o where o.contact = c.contact) "
            "from attempt a join contact c using (contact) order by a.attempt").fetchall()


def refused(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("select number from do_not_call order by number").fetchall()]


def test_calls_come_by_themselves_and_a_result_outlives_a_kill(drive, ground, tmp_path, database_url, unused_tcp_port):
    """Progressive, then predictive: the daemon goes after the second call, before its result is said."""
    first, second = "Jméno;Telefon\nŽofie;777123001\n", "Jméno;Telefon\nPetr Malý;602123002\n"

    async def story():
        calm = {"abandoned_sound": "vm-goodbye", "wrapup_seconds": 60}
        names = [await campaign(database_url, people, mode=mode, **calm)
                 for mode, people in (("progressive", first), ("predictive", second))]  # fmt: skip
        with open_book(database_url, "tester") as book:
            book.add("petr", ["operator"], Secret("a password of his"), agent="1001", title="Petr Dvořák")
        async with office(tmp_path, database_url) as centre:
            centre.script(1.0, "1001", "420777123001", "420602123002", calls=2)
            daemon = daemon_at(tmp_path / "daemon", centre, database_url, unused_tcp_port)
            daemon.start()
            await until(lambda: daemon.status().get("feed"), "the feed")
            it = Work(ground, unused_tcp_port, tmp_path)
            async with running(it):
                await it.sign_in("petr", "1001", "a password of his")
                await it.until(lambda one: one.state.state.token == "ready", "ready")
                assert results(database_url) == [], "nobody is called for who has joined none"
                it.wish("campaign", choice=names[0])
                await talked(it, "Žofie", "sold")
                await it.until(lambda one: one.mode == "idle" and one.state.state.token == "ready", "ready again")
                it.wish("campaign", choice=names[1])
                shown = await it.until(lambda one: one.mode == "wrapup", "the wrap-up of the second", 20)
                await wait_until(lambda: contacts(database_url)["Petr Malý"] == "wrap_up", 10, "it is written down")
                daemon.kill()
                await it.until(lambda one: one.offline is not None, "without a daemon", 20)
                call = shown.wrapup.call
                it.wish("disposition", call=call, choice="never")
                it.wish("save_ready", call=call)
                await it.until(lambda one: one.wrapup and one.wrapup.missing, "a refusal is confirmed first")
                it.wish("confirm_refusal", call=call, is_on=True)
                it.wish("save_ready", call=call)
                assert results(database_url)[1][3] == ""
                daemon.start()
                await wait_until(lambda: results(database_url)[1][3] == "never", 30, "the result is there")
                await wait_until(lambda: not it.panel.box.entries, 10, "nothing is left to be sent")
            assert await daemon.stop() == 0
        assert results(database_url) == [("Žofie", "answered", "petr", "sold", 1),
                                         ("Petr Malý", "answered", "petr", "never", 1)]  # fmt: skip
        assert contacts(database_url) == {"Žofie": "done", "Petr Malý": "done"}
        assert refused(database_url) == ["420602123002"]

    drive(story())


def daemon_at(folder: Path, centre: Office, url: str, port: int) -> RunningDaemon:
    """A process of its own, whose feed is at the same port each time."""
    folder.mkdir()
    daemon = RunningDaemon(folder, centre.server.port, url)
    daemon.config.write_text(daemon.config.read_text().replace("[feed]\nport = 0", f"[feed]\nport = {port}") + DESK)
    centre.server.users["collector"] = AmiUser("simulated", writetimeout=20.0)
    return daemon


async def talked(it: Work, name: str, code: str) -> None:
    """A call that came by itself, and what was said of it."""
    shown = await it.until(lambda one: one.mode == "call", "the call", 20)
    assert shown.call.caller.name == name
    shown = await it.until(lambda one: one.mode == "wrapup", "the wrap-up")
    assert shown.wrapup.outcome.choices[0].icon == "flag"
    it.wish("disposition", call=shown.wrapup.call, choice=code)
    it.wish("save_ready", call=shown.wrapup.call)
