"""Account codes, campaigns and legs to numbers outside: as the PBX told them, to whoever pays."""

from __future__ import annotations

import asyncio
import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from collector_daemon import settings
from collector_daemon.billing.closing import Closing, Who
from collector_daemon.commands.replay import calls_of
from collector_daemon.commands.replay_storing import store
from collector_daemon.store.billing.accounts import Has, put_owned
from collector_daemon.store.billing.way_in import BillingMistake, opened
from collector_daemon.store.reading import History
from shared.billing.money import UNIT
from shared.clock import SystemClock
from shared.database.connection import engine
from supervisor_console.reports.billing import Months
from supervisor_console.reports.billing_lists import income, profits
from tests.integration.billing.ground import JANUARY, MIDDAY, SINCE, Ground, act, payer, prices

pytestmark = pytest.mark.postgres
STORIES = Path(__file__).parents[2] / "stories"
PBX = settings.parse('[[pbx]]\nname = "main"\nuser = "replay"').pbx[0]


def owns(ground: Ground, account: str, kind: str, value: str) -> None:
    with opened(ground.url) as connection:
        put_owned(connection, Has(kind=kind, value=value, since=SINCE, account=account), act())  # type: ignore[arg-type]


def coded(story: str, folder: Path, device: str) -> Path:
    """A recording in which that phone has an account code, changes it, and was asked for by a campaign."""
    out, is_told = folder / "capture.jsonl.gz", False
    with gzip.open(STORIES / story / "capture.jsonl.gz", "rt") as lines, gzip.open(out, "wt") as written:
        for line in lines:
            entry = json.loads(line)
            headers = entry.get("e", {})
            is_ours = str(headers.get("Channel", "")).startswith(device) and "AccountCode" in headers
            if is_ours and headers.get("Event") != "CEL":
                headers["AccountCode"] = "4321" if is_told else "1234"
            written.write(json.dumps(entry) + "\n")
            if is_ours and headers["Event"] == "Newchannel":
                is_told = True
                more = headers | {"AccountCode": "4321", "OldAccountCode": "1234", "Event": "NewAccountCode"}
                campaign = headers | {"Event": "VarSet", "Variable": "__SUITE_CAMPAIGN", "Value": "spring"}
                for made in (more, campaign):
                    written.write(json.dumps(entry | {"e": made}) + "\n")
    return out


@pytest.mark.parametrize("release", ["16", "22"])
def test_a_call_carries_the_account_code_set_last_and_its_campaign(release: str, tmp_path: Path) -> None:
    calls = calls_of(coded(f"{release}/q_outbound", tmp_path, "PJSIP/1001-"), settings.defaults(), PBX)
    assert [(call.account_code, call.campaign) for call in calls] == [("4321", "spring")] * 6
    plain = calls_of(STORIES / release / "q_outbound/capture.jsonl.gz", settings.defaults(), PBX)
    assert {(call.account_code, call.campaign, call.outside_legs) for call in plain} == {(None, None, ())}


def replayed(ground: Ground, capture: Path) -> None:
    config = settings.parse(f'[database]\nurl = "{ground.url}"\n')
    assert asyncio.run(store(capture, config, PBX)) == 0


def test_a_recorded_call_belongs_to_its_campaign_else_to_its_account_code(ground: Ground, tmp_path: Path) -> None:
    ground.account(payer("coder"))
    owns(ground, "coder", "account_code", "4321")
    replayed(ground, coded("22/q_outbound", tmp_path, "PJSIP/1001-"))
    ground.rate()
    question = (
        "select account, owned_by, account_code, campaign, extension from rated_call "
        "where campaign = 'spring'"
    )
    assert ground.rows(question) == [("coder", "account_code 4321", "4321", "spring", "1001")] * 2
    ground.account(payer("dialler"))
    owns(ground, "dialler", "campaign", "spring")
    ground.write("delete from call where campaign = 'spring'")  # by retention: as it was rated
    ground.write("insert into rating_due (pbx, call_id) select pbx, call_id from rated_call where campaign = 'spring'")
    ground.rate()
    assert ground.rows(question)[0][:2] == ("dialler", "campaign spring")


