"""The gate of commands: what each role may do, on whom, and with which parameters."""

import json
from typing import Any

import pytest

from shared.domain.accounts import RIGHTS, RIGHTS_OF, ROLES
from shared.domain.commands import COMMANDS, Refused, authorised
from shared.domain.commands.agents import AgentLogin, AgentPause
from shared.domain.commands.parameters import Parameters
from tests.helpers.feed import account

OLGA = account("olga", "operator", {"support"}, agent="1001")
EVA = account("eva")
SAM = account("sam", "supervisor", {"support"}, agent="1009")


def _ask(who: Any, command: str, **params: Any) -> Parameters:
    return authorised(who, command, json.dumps(params).encode())


def _code(who: Any, command: str, **params: Any) -> str:
    with pytest.raises(Refused) as refusal:
        _ask(who, command, **params)
    return refusal.value.code


def test_an_operator_acts_on_his_own_agent() -> None:
    assert _ask(OLGA, "agent.pause", reason="lunch") == AgentPause(agent="1001", reason="lunch")
    assert _ask(OLGA, "agent.pause", agent="1001") == AgentPause(agent="1001")
    assert _ask(OLGA, "agent.login", queues=["support"]) == AgentLogin(agent="1001", queues=("support",))


def test_an_operator_does_not_act_on_others() -> None:
    assert _code(OLGA, "agent.pause", agent="1002") == "not_allowed"
    assert _code(OLGA, "supervise.listen", agent="1001") == "not_allowed"
    assert _code(OLGA, "dialer.start", campaign="x") == "not_allowed"
    assert _code(OLGA, "agent.login", queues=["support"], interface="PJSIP/1002") == "not_allowed"
    assert _code(OLGA, "agent.login", queues=["sales"]) == "not_allowed"


def test_a_supervisor_acts_on_others_where_he_may_see() -> None:
    _ask(EVA, "agent.pause", agent="1001")
    _ask(EVA, "agent.login", agent="1001", queues=["sales"], interface="PJSIP/1", name="Jana")
    _ask(SAM, "agent.pause", agent="1001", queues=["support"])
    assert _code(SAM, "agent.pause", agent="1001", queues=["sales"]) == "not_allowed"
    assert _code(SAM, "agent.pause", agent="1001") == "not_allowed"
    _ask(SAM, "agent.pause")


def test_a_span_of_time_needs_instants_with_their_zone() -> None:
    assert _code(EVA, "alerts.log", **{"from": "2026-11-23T00:00:00", "to": "2026-11-24T00:00:00Z"}) == "bad_params"
    assert _code(EVA, "alerts.log", **{"from": "2026-11-23T00:00:00Z"}) == "bad_params"
    assert _code(EVA, "alerts.log", **{"from": "yesterday", "to": "2026-11-24T00:00:00Z"}) == "bad_params"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"to": "2026-11-23T00:00:00Z"}, "must be after"),
        ({"to": "2026-12-25T00:00:01Z"}, "at most 32 days"),
        ({"from": "0001-01-01T00:00:00+14:00", "to": "0001-01-02T00:00:00+14:00"}, "in the years 2000 to 2200"),
        ({"step_seconds": 0}, ">= 1"),
        ({"step_seconds": 43}, "at most 2000 steps"),
        ({"step_seconds": 1.5}, "int"),
        ({"queues": ["a"] * 1001}, "1000"),
    ],
)
def test_figures_have_bounds(changed: dict[str, Any], says: str) -> None:
    day = {"from": "2026-11-23T00:00:00Z", "to": "2026-11-24T00:00:00Z"}
    with pytest.raises(Refused, match=says):
        _ask(EVA, "figures.visits", **(day | changed))
    _ask(EVA, "figures.visits", **day, step_seconds=44)
    _ask(EVA, "figures.visits", **(day | {"to": "2026-12-25T00:00:00Z"}))


def test_figures_of_invisible_queues_are_not_told() -> None:
    day = {"from": "2026-11-23T00:00:00Z", "to": "2026-11-24T00:00:00Z"}
    _ask(SAM, "figures.visits", **day, queues=["support"])
    assert _code(SAM, "figures.visits", **day, queues=["support", "sales"]) == "not_allowed"


def test_who_has_no_agent_must_name_one() -> None:
    assert _code(EVA, "agent.pause") == "bad_params"


def test_screens_command_nothing_and_accountants_only_bill() -> None:
    for role in ("wallboard", "billing"):
        who = account("x", role, agent="1001")
        allowed = [name for name in COMMANDS if _tried(who, name) != "not_allowed"]
        billing = [name for name in COMMANDS if name.startswith("billing.")]
        own = ["history.own", *billing] if role == "billing" else ["alerts.log", "figures.visits"]
        assert sorted(allowed) == sorted([*own, "password.change"])


