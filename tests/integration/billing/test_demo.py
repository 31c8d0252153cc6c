"""What the demo has billed when it begins, and that beginning again adds nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from collector_daemon.commands.demo import demo_settings
from collector_daemon.commands.demo_billing import POST, PRE, bill
from shared.clock import HandClock
from shared.credentials import new_secret
from tests.helpers.feed import account
from tests.integration.billing.ground import Ground

pytestmark = pytest.mark.postgres


async def test_the_demo_bills_once_a_month_however_often_it_begins(
    postgres: Any, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    clock, settings = HandClock(datetime(2026, 11, 23, 9, tzinfo=UTC)), demo_settings(tmp_path, 5038, new_secret())
    url = postgres.create(request.getfixturevalue("_template"))
    try:
        ground = Ground(url)
        for days in (0, 1, 30):
            clock.advance(timedelta(days=days))
            await bill(url, settings, clock, account("kralova", "billing"))
        assert ground.rows("select account, kind, balance from billing_account left join credit using (account) "
                           "order by 1") == [(POST, "post", None), (PRE, "pre", Decimal("500.00"))]  # fmt: skip
        assert ground.rows("select kind, account, total from invoice order by kind, number") == [
            ("invoice", POST, Decimal("4356.00")), ("invoice", POST, Decimal("4356.00")),
            ("receipt", PRE, Decimal("500.00")),
        ]  # fmt: skip
        assert ground.rows("select count(*) from tariff_version") == [(1,)]
        ground.rater.close()
    finally:
        postgres.drop(url)
        postgres.drop_login_roles()
