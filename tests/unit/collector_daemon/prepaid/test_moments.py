"""When a call on credit needs what."""

from datetime import UTC, datetime, timedelta

import pytest

from collector_daemon.prepaid.asking import wish_of
from collector_daemon.prepaid.moments import AGAIN, Running, end_for, need
from tests.unit.collector_daemon.prepaid.questions import question

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def running(**more: object) -> Running:
    plain = {"granted": seconds(60), "quantum": seconds(60), "warn_before": seconds(20)}
    return Running(**(plain | more))  # type: ignore[arg-type]


def test_while_it_rings_its_end_is_put_off() -> None:
    call = running()
    assert need(call, NOON) == "ending"
    call.ends_at = end_for(call, NOON)
    assert call.ends_at == NOON + seconds(60), "answered the moment after we died it lasts as long as was granted"
    assert need(call, NOON + seconds(19)) == "nothing"
    assert need(call, NOON + seconds(20)) == "ending"


def test_from_the_answer_on_its_time_counts() -> None:
    call = running(answered_at=NOON, ends_at=NOON + seconds(70))
    assert need(call, NOON) == "ending"
    call.ends_at = end_for(call, NOON)
    assert call.ends_at == NOON + seconds(60)
    assert need(call, NOON + seconds(39)) == "nothing"
    assert need(call, NOON + seconds(40)) == "time"


def test_after_a_refusal_it_is_warned_and_asks_again() -> None:
    now = NOON + seconds(45)
    call = running(answered_at=NOON, ends_at=NOON + seconds(60), is_last=True, again_at=now + AGAIN)
    assert need(call, now) == "warning"
    call.is_warned = True
    assert need(call, now) == "nothing"
    assert need(call, now + AGAIN) == "time"


def test_small_quanta_ask_late_enough_to_be_worth_it() -> None:
    call = running(granted=seconds(3), quantum=seconds(3), answered_at=NOON, ends_at=NOON + seconds(3))
    assert need(call, NOON + seconds(1.9)) == "nothing"
    assert need(call, NOON + seconds(2)) == "time"


@pytest.mark.parametrize("arguments", [(), ("603000001",), ("", "1001", "17.1")])
def test_a_question_without_number_and_extension_is_none_of_ours(arguments: tuple[str, ...]) -> None:
    assert wish_of(question(*arguments)) is None


def test_a_wish_names_the_call_by_its_group_of_legs() -> None:
    wish = wish_of(question("603000001", "1001", "17.1", "sales", path="brno"))
    assert wish is not None
    assert (wish.pbx, wish.call_id, wish.leg_id, wish.account_code) == ("brno", "17.1", "17.2", "sales")
    bare = wish_of(question("603000001", "1001"))
    assert bare is not None
    assert (bare.pbx, bare.call_id) == ("main", "17.2")