OF_DIALER: dict[str, Any] = {
    "contact": 1, "upload": "u", "part": 0, "content": "", "form": "csv", "list": "l", "numbers": ["1"],
    "given_at": "2026-11-23T00:00:00Z", "how": "by word", "reason": "r", "disposition": "d",
}
OF_BILLING: dict[str, Any] = {
    "account": "acme", "title": "Acme", "value": "1", "fee": "line", "content": {}, "upload": "0" * 16, "piece": "",
    "tariff": "basic", "valid_from": "2026-11-23", "version": 1, "at": "2026-11-23T00:00:00Z", "seconds": 1.5,
    "invoice": "2026100001", "amount": "-12.50", "paid_on": "2026-11-23", "is_preview": True,
    "from": "2026-11-23T00:00:00Z", "to": "2026-11-23T12:00:00+01:00",
}  # fmt: skip
OF_DAYS = {"from": "2026-11-23", "to": "2026-11-23", "since": "2026-11-23"}


def _tried(who: Any, command: str) -> str:
    sample: dict[str, Any] = {
        "queues": ["a"], "number": "1", "call": "1", "to": "1", "code": "x", "campaign": "c", "text": "x",
        "key": "0" * 16, "callback": "0" * 16, "due": "2026-11-23T00:00:00Z", "form": "f", "values": {}, "is_on": True,
        "alert": "a", "raised": "2026-11-23T00:00:00Z", "why": "asked for", "present": "12345678",
        "password": "12345678", "name": "eva",
        "roles": ["operator"], "role": "operator", "rights": [], "section": "queue", "value": 1,
        "since": "2026-11-23T00:00:00Z",
    }
    if command in ("alerts.log", "figures.visits"):
        sample |= {"from": "2026-11-23T00:00:00Z", "to": "2026-11-23T12:00:00+01:00"}
    if command.startswith("billing."):
        sample |= OF_BILLING | ({} if command == "billing.rerate" else OF_DAYS)
        sample |= {"kind": "line", "since": "2026-11-23T00:00:00Z"} if command == "billing.own" else {}
    if command.startswith("dialer."):
        sample |= OF_DIALER | ({"campaign": {}} if command == "dialer.campaign.put" else {})
    shape = COMMANDS[command].parameters.__struct_encode_fields__
    return _attempt(who, command, {name: value for name, value in sample.items() if name in shape})


def _attempt(who: Any, command: str, params: dict[str, Any]) -> str:
    try:
        _ask(who, command, **params)
    except Refused as refusal:
        return refusal.code
    return ""


def test_every_command_can_be_given_by_an_administrator() -> None:
    who = account("root", "administrator", agent="1001")
    assert [name for name in COMMANDS if _tried(who, name)] == []


@pytest.mark.parametrize(
    ("command", "params"),
    [
        ("agent.pause", b"[]"),
        ("agent.pause", b'{"resaon":"typo"}'),
        ("agent.pause", b'{"reason":"a\\r\\nAction: Originate"}'),
        ("agent.pause", b'{"reason":"a\\u0000"}'),
        ("agent.pause", b'{"reason":"a\\u2028b"}'),
        ("agent.pause", b'{"queues":["a\\nb"]}'),
        ("agent.pause", b'{"agent":""}'),
        ("agent.login", b"{}"),
        ("agent.login", b'{"queues":[]}'),
        ("agent.login", b'{"queues":["a"],"penalty":-1}'),
        ("billing.close", b'{"from":"2026-13-01","to":"2026-01-31"}'),
        ("billing.top_up", b'{"account":"eva","amount":"1.005","key":"0123456789abcdef"}'),
        ("billing.top_up", b'{"account":"eva","amount":1.5,"key":"0123456789abcdef"}'),
        ("billing.own", b'{"account":"Eva","kind":"line","value":"1","since":"2026-11-23T00:00:00Z"}'),
        ("call.dial", b'{"number":' + b"[" * 5000 + b"]" * 5000 + b"}"),
    ],
)
def test_bad_parameters_go_no_further(command: str, params: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        authorised(account("root", "administrator", agent="1"), command, params)
    assert refusal.value.code == "bad_params"


def test_a_note_may_have_lines() -> None:
    _ask(OLGA, "call.note", call="1.1", text="first\n\tsecond")


def test_an_unknown_command_is_told_as_such() -> None:
    assert _code(EVA, "agent.dance") == "unknown_command"


def test_roles_and_rights_are_complete() -> None:
    assert set(RIGHTS_OF) == set(ROLES)
    assert frozenset().union(*RIGHTS_OF.values()) == frozenset(RIGHTS)
    for kind in COMMANDS.values():
        assert kind.others is None or kind.others in RIGHTS


def test_what_is_filled_in_may_have_lines_but_its_names_may_not() -> None:
    who = account("x", "operator", agent="1001")
    fields = {"call": "1", "form": "order"}
    assert _attempt(who, "call.fields", fields | {"values": {"street": "Dlouhá 1\nBrno"}}) == ""
    assert _attempt(who, "call.fields", fields | {"values": {"str\neet": "x"}}) == "bad_params"
    assert _attempt(who, "call.fields", fields | {"values": {"street": "a\u0000"}}) == "bad_params"


def test_who_sits_nowhere_may_still_note_but_not_pause() -> None:
    who = account("x", "operator", agent=None)
    assert _attempt(who, "call.note", {"call": "1", "text": "later"}) == ""
    assert _attempt(who, "agent.pause", {}) == "bad_params"
