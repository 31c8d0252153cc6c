"""Seats where there are two PBXs."""

from pathlib import Path

import pytest

from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.world import Scenario, World
from shared.clock import SystemClock
from tests.helpers.waiting import wait_until
from tests.integration.seats.office import SECRET, office

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]


async def test_a_seat_says_which_pbx_is_meant(tmp_path: Path, database_url: str) -> None:
    quiet = Scenario(staff=(), traffic=(), own_calls_per_hour=0.0, is_always_open=True)
    world = World(quiet, SystemClock().now().timestamp())
    world.pbx.phones.register("PJSIP/2002")
    async with Server(world, users={"collector": AmiUser(SECRET, writetimeout=20.0)}) as brno:
        desk = (
            f"extensions = '1\\d\\d\\d'\n[[pbx]]\nname = 'brno'\nport = {brno.port}\nuser = 'collector'\n"
            f"extensions = '[12]\\d\\d\\d'\nsecret_file = '{tmp_path / 'secret'}'\n"
        )
        async with office(tmp_path, database_url, desk) as it, it.open() as daemon:
            await wait_until(lambda: daemon.pipelines["brno"].link.is_connected, what="the other")
            jana = await it.panel("jana")
            assert (await jana.refusal("seat.take", extension="1002"))[0] == "unknown_pbx", "it may be at either"
            assert (await jana.ask("seat.take", extension="1002", pbx="main"))["pbx"] == "main"
            assert (await jana.ask("seat.take", extension="2002"))["pbx"] == "brno"
            await jana.ask("agent.login", queues=["vip"])
            assert [one.name for one in world.pbx.queues["vip"].members] == ["Jana Nováková"]
            assert it.members("vip") == {}
            await jana.ask("seat.leave")
            assert world.pbx.queues["vip"].members == []
