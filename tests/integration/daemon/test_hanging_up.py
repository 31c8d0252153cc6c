"""Hanging up when somebody is quicker: what was asked for is so, and that is no fault."""

from pathlib import Path

import pytest

from tests.integration.daemon.test_call_commands import desk

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]


async def test_a_channel_that_has_just_gone_is_hung_up(tmp_path: Path, database_url: str) -> None:
    async with desk(tmp_path, database_url) as it:
        call = await it.talks()
        world = it.place.server.world
        leg = next(leg for leg in world.pbx.switch.legs.values() if leg.device == "PJSIP/1002")
        leg.name, name = "PJSIP/1002-gone", leg.name  # the PBX does not know it by the name that the daemon has
        asking = it.panel.refusal("call.hangup", call=call)
        assert await asking == ("failed", "No such channel"), "it goes on all the same: that is said"
        leg.name = name
        it.place.server.perform("hangup", {"channel": name})
        assert (await it.panel.client.command("call.hangup", {"call": call})) == {}