@pytest.mark.parametrize(
    ("story", "talked_ms"), [("22/i5_attended_outside", 5_099), ("16/h2_blind_transfer_outside", 2_945)]
)
def test_a_leg_to_a_number_outside_is_paid_by_who_dialled_it(ground: Ground, story: str, talked_ms: int) -> None:
    if not ground.rows("select from billing_account where account = 'consultant'"):
        ground.account(payer("consultant"), "1001")
    replayed(ground, STORIES / story / "capture.jsonl.gz")
    [call] = calls_of(STORIES / story / "capture.jsonl.gz", settings.defaults(), PBX)
    [leg] = call.outside_legs
    assert round((leg.ended_at - leg.answered_at).total_seconds() * 1000) == talked_ms  # type: ignore[operator]

    async def read() -> None:
        async with History.opened(ground.url, "main") as history:
            assert (await history.calls([call.call_id]))[call.call_id].outside_legs == (leg,)

    asyncio.run(read())
    ground.rate()
    billed_ms = -(-talked_ms // 1000) * 1000
    asked = (
        "select account, owned_by, number, billed_ms, exact, part_of from rated_call "
        f"where pbx = 'main' and call_id = '{leg.leg_id}'"
    )
    told = ("consultant", "extension 1001", "+420603000001", billed_ms, UNIT * 12 * billed_ms // 600_000, call.call_id)
    assert ground.rows(asked) == [told]
    ground.write(f"insert into rating_due (pbx, call_id) values ('main', '{call.call_id}')")
    ground.rate()
    assert ground.rows(asked) == [told]
    ground.write(f"update call set outside_legs = null where call_id = '{call.call_id}'")
    ground.write(f"insert into rating_due (pbx, call_id) values ('main', '{call.call_id}')")
    ground.rate()
    assert ground.rows(asked) == []


def test_a_leg_that_nobody_inside_dialled_is_of_the_line_and_else_listed(ground: Ground) -> None:
    ground.account(payer("forwarding"))
    owns(ground, "forwarding", "line", "222333444")
    for line in ("222333444", "222333445"):
        leg = json.dumps([{"leg_id": f"x.{line}", "number": "777123001", "answered_at": MIDDAY.isoformat(),
                           "ended_at": datetime(2026, 1, 12, 11, 1, tzinfo=UTC).isoformat()}])  # fmt: skip
        ground.call("420777000001", 90, called=line, direction="inbound", line=line, outside_legs=leg)
    ground.rate()
    assert ground.rows(
        "select account, state, direction, billed_ms from rated_call where call_id like 'x.%' order by call_id"
    ) == [("forwarding", "rated", "outbound", 60_000), (None, "unowned", "outbound", 0)]


def test_what_the_carrier_gets_is_kept_beside_and_nobody_is_charged_by_it(ground: Ground) -> None:
    ground.tariff(prices("resale", price="2.00"))
    ground.account(payer("resold", tariff="resale"), "2261")
    early, unknown = ground.call("2261", 60), ground.call("2261", 60, called="0048221234567")
    ground.rate()
    done = Closing(ground.url, lambda: ground.settings, SystemClock()).close("resold", JANUARY, Who("eva", "here"))[0]
    assert done.calls == 1
    bought = replace(prices("carrier", price="0.50"), is_purchase=True)
    ground.tariff(bought)
    late = ground.call("2261", 60, at=MIDDAY + timedelta(days=31))
    ground.rate()
    asked = "select call_id, exact, purchase from rated_call where account = 'resold' and state = 'rated' order by 1"
    assert ground.rows(asked) == [(early, 2 * UNIT, UNIT // 2), (late, 2 * UNIT, UNIT // 2)]
    assert ground.rows(f"select state from rated_call where call_id = '{unknown}'") == [("unrated",)]
    for wrong, why in (
        (replace(bought, tariff="second"), "what the carrier gets in CZK is in the tariff carrier"),
        (replace(bought, is_purchase=False), "the tariff carrier does say what the carrier gets"),
    ):
        with pytest.raises(BillingMistake, match=why):
            ground.tariff(wrong)
    with pytest.raises(BillingMistake, match="says what the carrier gets, not what is charged"):
        ground.account(payer("cheap", tariff="carrier"))
    asking = engine(ground.url)
    with asking.connect() as connection:
        found = profits(connection, Months(*JANUARY, SINCE, SINCE + timedelta(days=31)))
        [one] = [row for row in found if row.account == "resold"]
        assert (one.line, one.calls, one.profit, one.unpurchased) == ("2261", 1, UNIT * 3 // 2, 0)
        lines = income(connection, Months(*JANUARY, SINCE, SINCE + timedelta(days=31)))
        assert sum(row.purchase for row in lines) == sum(row.purchase for row in found)
        ground.write(f"update rated_call set purchase = null, purchase_version = null where call_id = '{early}'")
        found = profits(connection, Months(*JANUARY, SINCE, SINCE + timedelta(days=60)))
        [one] = [row for row in found if row.account == "resold"]
        assert (one.exact, one.purchase, one.profit) == (4 * UNIT, UNIT // 2, UNIT * 3 // 2), "of its own calls only"
        assert (one.unpurchased, one.uncosted) == (1, 2 * UNIT)
    asking.dispose()


def test_nobody_takes_what_is_another_account_s_since_then(ground: Ground) -> None:
    for account in ("acme", "umbra"):
        ground.account(payer(account))
    owns(ground, "acme", "extension", "5555")
    owns(ground, "acme", "extension", "5555")
    with pytest.raises(BillingMistake, match="5555 is another account's since then"):
        owns(ground, "umbra", "extension", "5555")
    assert ground.rows("select account from billing_owns where value = '5555'") == [("acme",)]
