"""A good sample of every command's parameters, made from their types, and every text in it put to bad use in turn."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect as types

from shared.campaigns.campaign import Campaign
from shared.domain.commands import COMMANDS
from tests.unit.shared.billing.made import version

Path = tuple[str | int, ...]
NOW, LATER = "2026-11-23T00:00:00Z", "2026-11-23T12:00:00Z"
KNOWN: dict[str, Any] = {
    "pbx": "main", "agent": "1002", "key": "0" * 16, "callback": "0" * 16, "upload": "0" * 16, "from": NOW,
    "to": LATER, "currency": "CZK", "account": "acme", "tariff": "basic", "amount": "12.50",
    "low_credit": "1.00", "day_limit": "1.00", "month_limit": "1.00", "folder": "acme", "section": "queue",
    "piece": "QUJD", "content": "QUJD", "present": "12345678", "password": "another long password", "part": 0,
    "name": "newcomer", "number": "420603000001", "encoding": "utf-8", "separator": ";", "extension": "1003",
    "mail_to": ["a@example.com"], "call": "1.1", "queues": ["vip"], "interface": "PJSIP/1002", "at": "1003",
    "invoice": "2026100001", "file": "a.wav",
}  # fmt: skip
"""What a field is called says more than its type."""
DAYS = {"from": "2026-11-01", "to": "2026-11-23"}
CAMPAIGN = Campaign(
    campaign="spring", title="Spring", pbx="main", queue="vip", channel="Local/{number}@out", timezone="Europe/Prague",
    caller_id="420222111000", abandoned_sound="sorry", answering_context="answered",
)  # fmt: skip
OF_COMMAND: dict[str, dict[str, Any]] = {
    "call.transfer": {"to": "1003"}, "call.redirect": {"to": "1003"}, "billing.close": DAYS, "billing.export": DAYS,
    "billing.tariff.add": {"content": msgspec.to_builtins(version())}, "billing.tariff.import": {"head": None},
    "dialer.campaign.put": {"campaign": msgspec.to_builtins(CAMPAIGN)},
    "figures.visits": {"step_seconds": 3600},
    "settings.change": {"value": [{"name": "vip", "title": "VIP"}], "seen": NOW},
    **{command: {"at": NOW} for command in (
        "call.note", "call.disposition", "call.fields", "billing.price", "settings.read")},
}  # fmt: skip


def sample(command: str) -> dict[str, Any]:
    """Parameters that are let through, with as many fields as there are."""
    shape = types.type_info(COMMANDS[command].parameters)
    assert isinstance(shape, types.StructType)
    told = OF_COMMAND.get(command, {})
    made = {one.encode_name: told.get(one.encode_name, _value(one.encode_name, one.type)) for one in shape.fields}
    return {name: value for name, value in made.items() if value is not None}


def _value(name: str, kind: types.Type) -> Any:
    while isinstance(kind, types.Metadata):
        kind = kind.type
    if isinstance(kind, types.UnionType):
        kind = next(one for one in kind.types if not isinstance(one, types.NoneType))
        return _value(name, kind)
    if name in KNOWN and not isinstance(kind, types.DateType | types.DateTimeType | types.BoolType | types.DictType):
        return KNOWN[name]
    match kind:
        case types.StrType():
            return "x" * max(1, kind.min_length or 0)
        case types.IntType() | types.FloatType():
            return max(1, kind.ge or 0)
        case types.BoolType():
            return True
        case types.LiteralType():
            return kind.values[0]
        case types.DateTimeType():
            return LATER if name == "to" else NOW
        case types.DateType():
            return "2026-11-23"
        case types.DictType():
            return {"x": _value("", kind.value_type)}
        case types.VarTupleType() | types.ListType():
            return [_value("", kind.item_type)]
        case _:
            return "x"


def texts(value: Any, path: Path = ()) -> Iterator[Path]:
    """The ways to every text in it; a name of a table ends with None."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, (*path, name))
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from texts(inner, (*path, place))


def put(value: dict[str, Any], path: Path, text: str) -> dict[str, Any]:
    """The same with another text there."""
    made = copy.deepcopy(value)
    at: Any = made
    for step in path[:-1]:
        at[step] = list(at[step]) if isinstance(at[step], tuple) else at[step]
        at = at[step]
    at[path[-1]] = text
    return made


def named(value: dict[str, Any], text: str) -> Iterator[dict[str, Any]]:
    """The same with another name in each of its inner tables."""
    for field, inner in value.items():
        if isinstance(inner, dict) and inner:
            yield {**value, field: {**inner, text: next(iter(inner.values()))}}


EVERY = [(command, path) for command in COMMANDS for path in texts(sample(command))]
"""Every text that can be said to the server."""
