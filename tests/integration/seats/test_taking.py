"""Sitting down at a phone and getting up: confirmed, stored, told to everybody; and each refusal in words."""

from pathlib import Path

import psycopg
import pytest

from tests.helpers.waiting import wait_until
from tests.integration.seats.office import office

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]


def seats(url: str) -> list[tuple[object, ...]]:
    """What is stored, in order."""
    with psycopg.connect(url) as connection:
        return connection.execute(
            "select account, extension, left_at is not null, cause from seat order by taken_at"
        ).fetchall()


async def test_who_sits_down_acts_on_that_phone_and_everybody_sees_it(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url) as it, it.open():
        jana, petr = await it.panel("jana"), await it.panel("petr")
        assert jana.client.welcome is not None
        assert (jana.client.welcome.agent, jana.client.welcome.title) == (None, "Jana Nováková")
        assert await jana.ask("seat.take", extension="1002") == {
            "agent": "1002", "interface": "PJSIP/1002", "pbx": "main", "is_reachable": True}  # fmt: skip
        row = await petr.until("1002", "logged_out")
        assert (row.account, row.name, row.interface) == ("jana", "Jana Nováková", "PJSIP/1002")
        await jana.ask("agent.login", queues=["support", "vip"])
        assert it.members("vip") == {"PJSIP/1002": "Jana Nováková"}
        row = await petr.until("1002", "ready")
        assert (row.account, row.name) == ("jana", "Jana Nováková")
        assert seats(database_url) == [("jana", "1002", False, None)]
        assert await jana.ask("seat.leave") == {}
        assert it.members("vip") == it.members("support") == {}
        await wait_until(lambda: (row := petr.row("1002")) is not None and row.account == "", what="nobody there")
        assert seats(database_url) == [("jana", "1002", True, "left")]
        assert await jana.ask("seat.leave") == {}, "twice is once"
        assert (await jana.refusal("agent.pause"))[0] == "bad_params", "no agent of her own any more"
        assert [(act.account, act.act, act.subject) for act in it.acts] == [
            ("jana", "seat taken", "main/1002"), ("jana", "seat left: left", "main/1002")]  # fmt: skip


async def test_somebody_else_on_that_phone_is_named(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url) as it, it.open():
        jana, petr = await it.panel("jana"), await it.panel("petr")
        await jana.ask("seat.take", extension="1001")
        assert await petr.refusal("seat.take") == ("seat_taken", "Extension 1001 is used by Jana Nováková.")
        assert (await petr.refusal("agent.login", queues=["vip"]))[0] == "bad_params", "his phone is hers now"
        await petr.ask("seat.take", extension="1003")
        await jana.ask("seat.leave")
        await petr.ask("agent.login", queues=["vip"])
        await petr.ask("seat.take")
        assert it.members("vip") == {}, "who moves is logged out where he sat"
        assert seats(database_url) == [
            ("jana", "1001", True, "left"), ("petr", "1003", True, "moved"), ("petr", "1001", False, None)]  # fmt: skip


@pytest.mark.parametrize(
    ("desk", "params", "code"),
    [
        ("", {}, "unknown_extension"),
        ("", {"extension": "call-me"}, "unknown_extension"),
        ("", {"extension": "1002", "pbx": "brno"}, "unknown_pbx"),
        ("[desk]\nhot_desking = false", {"extension": "1002"}, "hot_desking_off"),
        ("[desk]\nhot_desking = false", {}, "hot_desking_off"),
        ("[desk]\nshared_phones = '100[13]'", {"extension": "1002"}, "hot_desking_off"),
    ],
)
async def test_no_such_phone(tmp_path: Path, database_url: str, desk: str, params: dict[str, str], code: str) -> None:
    async with office(tmp_path, database_url, desk) as it, it.open():
        jana = await it.panel("jana")
        assert (await jana.refusal("seat.take", **params))[0] == code
        assert seats(database_url) == []


async def test_without_hot_desking_everybody_has_his_own_phone(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, "[desk]\nhot_desking = false") as it, it.open():
        petr = await it.panel("petr")
        assert await petr.refusal("seat.take", extension="1002") == ("hot_desking_off", "Your phone is 1001.")
        assert (await petr.ask("seat.take"))["agent"] == "1001"


