"""Numbers that are clicked elsewhere are dialled by the panel."""

import pytest

from collector_daemon.simulator.people import End, Reaction, Scripted
from tests.ui.operator_panel.work import at_work

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(120)]


def test_a_link_from_elsewhere_is_dialled_after_the_sign_in(drive, ground, tmp_path, database_url):
    async def story():
        link = "tel:+420-602-123-456"
        async with at_work(ground, tmp_path, database_url, link=link) as (centre, it):
            people = {"1001": [Reaction("answer", 0.5)], "00420602123456": [Reaction("answer", 0.5)]}
            centre.server.world.pbx.people = Scripted(people, [(End(30.0, "caller"),)])
            await it.sign_in("petr", "1001")
            await it.until(lambda one: one.call or one.others, "the call out", 20)
            assert [row.direction for row in it.panel.client.board.calls] == ["outbound"]
            assert it.panel.sources.deeds.refusal is None

    drive(story())
