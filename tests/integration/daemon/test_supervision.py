"""A supervisor acts on others, from the feed through the daemon to a (simulated) PBX and back to the board."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from collector_daemon.simulator.legs import Leg
from tests.helpers.waiting import wait_until
from tests.integration.daemon.test_call_commands import Desk, desk
from tests.integration.seats.office import Panel

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]


class Room:
    """Jana talks at 1002 in vip; Eva supervises, her own phone is 1003."""

    def __init__(self, it: Desk, eva: Panel) -> None:
        self.it, self.eva, self.pbx = it, eva, it.place.server.world.pbx

    def watching(self) -> list[Leg]:
        """The legs that were rung for listening."""
        return [leg for leg in self.pbx.switch.legs.values() if leg.uniqueid.startswith("watch-")]

    def audited(self, command: str) -> list[tuple[str, str, str, str]]:
        """What the audit was told of a command."""
        acts = self.it.place.acts
        return [(one.account, one.subject, one.detail, one.origin) for one in acts if one.act == command]


@contextlib.asynccontextmanager
async def room(folder: Path, url: str) -> AsyncIterator[Room]:
    """Nobody talks yet."""
    async with desk(folder, url) as it:
        yield Room(it, await it.place.panel("eva"))


async def test_a_supervisor_listens_whispers_and_barges_in(tmp_path: Path, database_url: str) -> None:
    async with room(tmp_path, database_url) as here:
        eva, it = here.eva, here.it
        assert (await eva.refusal("supervise.listen", agent="1002", at="1003"))[0] == "not_talking"
        call = await it.talks()
        before = it.panel.row("1002")
        assert (await eva.refusal("supervise.listen", agent="1002"))[0] == "unknown_extension"
        assert (await eva.refusal("supervise.listen", agent="1002", at="1002"))[0] == "bad_params"
        assert (await eva.refusal("supervise.listen", agent="1002", at="1002,qB"))[0] == "unknown_extension"
        assert (await eva.refusal("supervise.listen", agent="1002", at="1009"))[0] == "phone_unreachable"
        assert (await it.refusal("supervise.barge", agent="1002", at="1003"))[0] == "not_allowed"
        done = await eva.ask("supervise.listen", agent="1002", at="1003")
        assert (done["call"], done["phone"]) == (call, "1003")
        await eva.ask("supervise.whisper", agent="1002", at="1001")
        await wait_until(lambda: [leg.state for leg in here.watching()] == ["Up", "Up"], 10.0, "both")
        assert [row.call for row in eva.client.board.calls] == [call], "nobody's call but the one"
        assert it.panel.row("1002") == before, "nothing of it is told to who is listened to"
        assert here.audited("supervise.listen")[-1] == (
            "eva", "1002", f"call {call}, at 1003, phone 1003: done", "127.0.0.1")
        assert here.audited("supervise.barge") == [("jana", "1002", "at 1003: not_allowed", "127.0.0.1")]
        await eva.ask("call.hangup", agent="1003", call=done["leg"])
        await wait_until(lambda: len(here.watching()) == 1, 10.0, "one of them")
        await it.ask("call.transfer", call=call, to="1003")
        await wait_until(lambda: not here.watching(), 10.0, "the end of the listening")
        row = await it.sees(lambda row: row.call == call and row.agents == ("1003",), "the colleague's talk")
        assert row.phase == "talking"


async def test_a_phone_does_not_ring_for_a_talk_that_is_over(tmp_path: Path, database_url: str) -> None:
    async with room(tmp_path, database_url) as here:
        call = await here.it.talks()
        await here.eva.ask("supervise.barge", agent="1002", at="1003")
        await here.it.ask("call.hangup", call=call)
        await wait_until(lambda: not here.watching(), 10.0, "the end of the ringing")
        assert {row.call for row in here.eva.client.board.calls} <= {call}
