"""Numbers that are clicked elsewhere are dialled by the panel."""

import pytest

from tests.ui.operator_panel.work import at_work

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(120)]


def test_a_link_from_elsewhere_is_dialled_after_the_sign_in(drive, ground, tmp_path, database_url):
    async def story():
        link = "tel:+420-602-123-456"
        async with at_work(ground, tmp_path, database_url, link=link) as (centre, it):
            centre.script(5.0, "1001")
            await it.sign_in("petr", "1001")
            screen = await it.until(lambda one: one.call or one.others, "the call out", 20)
            assert [row.direction for row in it.panel.client.board.calls] == ["outbound"]
            assert screen.notice is None

    drive(story())
