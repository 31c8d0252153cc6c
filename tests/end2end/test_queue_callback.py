"""Callbacks from a queue on a real Asterisk: who leaves by a key is called in his place, though the daemon dies."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import record
from .campaign_ground import SETTINGS, People, campaign_of, set_up, stored, until
from .daemon import CollectorDaemon
from .desk import desk_of
from .expected import Record
from .lab import Lab
from .pbx.asterisk import Asterisk
from .phones.dialog import Dialog
from .phones.phone import Phone
from .scenarios.catalogue import Scenario

PATIENCE = 20.0
FIRST, SECOND = "420777555001", "420777555002"

pytestmark = [pytest.mark.end2end, pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture
def folder() -> Iterator[Path]:
    """For the daemon: the bundled Postgres runs as another user under root, who must be able to walk in."""
    made = Path(tempfile.mkdtemp(prefix="callback-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.mark.parametrize("release", ["22"], indirect=True)
def test_who_leaves_by_key_is_called_back_in_his_place(release: str, folder: Path, tmp_path: Path) -> None:
    with Asterisk(release) as asterisk:
        daemon = CollectorDaemon(asterisk, folder / "daemon", SETTINGS)
        daemon.start()
        try:
            script = Scenario("callback", "Callbacks.", Callback(daemon).script, has_audio=False)
            asyncio.run(record.perform(script, asterisk, tmp_path))
        finally:
            exit_code = daemon.stop()
    assert exit_code == 0, daemon.said()
    assert not re.findall(r"^.*\b(?:WARNING|ERROR|CRITICAL|Traceback)\b.*$", daemon.said(), re.MULTILINE)


class Callback:
    """One operator, who talks; two more callers wait, and the first of them asks to be called back."""

    def __init__(self, daemon: CollectorDaemon) -> None:
        self.daemon = daemon
        self.people = People({FIRST: "answers"})

    async def script(self, lab: Lab) -> list[Record]:
        """All of it."""
        lab.trunk.behaviour = self.people.behave
        await self.set_up()
        operator = await lab.agent(1001)
        talking, leg = await lab.connected("keyq", operator, ring=0.1)
        first = await self.waits(lab, FIRST, 1)
        second = await self.waits(lab, SECOND, 2)
        await self.leaves(first)
        await asyncio.to_thread(self.restart)
        await until(lambda: self.is_kept(lab), PATIENCE, "the operator is kept for who goes first")
        assert self.people.called[FIRST] == 0  # nobody is called before somebody is there for him
        talking.hang_up()
        await leg.wait_ended()
        await self.goes_first(operator, second)
        return []

    async def set_up(self) -> None:
        """The campaign of the queue has begun."""
        back = campaign_of("back", queue="keyq", source="queue_callbacks")
        await asyncio.to_thread(set_up, self.daemon, back, ())
        async with desk_of(self.daemon) as desk:
            await desk.do("dialer.start", None, campaign="back")

    async def waits(self, lab: Lab, number: str, callers: int) -> Dialog:
        """One more waits in the queue."""
        customer = lab.customer("keyq", number)
        await customer.wait_answered()
        await lab.waiting("keyq", callers)
        return customer

    async def leaves(self, customer: Dialog) -> None:
        """He presses the key, hears that he will be called, and is hung up."""
        customer.press("1")
        assert await customer.wait_ended(PATIENCE)

    def restart(self) -> None:
        """The daemon dies just after it has heard of it."""
        self.daemon.kill()
        self.daemon.start()

    async def is_kept(self, lab: Lab) -> bool:
        """Does the PBX keep the operator from the queue?"""
        members = await lab.control.listing("QueueStatus", Queue="keyq", Member="PJSIP/1001")
        return any(one.get("Paused") == "1" and one.get("PausedReason") == "dialer" for one in members)

    async def goes_first(self, operator: Phone, second: Dialog) -> None:
        """The operator gets him, then who joined later; he was called once, and the request is over."""
        call = await operator.answers(0.05)
        assert FIRST in call.remote
        assert second.state == "answered"  # still in the queue
        await call.lives_for(0.5)
        call.hang_up()
        call = await operator.answers(0.05)
        assert SECOND in call.remote
        call.hang_up()
        await until(lambda: self.is_over(FIRST, "answered"), PATIENCE, "the end of the callback")
        assert self.people.called[FIRST] == 1
        (visit,) = await stored(self.daemon, f"select v.outcome, q.entered_at = v.entered_at as is_place"
            f" from queue_callback q join queue_visit v using (pbx, call_id) where q.number = '{FIRST}'")  # fmt: skip
        assert visit["is_place"]
        assert visit["outcome"] in ("key", "lost")  # the daemon died before, or just after, it knew how he left
        (attempt,) = await stored(self.daemon, "select outcome, operator, because from attempt")
        assert (attempt["outcome"], attempt["operator"]) == ("answered", "1001")
        assert attempt["because"].startswith("queue_place ")

    async def is_over(self, number: str, why: str) -> bool:
        """Is what was asked for over, and so?"""
        asked = await stored(self.daemon, f"select state, why from queue_callback where number = '{number}'")
        return asked == [{"state": "ended", "why": why}]
