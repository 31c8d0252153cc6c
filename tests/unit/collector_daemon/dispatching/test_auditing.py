"""What the audit is told of commands: all that is done to others, refused or not, in one line each."""

from typing import Any

import pytest

from collector_daemon.dispatching.auditing import MOST_LETTERS, act_of, auditing
from collector_daemon.feed.ports import CommandTold
from collector_daemon.store.audit import Act
from shared.clock import HandClock


def told(command: str, outcome: str = "done", result: dict[str, Any] | None = None, **params: Any) -> CommandTold:
    return CommandTold(
        happened_at=HandClock().now(), account="eva", agent="1010", address="192.0.2.7", command=command,
        params=params, outcome=outcome, result=result or {},
    )  # fmt: skip


@pytest.mark.parametrize(("one", "is_noted"), [
    (told("supervise.listen", agent="1001"), True),
    (told("supervise.listen", "not_allowed", agent="1001"), True),
    (told("alert.acknowledge", alert="rule long support"), True),
    (told("agent.login", agent="1001", queues=("vip",)), True),
    (told("agent.login", agent="1010", queues=("vip",)), False),
    (told("call.hangup", call="1.1"), False),
    (told("alerts.log"), False),
])  # fmt: skip
def test_what_concerns_others_is_noted(one: CommandTold, is_noted: bool) -> None:
    noted: list[Act] = []
    auditing(noted.append)(one)
    assert bool(noted) is is_noted


def test_who_whom_which_call_how_and_from_where() -> None:
    act = act_of(told("supervise.whisper", result={"call": "1.1", "phone": "1010"}, pbx="main", agent="1001", at=None))
    assert (act.account, act.act, act.subject) == ("eva", "supervise.whisper", "main 1001")
    assert (act.detail, act.origin) == ("call 1.1, phone 1010: done", "192.0.2.7")


def test_what_a_refused_client_said_stays_one_short_line() -> None:
    act = act_of(told("call.redirect", "bad_params", call="x\n" * 500, to=["a", {"b": 1}], kind=7))
    assert len(act.subject) == MOST_LETTERS
    assert "\n" not in act.subject + act.detail
    assert act.detail == "to a {'b': 1}, kind 7: bad_params"
