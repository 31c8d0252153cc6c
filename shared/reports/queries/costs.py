"""What rated calls came to: by when they ended, as on invoices; amounts in exact units, by currency.

Each call is of one account, whose currency its price is in. The amount is the call's price without VAT; of one that was
invoiced, what free minutes left of it. A leg to a number outside is a call with a price of its own, of the same call;
what a correction gave back is not counted. The rights are those of ``rated_call``: without "billing" nothing is found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, text

from shared.domain.measures.counts import CostCounts
from shared.reports.queries.scope import Counted, Scope
from shared.reports.queries.summed import interval_of

CostKey = Literal["interval", "queue", "line", "agent", "destination", "account", "campaign"]
CURRENCY = "currency"


class Unpriced(msgspec.Struct, frozen=True):
    """Answered calls that are in no amount: they have an owner but no price; nobody owns them."""

    unrated: int = 0
    unowned: int = 0


def costs(connection: Connection, scope: Scope, keys: Sequence[CostKey]) -> list[Counted[CostCounts]]:
    """By these keys, in the keys' order; a currency each, told as the last key. "": there is none, or it is not known.

    ``queue``: that of the visit that answered the call; ``agent``: who answered there, or called, or talked first.
    """
    shown = [*(_KEYS[key] if key != "interval" else interval_of("s.ended_at", scope) for key in keys), "a.currency"]
    found, values = _found(scope, keys)
    places = ", ".join(str(place + 1) for place in range(len(shown)))
    statement = (
        f"select {', '.join(shown)}, count(*), count(*) filter (where {_HANDLED}), sum(s.billed_ms), "  # noqa: S608
        f"sum(coalesce(s.charged, s.exact)) from {found} {_PAYER} {_CALL} "
        f"where s.state = 'rated' group by {places} order by {places}"
    )
    rows = connection.execute(text(statement), values)
    return [Counted(tuple(row[: len(shown)]), _counts(*row[len(keys) :])) for row in rows]


def unpriced(connection: Connection, scope: Scope) -> Unpriced:
    """How many calls of the scope have no price."""
    found, values = _found(scope, ())
    statement = (
        "select count(*) filter (where s.state = 'unrated'), count(*) filter (where s.state = 'unowned') "  # noqa: S608
        f"from {found} where s.state <> 'rated'"
    )
    return Unpriced(*connection.execute(text(statement), values).one())


def priced_calls(
    connection: Connection, scope: Scope, keys: Mapping[str, str], *, is_handled: bool = False
) -> list[tuple[str, str]]:
    """The very calls that ``costs`` counts for these values of keys and currency: (PBX, call)."""
    found, values = _found(scope, keys)
    said = ["s.state = 'rated'", *([_HANDLED] if is_handled else [])]
    for number, (key, value) in enumerate(keys.items()):
        said.append(f"{'a.currency' if key == CURRENCY else _KEYS[key]} = :key_{number}")
        values[f"key_{number}"] = value
    statement = (
        f"select distinct s.pbx, coalesce(s.part_of, s.call_id) from {found} {_PAYER} {_CALL} "  # noqa: S608
        f"where {' and '.join(said)}"
    )
    return [(pbx, call_id) for pbx, call_id in connection.execute(text(statement), values)]


def _counts(currency: str, calls: int, handled: int, billed_ms: Any, exact: Any) -> CostCounts:
    return CostCounts(calls=calls, handled=handled, billed_ms=int(billed_ms), exact={currency: int(exact)})


def _found(scope: Scope, keys: Sequence[str] | Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """SQL of the scope's rated calls ``s``, with queue and agent where they are asked for, and its values."""
    values: dict[str, Any] = {"since": scope.since, "until": scope.until, "zone": scope.zone}
    said, of_visit = ["r.ended_at >= :since", "r.ended_at < :until", "r.returned_by is null"], ""
    if scope.pbxs is not None:
        said.append("r.pbx = any(:pbxs)")
        values["pbxs"] = list(scope.pbxs)
    if scope.lines is not None:
        said.append("r.line = any(:lines)")
        values["lines"] = list(scope.lines)
    columns = "r.*"
    if scope.queues is not None or scope.agents is not None or {"queue", "agent"} & set(keys):
        of_visit, columns = _VISIT, f"r.*, coalesce(v.queue, '') as queue, {_AGENT} as agent"
    found = f"(select {columns} from rated_call r {of_visit} where {' and '.join(said)}) s"  # noqa: S608
    chosen = [(name, getattr(scope, f"{name}s")) for name in ("queue", "agent")]
    narrowed = [(name, wanted) for name, wanted in chosen if wanted is not None]
    if narrowed:
        found = f"(select * from {found} where {' and '.join(f'{name} = any(:{name}s)' for name, _ in narrowed)}) s"  # noqa: S608
        values |= {f"{name}s": list(wanted) for name, wanted in narrowed}
    return found, values


_KEYS: dict[str, str] = {
    "queue": "s.queue", "agent": "s.agent", "line": "coalesce(s.line, '')",
    "destination": "coalesce(s.destination, '')", "account": "s.account", "campaign": "coalesce(s.campaign, '')",
}  # fmt: skip
_PAYER = "join billing_account a on a.account = s.account"
_CALL = "left join call c on c.pbx = s.pbx and c.call_id = s.call_id"
_HANDLED = "coalesce(c.outcome, 'answered') = 'answered' and s.part_of is null"
"""A call that is not stored any more counts as handled: it was answered. A leg outside is a part of one."""
_VISIT = """
    left join lateral (
        select v.queue, v.agent from queue_visit v
        where v.pbx = r.pbx and v.call_id = coalesce(r.part_of, r.call_id) and v.outcome = 'answered'
        order by v.answered_at, v.entered_at, v.nth limit 1
    ) v on true"""
_AGENT = """coalesce(case when r.part_of is not null then r.extension end, v.agent, r.extension, (
        select t.party from conversation t where t.pbx = r.pbx and t.call_id = r.call_id
        order by t.started_at, t.nth limit 1
    ), '')"""