async def test_a_phone_that_is_off_can_be_taken_and_says_so(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url) as it, it.open():
        assert (await (await it.panel("jana")).ask("seat.take", extension="1009"))["is_reachable"] is False


async def test_a_second_panel_is_refused(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url) as it, it.open():
        first, second = await it.panel("jana"), await it.panel("jana")
        await first.ask("seat.take", extension="1002")
        for takeover in (False, True):
            code, _text = await second.refusal("seat.take", extension="1002", is_takeover=takeover)
            assert code == "panel_elsewhere"
        await first.leave()
        await wait_until(lambda: it.daemon and it.daemon.feed and it.daemon.feed.clients == 1, what="its end")
        assert (await second.ask("seat.take", extension="1002"))["agent"] == "1002"
        assert seats(database_url) == [("jana", "1002", False, None)], "it was the same seat all the time"


async def test_a_second_panel_takes_over_where_that_is_allowed(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url, '[desk]\nsecond_panel = "take_over"') as it, it.open():
        first, second = await it.panel("jana"), await it.panel("jana")
        await first.ask("seat.take", extension="1002")
        await first.ask("agent.login", queues=["vip"])
        assert (await second.refusal("seat.take", extension="1002"))[0] == "panel_elsewhere", "it has to be asked for"
        await second.ask("seat.take", extension="1002", is_takeover=True)
        await wait_until(lambda: first.client.status.state == "refused", what="the first one's end")
        assert first.client.status.code == "panel_moved", "and it does not come back by itself"
        assert it.members("vip") == {"PJSIP/1002": "Jana Nováková"}, "calls go on"


async def test_what_is_at_the_seat_is_seen_whatever_else_may_be(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url) as it, it.open():
        petr, eva = await it.panel("petr"), await it.panel("eva")
        await eva.ask("agent.login", agent="1003", queues=["sales"])
        await eva.until("1003", "ready")
        assert petr.row("1003") is None, "he may not see that queue"
        await petr.ask("seat.take", extension="1003")
        await wait_until(lambda: (row := petr.row("1003")) is not None and row.account == "petr", what="his own row")
        row = await petr.until("1003", "ready")
        assert [one.queue for one in row.memberships] == ["sales"]
        await petr.ask("seat.leave")
        await wait_until(lambda: (row := petr.row("1003")) is None or not row.memberships, what="its end")


async def test_somebody_who_is_called_otherwise_now(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url) as it, it.open():
        jana, petr = await it.panel("jana"), await it.panel("petr")
        await jana.ask("seat.take", extension="1002")
        it.accounts.change("jana", title="Jana Dvořáková")
        await it.panel("jana")
        assert (await petr.refusal("seat.take", extension="1002"))[1] == "Extension 1002 is used by Jana Dvořáková."
        await wait_until(lambda: (row := petr.row("1002")) is not None and row.name == "Jana Dvořáková")


async def test_the_log_tells_who_asked_for_what_and_nothing_that_was_noted(
    tmp_path: Path, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with office(tmp_path, database_url) as it, it.open():
        jana = await it.panel("jana")
        await jana.ask("seat.take", extension="1002")
        await jana.refusal("call.note", call="1.1", text="secret words")
        await jana.refusal("call.dial", number="777 123 456")
    assert "'jana': seat.take of '-': done" in caplog.text
    assert "'jana': call.note of '1002': " in caplog.text
    assert "'jana': call.dial of '1002': bad_number" in caplog.text
    assert "secret words" not in caplog.text
    assert "777" not in caplog.text


async def test_who_comes_back_finds_the_seat(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url) as it:
        async with it.open():
            jana = await it.panel("jana")
            await jana.ask("seat.take", extension="1002")
            await jana.ask("agent.login", queues=["vip"])
            await jana.leave()
            jana = await it.panel("jana")
            assert jana.client.welcome is not None
            assert jana.client.welcome.agent == "1002"
            assert (await (await it.panel("petr")).refusal("seat.take", extension="1002"))[0] == "seat_taken"
        async with it.open():
            jana = await it.panel("jana")
            assert jana.client.welcome is not None
            assert jana.client.welcome.agent == "1002"
            assert (row := jana.row("1002")) is not None
            assert row.account == "jana"
            await jana.ask("agent.pause", reason="lunch")
            assert it.paused("vip") == {"PJSIP/1002": "lunch"}
