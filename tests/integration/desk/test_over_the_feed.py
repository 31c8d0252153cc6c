"""An operator's call from the ring to the list of own calls, over the port, with a daemon and a (simulated) PBX."""

import base64
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.clock import SystemClock
from shared.database.connection import parse
from shared.domain.commands import Refused
from tests.helpers.waiting import wait_until
from tests.integration.database.contents import rows
from tests.integration.seats.office import Office, Panel, office

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]

SETTINGS = """
[desk]
own_recordings = true
[[disposition]]
code = "order"
queues = ["vip"]
[[disposition]]
code = "complaint"
queues = ["support"]
"""
KEYS = [f"over-the-feed-{number:04}" for number in range(9)]
NUMBER = "777 000 001"


async def takes_a_call(place: Office, panel: Panel) -> str:
    """Jana sits at 1002 and talks with a customer of vip; the call's id."""
    await panel.ask("seat.take", extension="1002")
    await panel.ask("agent.login", queues=["vip"])
    await panel.until("1002", "ready")
    place.script(2.0, "1002")
    place.call()
    row = await panel.until("1002", "talking")
    assert row.call is not None
    return row.call


async def listed(panel: Panel, call: str) -> dict[str, Any]:
    """The call among the own calls, as soon as it is over."""
    found: list[dict[str, Any]] = []
    while not found:
        await panel.until("1002", "ready", "wrapping_up", "paused")
        found = [row for row in (await panel.ask("history.own"))["rows"] if row["call"] == call]
    return found[0]


async def said(panel: Panel, told: dict[str, str]) -> None:
    """As a panel does: again, until it is taken."""
    while True:
        try:
            await panel.ask("call.note", **told)
        except Refused:
            continue
        return


async def test_what_is_noted_in_a_call_is_known_afterwards(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, SETTINGS) as place, place.open():
        jana = await place.panel("jana")
        call = await takes_a_call(place, jana)
        now = SystemClock().now().isoformat()
        assert await jana.ask("call.note", call=call, text="Chce slevu", key=KEYS[0], at=now) == {}
        assert (await jana.refusal("call.disposition", call=call, code="complaint"))[0] == "unknown_disposition"
        await jana.ask("call.disposition", call=call, code="order", key=KEYS[1])
        await jana.ask("call.fields", call=call, form="crm", values={"Jméno": "Jan <b>Novák</b>"}, key=KEYS[2])
        due = (SystemClock().now() + timedelta(hours=1)).isoformat()
        await jana.ask("callback.plan", number=NUMBER, due=due, call=call, key=KEYS[3])
        petr = await place.panel("petr")
        assert (await petr.refusal("call.note", call=call, text="not mine"))[0] == "unknown_call"

        row = await listed(jana, call)
        assert (row["kind"], row["note"], row["disposition"], row["queue"]) == ("handled", "Chce slevu", "order", "vip")
        assert row["number"] == "420777000001"
        other_panel = await place.panel("jana")
        assert (await other_panel.ask("history.own", text="slevu"))["rows"][0]["call"] == call
        assert (await petr.ask("history.own"))["rows"] == []

        stored = "select count(*) from call"
        await wait_until(lambda: rows(database_url, stored) == [(1,)], what="the call stored")
        await jana.ask("call.note", call=call, text="Chce slevu", key=KEYS[0], at=now)  # sent again
        known = await petr.ask("customer.find", number=NUMBER)
        assert (known["calls_today"], known["last"][0]["disposition"]) == (1, "order")
        assert [(note["text"], note["agent_name"]) for note in known["notes"]] == [("Chce slevu", "Jana Nováková")]
        planned = (await jana.ask("callback.list"))["rows"]
        assert [(one["name"], one["queue"], one["call"]) for one in planned] == [("Jan Novák", "vip", call)]
        await jana.ask("callback.end", callback=KEYS[3])
        assert (await jana.refusal("recording.open", call=call))[0] == "unknown_recording"


@pytest.mark.expects_log("nothing can be stored: ")
async def test_while_the_database_is_away_nothing_is_lost(tmp_path: Path, database_url: str, proxy_to) -> None:
    address = parse(database_url)
    proxy = proxy_to(address.host, address.port)
    url = address.set(port=proxy.port).render_as_string(hide_password=False)
    async with office(tmp_path, url, SETTINGS) as place, place.open():
        jana = await place.panel("jana")
        call = await takes_a_call(place, jana)
        proxy.cut()
        told = {"call": call, "text": "Odpadlo", "key": KEYS[0], "at": SystemClock().now().isoformat()}
        assert (await jana.refusal("call.note", **told))[0] == "unavailable"
        assert (await jana.refusal("history.own"))[0] == "unavailable"
        await jana.until("1002", "ready")  # the call goes on, and is over
        assert (await jana.refusal("call.note", **told))[0] == "unavailable"
        proxy.mend()
        await said(jana, told)
        row = await listed(jana, call)
        assert (row["kind"], row["note"]) == ("handled", "Odpadlo")
        await wait_until(lambda: rows(database_url, "select count(*) from call") == [(1,)], what="the call stored")
        assert rows(database_url, "select text from call_note") == [("Odpadlo",)]


async def test_a_recording_comes_over_the_port_beside_the_board(tmp_path: Path, database_url: str) -> None:
    sound = bytes(range(256)) * 4000
    settings = f"{SETTINGS}[[recordings]]\nfolder = '{tmp_path / 'sounds'}'\n"
    async with office(tmp_path, database_url, settings) as place, place.open():
        jana = await place.panel("jana")
        call = await takes_a_call(place, jana)
        row = await listed(jana, call)
        [file] = [one["file"] for one in row["recordings"]]
        path = tmp_path / "sounds" / Path(file).relative_to("/var/spool/asterisk/monitor")
        path.parent.mkdir(parents=True)
        path.write_bytes(sound)
        heard, is_last = b"", False
        while not is_last:
            piece = await jana.ask("recording.open", call=call, file=file, offset=len(heard))
            heard, is_last = heard + base64.b64decode(piece["data"]), piece["is_last"]
        assert heard == sound
        assert [(act.account, act.detail) for act in place.acts if act.act == "recording: opened"] == [("jana", file)]
